import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf, formatShare, progressBar } from '../../domain/base/text/progress.ts';
import type { Ring } from '../../domain/upgrade/rings/plan.ts';
import type { Waves } from '../../domain/upgrade/rings/waves.ts';
import { jsonDocument } from '../base/json-document.ts';

/** Machines without a decision that are listed before the rest is only counted. */
const mostStrays = 20;

/** A ring with a bar of the machines that have the version, its incidents, and what is missing for the next one. */
export function describeWave({
  ring,
  state,
  openedAt,
  machines,
  moved,
  passing,
  suites,
  incidents,
  missing,
}: Waves['waves'][number]): readonly string[] {
  return [
    `${ring.id.padEnd(12)} ${progressBar(moved, machines, 20)} ${moved} of ${countOf(machines, 'machine')}, ${passing} pass; ${
      state === 'open' ? `open since ${openedAt?.slice(0, 10)}` : state
    }`,
    ...describeSuites(suites),
    ...incidents.map(
      ({ note, by, at }) => `  incident on ${at.slice(0, 10)}, ${cleanLine(by)}: ${cleanLine(note)}`,
    ),
    ...(state === 'open' ? missing.map((line) => `  before the next ring: ${line}`) : []),
  ];
}

/** Suites that are named before the rest is only counted. */
const mostSuites = 3;

/** By what the machines were judged: a suite of one check that passes says less than one of a hundred. */
function describeSuites(suites: Waves['waves'][number]['suites']): readonly string[] {
  if (suites.length === 0) return [];
  const named = suites.slice(0, mostSuites).map(({ name, checks, machines }) => {
    const suite =
      name === null
        ? 'a suite that was not recorded'
        : `the suite ${cleanLine(name)} (${countOf(checks, 'check')})`;
    return suites.length === 1 ? suite : `${suite} on ${countOf(machines, 'machine')}`;
  });
  const left = suites.length - named.length;
  return [`  judged by ${[...named, ...(left > 0 ? [countOf(left, 'more suite')] : [])].join(', ')}`];
}

/** A machine that no decision explains. */
export function describeStray({ machine, cliVersion, reason }: Waves['strays'][number]): string {
  return `${cleanLine(machine)}  ${cleanLine(cliVersion)}: ${reason}`;
}

/** How far the pin is rolled out, a ring a block with a bar of the machines that have it. */
export function renderWaves({ version, waves, strays, unnamed }: Waves, source: string): string {
  return [
    `${version} by rings (${source})`,
    ...waves.flatMap(describeWave),
    ...(strays.length > 0 ? ['', 'Machines that no decision explains'] : []),
    ...strays.slice(0, mostStrays).map((stray) => `  ${describeStray(stray)}`),
    ...(strays.length > mostStrays
      ? [`  and ${countOf(strays.length - mostStrays, 'more machine')}: --json has all`]
      : []),
    ...(unnamed > 0 ? ['', `${countOf(unnamed, 'machine')} in no ring`] : []),
    '',
  ].join('\n');
}

/** The same for a program. */
export function renderWavesJson({ version, waves, strays, unnamed }: Waves, source: string): string {
  return jsonDocument('rings', {
    ...{ version, source, in_no_ring: unnamed },
    rings: waves.map(({ ring, state, openedAt, machines, moved, passing, suites, incidents, missing }) => ({
      ...{ ring: ring.id, state, machines, moved, passing, suites, missing, promote: ring.promote },
      ...{ opened_at: openedAt ?? null, incidents },
    })),
    unexplained: strays.map(({ machine, ring, cliVersion, reason }) => ({
      ...{ machine, reason, ring: ring ?? null },
      cli_version: cliVersion,
    })),
  });
}

/** A plan of rings, a ring a line. */
export function renderRingPlan(rings: readonly Ring[]): string {
  return rings
    .map(({ id, machines, promote: { reports, pass_rate, incidents, soak } }) => {
      const rule = `${countOf(reports, 'report')}, ${formatShare(pass_rate)} pass, at most ${countOf(incidents, 'incident')}, ${countOf(soak, 'day')}`;
      return `${id.padEnd(12)} ${machines.map(cleanLine).join(', ')}\n             before the next ring: ${rule}\n`;
    })
    .join('');
}

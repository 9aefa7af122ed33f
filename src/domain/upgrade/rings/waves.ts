import { countOf, formatShare } from '../../base/text/progress.ts';
import type { MachineReport } from './machine-report.ts';
import { type Ring, ringOf } from './plan.ts';

/** The newest report of a machine. Times are RFC 3339. */
export type Machine = {
  machine: string;
  at: string;
  cliVersion: string | null;
  verdict: MachineReport['suite']['verdict'];
  /** What it was judged by, with the number of checks; null where it was not recorded. */
  suite: { name: string; checks: number } | null;
  failed: readonly string[];
  signedBy: string | null;
};

/** Something that went wrong in a ring after it was opened. */
export type Incident = { ring: string; version: string; note: string; by: string; at: string; seq: number };

/** A ring that was opened for a version. */
export type Opening = { ring: string; version: string; by: string; at: string; seq: number };

/** A ring as it is. */
type Wave = {
  ring: Ring;
  state: 'open' | 'next' | 'waiting';
  openedAt: string | undefined;
  /** Machines that reported, those of them that have the version, and those whose suite did not fail on it. */
  machines: number;
  moved: number;
  passing: number;
  /** By which suites those that have the version were judged, the one of most machines first. */
  suites: readonly { name: string | null; checks: number; machines: number }[];
  incidents: readonly Incident[];
  /** Why the next ring may not open yet; empty when it may. */
  missing: readonly string[];
};

/** A machine whose version no decision explains. */
type Stray = { machine: string; ring: string | undefined; cliVersion: string; reason: string };

/** How far a version is rolled out. */
export type Waves = { version: string; waves: readonly Wave[]; strays: readonly Stray[]; unnamed: number };

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Judges how far a version is rolled out, ring by ring.
 *
 * @param record.version the version that is rolled out
 * @param record.earlier versions that were decided before: a machine that still has one of them has not moved
 */
export function judgeWaves({
  rings,
  version,
  earlier,
  machines,
  openings,
  incidents,
  now,
}: {
  rings: readonly Ring[];
  version: string;
  earlier: ReadonlySet<string>;
  machines: readonly Machine[];
  openings: readonly Opening[];
  incidents: readonly Incident[];
  now: Date;
}): Waves {
  const byRing = Map.groupBy(machines, ({ machine }) => ringOf(rings, machine)?.id);
  const opened = new Map(openings.filter((one) => one.version === version).map((one) => [one.ring, one.at]));
  const waves: Wave[] = [];
  let isNext = true;
  for (const ring of rings) {
    const openedAt = opened.get(ring.id);
    const ours = byRing.get(ring.id) ?? [];
    const moved = ours.filter(({ cliVersion }) => cliVersion === version);
    const found = incidents.filter((one) => one.ring === ring.id && one.version === version);
    const passing = moved.filter(({ verdict }) => verdict === 'pass' || verdict === 'warn').length;
    const counts = { moved: moved.length, passing, incidents: found.length };
    waves.push({
      ring,
      state: openedAt !== undefined ? 'open' : isNext ? 'next' : 'waiting',
      openedAt,
      machines: ours.length,
      moved: moved.length,
      passing,
      suites: suitesOf(moved),
      incidents: found,
      missing: whatIsMissing(ring, openedAt, counts, now),
    });
    if (openedAt === undefined) isNext = false;
  }
  return {
    version,
    waves,
    strays: machines.flatMap((machine) => strayOf(machine, { rings, version, earlier, opened })),
    unnamed: byRing.get(undefined)?.length ?? 0,
  };
}

function suitesOf(machines: readonly Machine[]): Wave['suites'] {
  const bySuite = Map.groupBy(machines, ({ suite }) =>
    JSON.stringify([suite?.name ?? null, suite?.checks ?? 0]),
  );
  return [...bySuite.values()]
    .map((ours) => {
      const suite = ours[0]?.suite;
      return { name: suite?.name ?? null, checks: suite?.checks ?? 0, machines: ours.length };
    })
    .sort((one, other) => other.machines - one.machines);
}

function whatIsMissing(
  { promote }: Ring,
  openedAt: string | undefined,
  { moved, passing, incidents }: { moved: number; passing: number; incidents: number },
  now: Date,
): readonly string[] {
  if (openedAt === undefined) return ['it is not open'];
  const soaked = (now.getTime() - Date.parse(openedAt)) / dayMs;
  return [
    ...(moved < promote.reports
      ? [`${moved} of ${countOf(promote.reports, 'machine')} reported the version`]
      : []),
    ...(moved > 0 && passing / moved < promote.pass_rate
      ? [
          `the suite passes on ${formatShare(passing / moved)}, and ${formatShare(promote.pass_rate)} are needed`,
        ]
      : []),
    ...(incidents > promote.incidents
      ? [`${countOf(incidents, 'incident')}, and at most ${promote.incidents} allowed`]
      : []),
    ...(soaked < promote.soak
      ? [`it is open for ${soaked.toFixed(1)} of ${countOf(promote.soak, 'day')}`]
      : []),
  ];
}

function strayOf(
  { machine, cliVersion }: Machine,
  {
    rings,
    version,
    earlier,
    opened,
  }: {
    rings: readonly Ring[];
    version: string;
    earlier: ReadonlySet<string>;
    opened: ReadonlyMap<string, string>;
  },
): readonly Stray[] {
  if (cliVersion === null || earlier.has(cliVersion)) return [];
  const ring = ringOf(rings, machine)?.id;
  if (cliVersion !== version)
    return [{ machine, ring, cliVersion, reason: `${cliVersion} never was the pin: it moved on its own` }];
  if (ring !== undefined && opened.has(ring)) return [];
  const reason =
    ring === undefined ? 'no ring names it' : `the ring ${ring} is not open: it moved on its own`;
  return [{ machine, ring, cliVersion, reason }];
}

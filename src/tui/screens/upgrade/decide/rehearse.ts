import { findCandidate } from '../../../../app/checks/compare-candidate.ts';
import { typedPath } from '../../../../app/files/write-new-file.ts';
import { loadRules } from '../../../../app/upgrade/rehearsal/load-rules.ts';
import { rehearse as rehearseUpgrade } from '../../../../app/upgrade/rehearsal/rehearse.ts';
import { installToolchain } from '../../../../app/upgrade/toolchains.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import type { Suite } from '../../../../domain/checks/suite.ts';
import type { Rehearsal } from '../../../../domain/upgrade/rehearsal/rehearsal.ts';
import { describeCounts, describeVerdict } from '../../../../report/upgrade/rehearsal/verdict.ts';
import { atField, decision, fill, required } from '../../../shell/decision.ts';
import { chosenOf } from '../../../shell/forms/choices.ts';
import { whileRunning, withoutSuite } from '../../../shell/guards.ts';
import type { Doing } from '../../../shell/state.ts';
import { doWork } from '../../../shell/work.ts';
import { upgrade } from '../read.ts';
import { otherViews } from '../views.ts';

/** What to rehearse, as the form says it. */
export type Rehearsing = {
  to: string;
  /** The CLI of the pin; found when empty. */
  from: string;
  folders: readonly string[];
  projects: readonly string[];
  /** A file with rules of the team's own; those that ship when empty. */
  rules: string;
  suite: Suite;
  pin: string;
  /** The version of the candidate, once it was looked at. */
  version?: string;
};

const whichCli = 'name an installed version, or the file of a CLI';

/** Rehearses an upgrade in the background. */
export const rehearse = decision<Rehearsing>({
  command: 'rehearse-upgrade',
  keys: ['r'],
  description:
    'rehearse an upgrade: run the pin and a candidate on copies of your configuration, and compare',
  footer: 'rehearse',
  alsoOn: otherViews,
  disabled: (state) => whileRunning(state) ?? withoutSuite(state),
  form: {
    title: () => 'Rehearse an upgrade',
    fields: (_, state) => [
      {
        label: 'Candidate',
        value: '',
        required: whichCli,
        choices: upgrade.of(state).versions.filter((version) => version !== state.status?.pin),
      },
      { label: 'CLI of the pin (found)', value: '' },
      { label: 'Folders of sessions', value: '' },
      { label: 'Folders to search (.)', value: '' },
      { label: 'Own rules (none)', value: '' },
    ],
    read: ([to = '', from = '', folders = '', projects = '', rules = ''], _, { suite, status }) =>
      fill((at) => {
        if (!suite || !status) throw new Error('nothing is read yet');
        return {
          ...{ to: at(0, () => required(to, whichCli)), from, rules, suite, pin: status.pin },
          ...{ folders: chosenOf(folders), projects: chosenOf(projects) },
        };
      }),
  },
  prepare: async (doing, input) => {
    const world = doing.world();
    const asked = { asked: typedPath(world, input.to), pin: input.pin, signal: doing.signal };
    const { version } = await atField(0, () => findCandidate(world, asked));
    await atField(4, () => loadRules(world, input.rules || undefined));
    return { ...input, version };
  },
  confirmation: ({ suite, pin, to, version }) => ({
    question: `Rehearse the upgrade from ${pin} to ${cleanLine(version ?? to)}? It takes some minutes; s stops it.`,
    records: [
      `upgrade.rehearsed: the verdict with all differences, from ${pin} to ${cleanLine(version ?? to)}`,
      `run.started, check.finished ${countOf(suite.checks.length, 'time')}, run.finished, for each of both`,
    ],
    entries: 2 * (suite.checks.length + 2) + 1,
  }),
  run: async (doing, input) => {
    const found = await carryOutRehearsal(doing, input);
    if (!found) return 'the rehearsal was stopped; only the finished checks are recorded';
    return tellRehearsal(found);
  },
});

/** Rehearses; undefined when it was stopped. */
export async function carryOutRehearsal(
  doing: Doing,
  { to, from, folders, projects, rules: own, suite, pin, version = to }: Rehearsing,
): Promise<{ rehearsal: Rehearsal; seq: number | undefined } | undefined> {
  const world = doing.world();
  const what = `rehearsing ${pin} to ${cleanLine(version)}`;
  const found = await doWork(doing, what, async (signal, onProgress) => {
    const rules = await loadRules(world, own || undefined);
    const request = {
      ...{ to: typedPath(world, to), suite, rules, signal },
      from: from === '' ? doing.codex : typedPath(world, from),
      folders: folders.map((folder) => typedPath(world, folder)),
      projects: projects.map((folder) => typedPath(world, folder)),
      only: [],
    };
    for await (const event of rehearseUpgrade(world, await doing.writable(), request)) {
      if (event.type === 'started') onProgress({ done: 0, planned: event.planned });
      if (event.type === 'progress')
        onProgress({ done: event.done, planned: event.planned, step: `${event.step} on the ${event.on}` });
      if (event.type === 'finished') return event;
    }
    return undefined;
  });
  // The newest one is shown, from its first row.
  if (found)
    doing.moveTo((state) => ({
      ...upgrade.set(state, { ...upgrade.of(state), chosen: undefined }),
      ...(state.screen === 'upgrade' && state.overlay === undefined ? { detail: undefined } : {}),
      cursor: { ...state.cursor, upgrade: 0 },
    }));
  return found;
}

/** What a rehearsal came to, in one line. */
export function tellRehearsal({ rehearsal, seq }: { rehearsal: Rehearsal; seq: number | undefined }): string {
  const { pin, candidate } = rehearsal;
  return cleanLine(
    `${pin.version} to ${candidate.version} is ${describeVerdict(rehearsal)}; ${describeCounts(rehearsal)} (entry ${seq ?? ''})`,
  );
}

/** Installs a version beside the others. */
export const install = decision<{ version: string }>({
  command: 'install-version',
  keys: ['I'],
  description: 'install a CLI version beside the others with npm',
  footer: 'install',
  recordsNothing: true,
  alsoOn: otherViews,
  disabled: whileRunning,
  form: {
    title: () => 'Install a CLI version',
    fields: () => [{ label: 'Version', value: '', required: 'name one exact version, such as 0.150.0' }],
    read: ([version = '']) => ({ input: { version } }),
  },
  confirmation: ({ version }) => ({
    question: `Install Codex CLI ${cleanLine(version)} beside the others with npm?`,
    records: ['nothing; the version appears whole or not at all'],
    writes: [`the toolchain ${cleanLine(version)} in the data folder of codex-cockpit`],
  }),
  run: async (doing, { version }) => {
    const installed = await doWork(doing, `installing ${cleanLine(version)}`, (signal, onProgress) =>
      installToolchain(doing.world(), version, { signal, onProgress }),
    );
    if (!installed) return `the install of ${cleanLine(version)} was stopped; nothing of it is there`;
    const was = installed.isNew ? 'installed' : 'is installed already, unaltered:';
    return `Codex CLI ${installed.version} ${was}; r rehearses it`;
  },
});

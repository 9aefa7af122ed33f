import { resolve } from 'node:path';
import { approvedProfiles, draftProfiles } from '../../../app/artifacts/read-artifacts.ts';
import { typedPath } from '../../../app/files/write-new-file.ts';
import { lintSandbox } from '../../../app/sandbox/lint-sandbox.ts';
import { validateSandbox } from '../../../app/sandbox/validate-sandbox.ts';
import type { Place } from '../../../domain/base/documents/place.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { compareMatrices } from '../../../domain/sandbox/matrix/compare-matrices.ts';
import { LAYOUTS } from '../../../domain/sandbox/trials/places.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderMatrixChanges } from '../../../report/sandbox/probe.ts';
import { renderProfileLint } from '../../../report/sandbox/profile-lint.ts';
import { chooseOne, describeFault, type FormSpec, fill, formOverlay, oneOf } from '../../shell/decision.ts';
import { inquiry, stopping } from '../../shell/inquiry.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type State, type Step, tell } from '../../shell/state.ts';
import {
  matrixFailed,
  matrixRead,
  type SandboxChoice,
  SOURCES,
  sandbox,
  selectedRow,
  triedProfiles,
  worstCell,
} from './rows.ts';

const whileTrying = (state: State) =>
  sandbox.of(state).trying === undefined ? undefined : 'the profiles are being tried';

const whatIsDone = 'trying the profiles in isolated environments';

async function tryProfiles(doing: Doing, choice: SandboxChoice): Promise<void> {
  const since = performance.now();
  const onProgress: OnProgress = ({ done = 0, planned = 0 }) =>
    doing.change((state) =>
      sandbox.set(state, { ...sandbox.of(state), trying: { what: whatIsDone, since, done, planned } }),
    );
  onProgress({});
  try {
    const { codex, signal } = doing;
    const { from, ...asked } = choice;
    const kept = {
      'config.toml': undefined,
      'approved artifact': approvedProfiles,
      'newest draft': draftProfiles,
    }[from];
    const config = kept && (await doing.reading((store) => kept(doing.world(), store)));
    const matrix = await validateSandbox(doing.world(), {
      ...{ ...asked, config, codex, signal },
      onProgress,
    });
    if (signal.aborted) return trialStopped(doing);
    const at = doing.world().now();
    doing.moveTo((state) => matrixRead(state, { matrix, choice, at }));
  } catch (cause) {
    if (doing.signal.aborted) return trialStopped(doing);
    const failed = describeFault(cause);
    doing.change((state) => tell(matrixFailed(state, failed), failed));
  }
}

/** What was found before stays. */
function trialStopped(doing: Doing): void {
  doing.change((state) => {
    const now = sandbox.of(state);
    return tell(sandbox.set(state, { ...now, trying: undefined }), `stopped ${whatIsDone}`);
  });
}

/** Stops trying the profiles. */
export function stopTrial(state: State): Step | undefined {
  if (!sandbox.of(state).trying) return undefined;
  return [tell(state, `stopping: ${whatIsDone}…`), stopping('sandbox')];
}

function begin(state: State, choice: SandboxChoice): Step {
  const trying = { what: whatIsDone, done: 0, planned: 0 };
  return [
    {
      ...sandbox.set(state, { ...sandbox.of(state), choice, trying, failed: undefined }),
      ...{ detail: undefined, overlay: undefined },
    },
    {
      name: 'try-profiles',
      input: choice,
      carryOut: (doing) => doing.stoppable('sandbox', (own) => tryProfiles(own, choice)),
    },
  ];
}

const yesNo = ['no', 'yes'] as const;

const form: FormSpec<SandboxChoice> = {
  title: () => 'How should the profiles be tried?',
  fields: (_, state) => {
    const { choice } = sandbox.of(state);
    const known = [...new Set(triedProfiles(state).map(({ profile }) => profile))];
    return [
      {
        ...{ label: 'Profiles of', value: choice.from, choices: SOURCES, pick: true, required: chooseOne },
        notes: {
          'config.toml': 'CODEX_HOME and this project, merged as the CLI does',
          'approved artifact': 'approved-profiles, what security approved',
          'newest draft': 'approved-profiles, before anybody approves it',
        },
      },
      {
        ...{ label: 'Only these (all)', value: choice.profiles.join(', ') },
        ...(known.length > 0 ? { choices: known, many: true } : {}),
      },
      {
        ...{
          label: 'Workspace is a',
          value: choice.layout,
          choices: LAYOUTS,
          pick: true,
          required: chooseOne,
        },
        notes: { tmpdir: 'with $TMPDIR in it' },
      },
      {
        ...{
          label: 'In sessions too',
          value: yesNo[Number(choice.live)] ?? 'no',
          choices: yesNo,
          pick: true,
          required: chooseOne,
        },
        notes: { yes: 'codex exec, with a model on this machine' },
      },
      {
        ...{ label: 'Without sandbox too', value: yesNo[Number(choice.fullAccess)] ?? 'no' },
        ...{ choices: yesNo, pick: true, required: chooseOne },
        notes: { yes: ':danger-full-access; the probes write in an isolated environment only' },
      },
      { label: 'Connect to', value: choice.outbound, choices: ['none', 'api.openai.com:443'] },
    ];
  },
  read: ([from = '', profiles = '', layout = '', live = '', fullAccess = '', outbound = '']) =>
    fill((at) => ({
      from: at(0, () => oneOf(SOURCES, from)),
      profiles: profiles
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      layout: at(2, () => oneOf(LAYOUTS, layout)),
      live: at(3, () => oneOf(yesNo, live)) === 'yes',
      fullAccess: at(4, () => oneOf(yesNo, fullAccess)) === 'yes',
      outbound: outbound || 'none',
    })),
};

const lint = inquiry<{ file: string | undefined }>({
  command: 'sandbox-lint',
  keys: ['l'],
  description: 'settings of permission profiles that the CLI ignores, refuses or reads in another way',
  footer: 'lint',
  form: {
    title: () => 'Check the profiles of a file',
    fields: () => [{ label: 'File (of CODEX_HOME)', value: '' }],
    read: ([file = '']) => ({ input: { file: file || undefined } }),
  },
  title: ({ file }) => `What the CLI ignores or reads otherwise in ${file ?? 'config.toml of CODEX_HOME'}`,
  answer: async (doing, { file }) => {
    const { codex, signal } = doing;
    const world = doing.world();
    const asked = { file: file && typedPath(world, file), codex, signal };
    return renderProfileLint(await lintSandbox(world, asked), plain);
  },
});

/** The detail that shows what was found differently than before. */
export const CHANGES = 'changes';

/** What was found differently than in the run before; undefined while there was only one. */
export function changesText(state: State): string | undefined {
  const { before, last } = sandbox.of(state);
  return before && last && renderMatrixChanges(compareMatrices(before, last.matrix));
}

/** The line of a file that the selected row is about: of what is explained first. */
function selectedPlace(state: State): Place | undefined {
  const row = selectedRow(state);
  if (row?.type === 'finding') return row.finding.place;
  return row && worstCell(state, row)?.cell.place;
}

const edit: Binding = {
  command: 'edit-profile',
  keys: ['e'],
  description: 'edit the profile of the selected row at its line',
  disabled: (state) => {
    if (whileTrying(state)) return whileTrying(state);
    if (!selectedPlace(state)) return 'no line of a file says what is expected here';
    const from = sandbox.of(state).last?.choice.from;
    const isArtifact = from !== 'config.toml' && selectedPlace(state)?.file === 'approved-profiles';
    return isArtifact ? 'these profiles are of the artifact approved-profiles, which 9 shows' : undefined;
  },
  press: (state): Step => {
    const place = selectedPlace(state);
    if (!place) return [state];
    const carryOut = async (doing: Doing) => {
      const { file, line, column } = place;
      const path = resolve(doing.world().cwd, file);
      await doing.edit({ path, line, column }, 'r tries the profiles again');
    };
    return [state, { name: 'edit-profile', input: place, carryOut }];
  },
};

const showProfiles =
  (by: 1 | -1) =>
  (state: State): Step => {
    const last = Math.max(0, triedProfiles(state).length - 1);
    const now = sandbox.of(state);
    return [sandbox.set(state, { ...now, first: Math.min(last, Math.max(0, now.first + by)) })];
  };

/** Trying the profiles, reading what was found, and looking at more of them than fit. Nothing is recorded. */
export const sandboxKeys: readonly Binding[] = [
  {
    command: 'try-profiles',
    keys: ['r'],
    description: 'try the permission profiles in an isolated environment',
    footer: 'try',
    disabled: whileTrying,
    press: (state) => begin(state, sandbox.of(state).choice),
  },
  {
    command: 'try-profiles-otherwise',
    keys: ['o'],
    description: 'choose how the profiles are tried: a draft, in sessions, in a worktree; then try them',
    footer: 'options',
    disabled: whileTrying,
    press: (state) => {
      const lead = (choice: SandboxChoice, _: unknown, now: State) => ({ step: begin(now, choice) });
      const asked = { about: '', state };
      return [{ ...state, overlay: formOverlay('try-profiles-otherwise', form, asked, lead) }];
    },
  },
  lint,
  edit,
  {
    command: 'sandbox-changes',
    keys: ['d'],
    description: 'what was found differently than the time before',
    disabled: (state) =>
      sandbox.of(state).before ? undefined : 'the profiles were not tried twice since the start',
    press: (state) => [{ ...state, detail: { of: CHANGES, scroll: 0 }, search: '' }],
  },
  {
    command: 'next-profile',
    keys: ['right'],
    description: 'further profiles',
    footer: 'more profiles',
    disabled: (state) => (sandbox.of(state).last ? undefined : 'no profile was tried yet'),
    press: showProfiles(1),
  },
  {
    command: 'previous-profile',
    keys: ['left'],
    description: 'earlier profiles',
    disabled: (state) => (sandbox.of(state).last ? undefined : 'no profile was tried yet'),
    press: showProfiles(-1),
  },
];

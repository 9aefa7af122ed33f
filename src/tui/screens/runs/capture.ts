import { Readable, Writable } from 'node:stream';
import { typedPath } from '../../../app/files/write-new-file.ts';
import type { ImportRequest, ImportResult } from '../../../app/runs/capture/import-run.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { shellWord } from '../../../domain/base/shell/quote-for-shell.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { parseWholeNumber } from '../../../domain/base/text/whole-number.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import {
  chooseOne,
  confirm,
  decision,
  fileName,
  fill,
  oneOf,
  required,
  withoutAdvice,
} from '../../shell/decision.ts';
import { otherRun, whileRunning } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type State, type Step, tell } from '../../shell/state.ts';
import { doWork, stopKey } from '../../shell/work.ts';
import { installed } from '../comparison/compare.ts';
import { otherViews } from './views.ts';

type Capturing = {
  prompt: string;
  folder: string;
  sandbox: (typeof sandboxes)[number] | undefined;
  model: string | undefined;
  /** A file or an installed version; the CLI of the session when undefined. */
  cli: string | undefined;
};

const capturing = 'codex exec is running';

const asConfigured = 'as configured';
const sandboxes = ['read-only', 'workspace-write', 'danger-full-access'] as const;

/** Runs `codex exec` and captures it. */
export const captureRun = decision<Capturing>({
  command: 'capture-run',
  keys: ['n'],
  description: 'run codex exec with a prompt, and capture it',
  footer: 'new run',
  disabled: whileRunning,
  form: {
    title: () => 'Run codex exec, and capture it',
    fields: (_, state) => [
      { label: 'Prompt', value: '', required: 'a run needs a prompt' },
      { label: 'Folder', value: '.', required: 'name a folder' },
      {
        ...{ label: 'Sandbox', value: asConfigured, pick: true, required: chooseOne },
        choices: [asConfigured, ...sandboxes],
      },
      { label: 'Model (configured)', value: '' },
      { label: 'CLI (found)', value: '', choices: installed.of(state) },
    ],
    read: ([prompt = '', folder = '', sandbox = '', model = '', cli = '']) =>
      fill((at) => {
        const chosen = at(2, () => oneOf<string>([asConfigured, ...sandboxes], sandbox));
        return {
          prompt: at(0, () => required(prompt, 'a run needs a prompt')),
          folder: at(1, () => required(folder, 'name a folder')),
          sandbox: sandboxes.find((one) => one === chosen),
          ...{ model: model || undefined, cli: cli || undefined },
        };
      }),
  },
  confirmation: (asked, { status }) => ({
    question: `Run Codex in ${cleanLine(asked.folder)} with your configuration and login? s stops it.`,
    records: [
      ...(status?.rollout
        ? ['exec.captured: what it was given, did, used and changed, redacted']
        : ['nothing in a history: there is no rollout']),
      `runs: ${cleanLine(commandOf(asked, asked.folder).map(shellWord).join(' '))}`,
    ],
    entries: status?.rollout ? 1 : 0,
    writes: ['its evidence folder'],
    follows: ['Codex may change files there, as far as its sandbox allows.'],
  }),
  run: async (doing, asked) => {
    const app = await import('../../../app/runs/capture/capture-run.ts');
    const nowhere = () => new Writable({ write: (_, __, done) => done() });
    const result = await doWork(doing, capturing, (signal, onProgress) => {
      let events = 0;
      return app.captureRun(doing.world(), {
        command: commandOf(asked, typedPath(doing.world(), asked.folder)),
        ...{ codex: asked.cli === undefined ? doing.codex : undefined, db: doing.db, record: true, signal },
        ...{ stdin: () => Readable.from([]), stdout: nowhere(), stderr: nowhere() },
        onEvent: () => {
          events += 1;
          onProgress({ done: 0, planned: 0, step: countOf(events, 'event') });
        },
      });
    });
    if (!result) return 'the run was stopped';
    return `${toldOf(result.run)}${recordedAs(result.recorded)}`;
  },
});

/** The command line that is captured. */
function commandOf(
  { prompt, folder: typed, sandbox, model, cli }: Capturing,
  folder: string,
): readonly string[] {
  return [
    ...[cli ?? 'codex', 'exec'],
    ...(typed === '.' ? [] : ['-C', folder]),
    ...(sandbox === undefined ? [] : ['-s', sandbox]),
    ...(model === undefined ? [] : ['-m', model]),
    // A prompt may begin as an option does.
    ...(prompt.startsWith('-') ? ['--', prompt] : [prompt]),
  ];
}

function toldOf({ outcome, reason, message, duration_ms: took, changes }: CapturedRun): string {
  const word = outcome.replace('-', ' ');
  const why = reason?.replaceAll('_', ' ') ?? word;
  const said = message === '' || outcome === 'interrupted' ? '' : `: ${message}`;
  return cleanLine(
    `${word}${why === word ? '' : ` (${why})`}${took === null ? '' : ` in ${formatDuration(took)}`}, ${countOf(changes.total, 'changed file')}${said}`,
  );
}

function recordedAs(recorded: { entry: number } | { why: string | undefined }): string {
  if ('entry' in recorded) return ` (entry ${recorded.entry})`;
  return recorded.why === undefined
    ? '; there is no rollout to record it in'
    : `; not recorded: ${cleanLine(recorded.why)}`;
}

type Importing = Pick<ImportRequest, 'path' | 'stderr' | 'exit' | 'started' | 'mode'>;

const modes = ['ci', 'local'] as const;

/** Takes in a run that was captured elsewhere. */
export const importRun = decision<Importing>({
  command: 'import-run',
  keys: ['i'],
  description: 'import a run that was captured elsewhere: an evidence folder, or a file of events',
  footer: 'import',
  disabled: whileRunning,
  form: {
    title: () => 'Import a captured run',
    fields: () => [
      { label: 'Folder or file', value: '', required: 'name an evidence folder, or a file of events' },
      { label: 'Where it ran', value: 'ci', choices: modes, pick: true, required: chooseOne },
      { label: 'Of events: stderr', value: '' },
      { label: 'Of events: exit code', value: '' },
      { label: 'Of events: began', value: '' },
    ],
    read: ([path = '', mode = '', stderr = '', exit = '', started = '']) =>
      fill((at) => ({
        path: at(0, () => fileName(required(path, 'name an evidence folder, or a file of events'))),
        mode: at(1, () => oneOf(modes, mode)),
        stderr: stderr === '' ? undefined : at(2, () => fileName(stderr)),
        exit: exit === '' ? undefined : at(3, () => exitCode(exit)),
        started: started === '' ? undefined : at(4, () => moment(started)),
      })),
  },
  confirmation: ({ path }, { status }) => ({
    question: `Import the captured run of ${cleanLine(path)}?`,
    records: status?.rollout
      ? ['exec.captured: the run, once; files that were changed after the capture are refused']
      : ['nothing in a history: there is no rollout'],
    entries: status?.rollout ? 1 : 0,
    writes: ['its evidence folder, where it is not there yet'],
  }),
  run: async (doing, { path, stderr, ...facts }) => {
    const world = doing.world();
    const app = await import('../../../app/runs/capture/import-run.ts');
    const asked: ImportRequest = {
      ...{ ...facts, path: typedPath(world, path), db: doing.db },
      stderr: stderr === undefined ? undefined : typedPath(world, stderr),
    };
    const found: ImportResult = await withoutAdvice(() => app.importRun(world, asked));
    const { run, recorded } = found;
    if ('entry' in recorded && !recorded.isNew) return `it was imported before (entry ${recorded.entry})`;
    return `${toldOf(run)}${recordedAs(recorded)}`;
  },
});

function exitCode(typed: string): number {
  const code = parseWholeNumber(typed);
  if (code !== undefined && code <= 255) return code;
  throw new UsageError('an exit code is a number from 0 to 255');
}

function moment(typed: string): string {
  const at = Date.parse(typed);
  if (/^\d{4}-\d\d-\d\dT/.test(typed) && !Number.isNaN(at)) return new Date(at).toISOString();
  throw new UsageError('name a time such as 2026-11-22T08:00:00Z');
}

const stop = stopKey('stop-runs-work', {
  description: 'stop what is in progress here; of a run of Codex the evidence is kept',
  alsoOn: otherViews,
});

/** Stops what is in progress. A run of Codex is interrupted, and its evidence kept; that is asked first. */
export const stopWork: Binding = {
  ...stop,
  press: (state, registry) => stopCapture(state) ?? stop.press(state, registry),
};

/** Asks whether the run of Codex that this session captures is to be interrupted; undefined when there is none. */
export function stopCapture(state: State): Step | undefined {
  const other = otherRun.of(state);
  if (other?.what !== capturing) return undefined;
  if (other.stopping) return [tell(state, 'the run is being interrupted')];
  const [, effect] = stop.press(state, { screens: [], keymap: [] });
  return (
    effect && [
      confirm(state, {
        question: 'Interrupt the run of Codex?',
        records: ['exec.captured: the run as far as it came, interrupted'],
        effect,
      }),
    ]
  );
}

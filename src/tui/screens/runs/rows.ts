import type { RunInProgress } from '../../../app/runs/follow-runs.ts';
import type { KnownRun } from '../../../app/runs/read-runs.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { RUN_OUTCOMES } from '../../../domain/runs/events.ts';
import { matches } from '../../components/matches.ts';
import { type Sorting, sorting } from '../../components/sorting.ts';
import type { Theme } from '../../shell/look/theme.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State } from '../../shell/state.ts';
import { ageOf, followed, newestText, type Progress, progressOf } from './live.ts';
import { runs } from './read.ts';

type Outcome = (typeof RUN_OUTCOMES)[number];

const verdicts = {
  completed: 'pass',
  failed: 'fail',
  interrupted: 'warn',
  incomplete: 'warn',
  'not-started': 'error',
} as const satisfies Record<Outcome, string>;

/** An outcome as a sign and a word, and the colour that repeats them. */
export function outcomeLook(outcome: Outcome, theme: Pick<Theme, 'verdict'>) {
  const { text, colour } = theme.verdict(verdicts[outcome]);
  return { text: `${text.split(' ')[0]} ${outcome.replace('-', ' ')}`, colour };
}

/** When a run began, or when it was recorded where that is not known: `11-22 08:00`. */
export function whenOf({ at, body }: Pick<KnownRun, 'at' | 'body'>): string {
  return (body.started_at ?? at).slice(5, 16).replace('T', ' ');
}

/** The first line of the prompt, or what else tells a run from others. */
export function promptOf({ body }: Pick<KnownRun, 'body'>): string {
  return cleanLine(body.inputs.prompt?.summary ?? '') || `(no prompt) ${cleanLine(body.thread ?? body.run)}`;
}

/** The version that ran, and the pin of that time where that was another one. */
export function versionOf({ body: { tool } }: Pick<KnownRun, 'body'>): string {
  const version = cleanLine(tool.version ?? 'unknown');
  return tool.pin === null || tool.pin === tool.version ? version : `${version} (pin ${cleanLine(tool.pin)})`;
}

/** Tokens that went in and came out; undefined when the stream stated neither. */
export function tokensOf({ body: { usage } }: Pick<KnownRun, 'body'>): number | undefined {
  return usage.input === null && usage.output === null ? undefined : (usage.input ?? 0) + (usage.output ?? 0);
}

const runSorting = sorting<KnownRun>(
  'runs',
  {
    OUTCOME: ({ body }) => body.outcome,
    WHEN: ({ at, body }) => body.started_at ?? at,
    PROMPT: promptOf,
    VERSION: versionOf,
    MODEL: ({ body }) => body.tool.model ?? '',
    TOOK: ({ body }) => body.duration_ms ?? -1,
    TOKENS: (run) => tokensOf(run) ?? -1,
    FILES: ({ body }) => body.changes.total,
    PACK: ({ packs }) => packs.length,
    REPOSITORY: ({ body }) => body.git?.repository ?? '',
  },
  () => ({ by: 'WHEN', descending: true }),
);

/** A line of the list: a run that is being captured, or one that was. */
export type RunRow =
  | { type: 'live'; run: RunInProgress; progress: Progress; age: string }
  | { type: 'known'; run: KnownRun };

/** The same for lines: what is being captured stays above. */
export const rowSorting: Sorting<RunRow> = { ...runSorting, apply: (_, rows) => rows };

/** What a run is found by: what the list shows of it, its id, its commands and its files. */
function wordsOf(run: KnownRun): string {
  const { body, actor, packs } = run;
  const parts = [
    ...[body.run, body.outcome, body.reason ?? '', promptOf(run), versionOf(run), body.tool.model ?? ''],
    ...[body.git?.repository ?? '', body.git?.branch ?? '', actor, body.mode, body.origin],
    ...[packs.length === 0 ? 'no pack' : 'pack', body.policy.sandbox ?? ''],
    ...body.commands.map(({ command }) => command),
    ...body.changes.files.map(({ path }) => path),
  ];
  return parts.join(' ');
}

/** The runs that are being captured, and those that ended and are not recorded here. */
export const liveRuns = perState((state): readonly RunInProgress[] => {
  const recorded = new Set(runs.of(state).value?.runs.map(({ body }) => body.run));
  return followed.of(state).runs.filter(({ run }) => !recorded.has(run));
});

/** The runs that pass the filter: those in progress first. */
export const runRows = perState((state): readonly RunRow[] => {
  const filter = filterOf(state, 'runs');
  const all = runs.of(state).value?.runs ?? [];
  const found = filter === '' ? all : all.filter((one) => matches(wordsOf(one), filter));
  const { at } = followed.of(state);
  const live = liveRuns(state).filter((one) => matches(`in progress ${one.run} ${newestText(one)}`, filter));
  return [
    ...live.map((run) => ({
      ...{ type: 'live' as const, run },
      ...{ progress: progressOf(run, at), age: ageOf(run, at) },
    })),
    ...runSorting.apply(state, found).map((run) => ({ type: 'known' as const, run })),
  ];
});

/** The id of the run of a line: it stays the same when the run is recorded. */
export const idOf = (row: RunRow) => (row.type === 'live' ? row.run.run : row.run.body.run);

/** The line under the cursor. */
function selectedRow(state: State): RunRow | undefined {
  return runRows(state)[cursorOf(state, 'runs')];
}

/** The captured run under the cursor; undefined for one that is being captured. */
export function selectedRun(state: State): KnownRun | undefined {
  const row = selectedRow(state);
  return row?.type === 'known' ? row.run : undefined;
}

/** Why nothing can be done about a captured run: none is selected, or it is still being captured. */
export const withoutRun = (state: State): string | undefined => {
  const row = selectedRow(state);
  if (!row) return 'no captured run is selected';
  return row.type === 'live' ? 'it is not recorded yet' : undefined;
};

/** The captured runs that the palette finds. */
export const runTargets = rowTargets<KnownRun>('runs', 'captured run', {
  id: ({ body }) => body.run,
  label: ({ body }) => body.run,
  about: (run) => `${run.body.outcome}  ${whenOf(run)}  ${promptOf(run)}`,
});

import type { FollowedRuns, RunInProgress } from '../../../app/runs/follow-runs.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { formatSize } from '../../../domain/base/text/size.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import type { LiveItem } from '../../../domain/runs/stream/live-items.ts';
import { verdictLooks } from '../../../report/base/looks.ts';
import { factLines } from '../../components/text.ts';
import type { ScreenSpec } from '../../shell/screen.ts';
import { type State, slice } from '../../shell/state.ts';

/** The runs that are being captured now, by whichever process. */
export const followed = slice<FollowedRuns & { at: Date }>('followed runs', {
  ...{ runs: [], finished: new Set() },
  at: new Date(0),
});

/** Looks whether a run is being captured, and what it did since. */
export const watchRuns: NonNullable<ScreenSpec['watch']> = async ({ world, state }) => {
  const { followRuns } = await import('../../../app/runs/follow-runs.ts');
  const before = followed.of(state);
  const now = await followRuns(world, before);
  // Ages go on while a run does.
  if (now === before && now.runs.every(({ hasEnded }) => hasEnded)) return undefined;
  return (later) => followed.set(later, { runs: now.runs, finished: now.finished, at: world.now() });
};

/** A stream that did not grow for this long may have been left behind. */
const silentMs = 5 * 60 * 1000;

/** Whether a run goes on, as far as its stream says. */
export type Progress = 'in progress' | 'silent' | 'not recorded';

export function progressOf({ hasEnded, grownAt }: RunInProgress, now: Date): Progress {
  if (hasEnded) return 'not recorded';
  return now.getTime() - grownAt.getTime() > silentMs ? 'silent' : 'in progress';
}

/** What a run did last, in a line. */
export function newestText({ live }: RunInProgress): string {
  const newest = live.items.at(-1);
  return newest ? lineOf(newest) : 'no item yet';
}

/** How long a run has been going on, as far as its stream says. */
export function ageOf({ begunAt, grownAt, hasEnded }: RunInProgress, now: Date): string {
  const until = hasEnded ? grownAt : now;
  return formatDuration(Math.max(0, until.getTime() - begunAt.getTime()));
}

const signs: Readonly<Record<string, string>> = {
  completed: verdictLooks.pass.glyph,
  failed: verdictLooks.fail.glyph,
  declined: verdictLooks.fail.glyph,
};

const names: Readonly<Record<string, string>> = {
  command_execution: '$',
  agent_message: 'says',
  file_change: 'files',
  mcp_tool_call: 'tool',
  web_search: 'search',
  todo_list: 'plan',
};

function lineOf({ type, status, text }: LiveItem): string {
  return cleanLine(`${signs[status] ?? '…'} ${names[type] ?? type.replaceAll('_', ' ')} ${text}`);
}

/** What a run that is being captured did last, the newest first. */
export function livePreview({ live }: RunInProgress): string {
  const { items, failure } = live;
  const said = failure === '' ? [] : factLines([['said', failure]]);
  return [...said, ...items.map(lineOf).toReversed()].join('\n') || 'no item yet';
}

/** A run that is being captured, with what it did so far, the newest last. */
export function liveText(run: RunInProgress, state: State): string {
  const now = followed.of(state).at;
  const { live, folder, begunAt, grownAt, read } = run;
  const { items, earlier, turns, failure } = live;
  return [
    {
      'in progress': 'This run is being captured.',
      silent: `This run has no record, and its stream did not grow for ${formatDuration(now.getTime() - grownAt.getTime())}: it waits for the model, or it was left behind.`,
      'not recorded': `This run ended and is not recorded in this rollout. To record it: codex-cockpit run import ${cleanLine(folder)}`,
    }[progressOf(run, now)],
    '',
    ...factLines([
      ['began', begunAt.toISOString().slice(0, 19).replace('T', ' ')],
      ['stream', `${formatSize(read)}, ${countOf(turns, 'turn')} ended`],
      ['said', failure],
      ['folder', folder],
    ]),
    '',
    `Items (${items.length + earlier})`,
    ...(earlier > 0 ? [`  ${countOf(earlier, 'earlier item')}`] : []),
    ...items.map((item) => `  ${lineOf(item)}`),
  ].join('\n');
}

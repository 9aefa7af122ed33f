import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { bodiesOf } from '../../domain/history/entry/event.ts';
import type { CapturedRun } from '../../domain/runs/events.ts';
import type { Views } from '../../store/views/views.ts';

/** A captured run, and the entry that recorded it. */
export type RecordedRun = { seq: number; at: string; actor: string; body: CapturedRun };

/** All captured runs, newest first. */
export async function listCapturedRuns(
  views: Pick<Views, 'entriesOfKind'> | undefined,
): Promise<readonly RecordedRun[]> {
  const entries = (await views?.entriesOfKind('exec.captured')) ?? [];
  return bodiesOf(entries, 'exec.captured').toReversed();
}

/** The shortest beginning of an id that is taken for it. */
export const shortestId = 6;

/**
 * One captured run: the newest, or one by its id, by a part of its id that only one has, or by its entry number.
 *
 * @throws UsageError when there is none, or more than one
 */
export async function findCapturedRun(
  views: Pick<Views, 'entriesOfKind'> | undefined,
  asked: string | undefined,
): Promise<RecordedRun> {
  const runs = await listCapturedRuns(views);
  const [newest] = runs;
  if (asked === undefined) {
    if (newest) return newest;
    throw new UsageError('no run was captured yet', 'Capture one: codex-cockpit run -- codex exec "…"');
  }
  const wanted = cleanLine(asked).toLowerCase();
  const named = runs.find(({ seq, body }) => body.run === wanted || String(seq) === wanted);
  if (named) return named;
  // The first characters of ids are the time: runs of one day share them, and the last ones do not.
  const alike = runs.filter(
    ({ body }) => wanted.length >= shortestId && (body.run.startsWith(wanted) || body.run.endsWith(wanted)),
  );
  const [only, another] = alike;
  if (only && !another) return only;
  throw new UsageError(
    only
      ? `"${wanted}" is the beginning or the end of more than one run`
      : `there is no captured run "${wanted}"`,
    'codex-cockpit run list names them.',
  );
}

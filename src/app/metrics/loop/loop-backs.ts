import { UsageError } from '../../../domain/base/errors.ts';
import { redact } from '../../../domain/base/redact/redact.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { parseWholeNumber } from '../../../domain/base/text/whole-number.ts';
import { readEvent } from '../../../domain/history/entry/event.ts';
import { deriveLoopBacks, findLoopBack, type LoopBack } from '../../../domain/metrics/loop/loop-back.ts';
import type { MetricId } from '../../../domain/metrics/metric-set.ts';
import { withoutCredentials } from '../../../domain/metrics/repository-names.ts';
import type { Window } from '../../../domain/metrics/view.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { readReview } from '../../reviews/read-reviews.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';

/** The ways of tasks that were recorded in a window, newest first; all of them without one. */
export async function readLoopBacks(
  views: Pick<Views, 'loopEntries'> | undefined,
  window?: Window,
): Promise<readonly LoopBack[]> {
  const all = deriveLoopBacks((await views?.loopEntries()) ?? []);
  return all.filter(({ recorded: { at } }) => {
    const day = at.slice(0, 10);
    return !window || (window.from <= day && day <= window.to);
  });
}

/** What is known of the way of a task. What is undefined stays as it was recorded before, or is missing. */
export type AskedLoopBack = {
  /** A task that was recorded before; undefined for a new one. */
  id?: string | undefined;
  task?: string | undefined;
  /** The recorded run of a suite that the task was: its verdict verifies the task. */
  run?: string | undefined;
  repository?: string | undefined;
  /** The entry of a run of a catalog command, or the name of the command: then its newest run. */
  verification?: string | undefined;
  /** A review, by its id or the change that it is about. */
  review?: string | undefined;
  /** The metric by which its effect is seen. */
  signal?: MetricId | undefined;
};

/**
 * Records the way of a task: how it was verified, who reviewed it, and by which signal its effect is seen. Steps that
 * nobody names are recorded as missing, and can be added later.
 *
 * @throws UsageError without a task or a run, and for a run, a verification, a review or an id that there is not
 * @throws RefusedError without a role
 */
export async function recordLoopBack(world: World, store: Store, asked: AskedLoopBack): Promise<LoopBack> {
  const actor = await actingPerson(world);
  let id = '';
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'tie a change to a signal');
    const known = await readLoopBacks(views);
    const before = asked.id === undefined ? undefined : findLoopBack(known, asked.id);
    id = before?.id ?? `l${known.length + 1}`;
    const run = asked.run === undefined ? undefined : await findRun(views, asked.run);
    const task = redact(cleanLine(asked.task ?? '')) || before?.task || (run && `the run ${run.what}`);
    if (!task)
      throw new UsageError('which task?', 'Name it with --task TEXT, or a recorded run with --run ID.');
    const verification =
      asked.verification === undefined
        ? (run?.verification ?? before?.verification)
        : await findVerification(views, asked.verification);
    const review = asked.review === undefined ? before?.review : await findReview(views, asked.review);
    const body = {
      ...{ v: 1 as const, loop_back: id, task, run: run?.id ?? before?.run ?? null, role },
      repository: withoutCredentials(cleanLine(asked.repository ?? '')) || before?.repository || null,
      ...{ verification: verification ?? null, review: review ?? null },
      signal: asked.signal ?? before?.signal ?? null,
    };
    return [{ actor, subject: `loop-back/${id}`, event: { kind: 'loop-back.recorded' as const, body } }];
  });
  return findLoopBack(await readLoopBacks(store), id);
}

async function findRun(views: Views, asked: string) {
  const id = cleanLine(asked);
  const [run] = await views.sumsOfRuns([id]);
  if (!run?.suite)
    throw new UsageError(`there is no run "${id}"`, 'codex-cockpit audit log --kind run.started names them.');
  const { suite, verdict, interrupted, last } = run;
  // What is known of an interrupted run is not what the suite says.
  const isOver = verdict !== undefined && !interrupted;
  return {
    id,
    what: `${id} of ${suite}`,
    verification: isOver ? { what: `suite ${suite}`, verdict, seq: last } : undefined,
  };
}

async function findVerification(views: Views, asked: string) {
  const seq = parseWholeNumber(cleanLine(asked), 1);
  if (seq === undefined) {
    const newest = (await views.catalogRuns()).find(({ command }) => command === cleanLine(asked));
    if (newest) return { what: newest.command, verdict: newest.verdict, seq: newest.seq };
    throw new UsageError(
      `the history has no run of the command "${cleanLine(asked)}"`,
      'Run it: codex-cockpit catalog run COMMAND. Or name the entry of a run.',
    );
  }
  const entry = await views.entry(seq);
  const event = entry && readEvent(entry);
  if (event?.kind === 'catalog.ran') return { what: event.body.command, verdict: event.body.verdict, seq };
  throw new UsageError(
    `entry ${seq} is not a run of a command of the catalog`,
    'codex-cockpit audit log --kind catalog.ran names them.',
  );
}

async function findReview(views: Views, asked: string) {
  const { id, change, started, finished } = await readReview(views, asked);
  return { review: id, change, finished: finished !== undefined, seq: finished?.seq ?? started.seq };
}

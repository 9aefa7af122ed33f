import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { countMissing, LOOP_STEPS, type LoopBack } from '../../../domain/metrics/loop/loop-back.ts';
import { recordedFields, signature } from './questions.ts';

/** The ways of tasks, and how often each step is missing. */
export function renderLoopBacks(loopBacks: readonly LoopBack[]): string {
  if (loopBacks.length === 0)
    return 'The way of no task is recorded. Record one: codex-cockpit change loop-back --task TEXT\n';
  const { tasks, missing } = countMissing(loopBacks);
  const counts = LOOP_STEPS.map((step) => `${step} missing in ${missing[step]} of ${countOf(tasks, 'task')}`);
  return `${[...loopBacks.map(renderLoopBack), `${counts.join('; ')}\n`].join('\n')}`;
}

/** The way of one task; what is missing is said. */
export function renderLoopBack(loopBack: LoopBack): string {
  const { id, task, repository, verification, review, signal, recorded } = loopBack;
  const steps = [
    ['verify', verification && `${verification.what}: ${verification.verdict} (entry ${verification.seq})`],
    [
      'review',
      review &&
        `${review.review} of ${review.change}${review.finished ? '' : ', not finished'} (entry ${review.seq})`,
    ],
    ['signal', signal],
  ] as const;
  return `${[
    `${id}  ${cleanLine(task)}${repository === undefined ? '' : ` in ${cleanLine(repository)}`}`,
    ...steps.map(
      ([step, said]) => `  ${said === undefined ? '○' : '●'} ${step}  ${cleanLine(said ?? 'missing')}`,
    ),
    `  recorded on ${signature(recorded)}`,
  ].join('\n')}\n`;
}

/** The way of a task as JSON documents have it (docs/json.md). */
export function loopBackFields(loopBack: LoopBack): object {
  const { id, task, run, repository, verification, review, signal, missing, recorded } = loopBack;
  return {
    ...{ loop_back: id, task, run: run ?? null, repository: repository ?? null },
    ...{ verification: verification ?? null, review: review ?? null, signal: signal ?? null, missing },
    recorded: recordedFields(recorded),
  };
}

/** The ways of tasks with how often each step is missing, as JSON documents have them. */
export function loopBacksFields(loopBacks: readonly LoopBack[]): object {
  return { ...countMissing(loopBacks), loop_backs: loopBacks.map(loopBackFields) };
}

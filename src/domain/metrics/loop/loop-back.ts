import { UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { MetricId } from '../metric-set.ts';
import type { LoopBody, LoopEntry, Recorded } from './question.ts';
import { recorded } from './question.ts';

/** What follows a task, in this order. */
export const LOOP_STEPS = ['verify', 'review', 'signal'] as const;

export type LoopStep = (typeof LOOP_STEPS)[number];

/** The way of one task: how it was verified, who reviewed it, and by which signal its effect is seen. */
export type LoopBack = {
  id: string;
  task: string;
  /** The recorded run of a suite that the task was; undefined for any other task. */
  run: string | undefined;
  repository: string | undefined;
  verification: NonNullable<LoopBody<'loop-back.recorded'>['verification']> | undefined;
  review: NonNullable<LoopBody<'loop-back.recorded'>['review']> | undefined;
  signal: MetricId | undefined;
  /** Steps that nobody has named. A verification that failed is there, and did not pass. */
  missing: readonly LoopStep[];
  recorded: Recorded;
};

/** Derives the ways of tasks from the entries about them; the newest entry of each counts, and comes first. */
export function deriveLoopBacks(entries: readonly LoopEntry[]): readonly LoopBack[] {
  const found = new Map<string, LoopBack>();
  for (const entry of entries) {
    const { kind, body } = entry.event;
    if (kind !== 'loop-back.recorded') continue;
    const { loop_back: id, task, run, repository, verification, review, signal, role } = body;
    const named: Record<LoopStep, unknown> = { verify: verification, review, signal };
    found.delete(id);
    found.set(id, {
      ...{ id, task, run: run ?? undefined, repository: repository ?? undefined },
      verification: verification ?? undefined,
      review: review ?? undefined,
      signal: signal ?? undefined,
      missing: LOOP_STEPS.filter((step) => named[step] === null),
      recorded: recorded(entry, role),
    });
  }
  return [...found.values()].reverse();
}

/** How often each step is missing, of how many tasks. */
export function countMissing(loopBacks: readonly LoopBack[]): {
  tasks: number;
  missing: Readonly<Record<LoopStep, number>>;
} {
  const count = (step: LoopStep) => loopBacks.filter(({ missing }) => missing.includes(step)).length;
  return {
    tasks: loopBacks.length,
    missing: { verify: count('verify'), review: count('review'), signal: count('signal') },
  };
}

/** @throws UsageError when there is none with that id */
export function findLoopBack(loopBacks: readonly LoopBack[], asked: string): LoopBack {
  const id = cleanLine(asked);
  const found = loopBacks.find((one) => one.id === id);
  if (found) return found;
  throw new UsageError(`there is no task "${id}"`, 'codex-cockpit change loop-backs names them.');
}

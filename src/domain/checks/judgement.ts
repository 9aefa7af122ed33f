import { cleanLine } from '../base/text/clean.ts';
import type { Verdict } from './verdict.ts';

/** The judgement of a rule. Every failure names expected, actual and remedy. */
export type Judgement = {
  verdict: Verdict;
  /** One line: what was found, or for `skip` and `error` the reason. */
  summary: string;
  expected?: string;
  actual?: string;
  /** What to do; the remedy of the check is used when a rule has none. */
  remedy?: string;
};

export const pass = (summary: string): Judgement => ({ verdict: 'pass', summary });

export const skip = (reason: string): Judgement => ({ verdict: 'skip', summary: reason });

type Difference = Omit<Judgement, 'verdict'>;

export const fail = (difference: Difference & { expected: string; actual: string }): Judgement => ({
  verdict: 'fail',
  ...difference,
});

export const warn = (difference: Difference): Judgement => ({ verdict: 'warn', ...difference });

export const error = (difference: Difference): Judgement => ({ verdict: 'error', ...difference });

export const manual = (difference: Difference): Judgement => ({ verdict: 'manual', ...difference });

/** How many findings a judgement quotes; the inventory has them all. */
const quoted = 5;

/** The first of several findings in one line, and how many more there are. */
export function quote(texts: readonly string[]): string {
  const rest = texts.length > quoted ? `; and ${texts.length - quoted} more` : '';
  return `${texts.slice(0, quoted).map(cleanLine).join('; ')}${rest}`;
}

import { isTable } from '../../domain/base/shape/check-shape.ts';
import type { Tokens } from '../../domain/metrics/events/sessions.ts';

/**
 * Usage as a session file writes it.
 *
 * @returns undefined when there is none; `unreadable` when a number is negative, broken or no number
 */
export function readUsage(value: unknown): Tokens | 'unreadable' | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isTable(value)) return 'unreadable';
  const {
    input_tokens: input = 0,
    cached_input_tokens: cached = 0,
    output_tokens: output = 0,
    reasoning_output_tokens: reasoning = 0,
  } = value;
  if (!isCount(input) || !isCount(cached) || !isCount(output) || !isCount(reasoning)) return 'unreadable';
  const { total_tokens: total = input + output } = value;
  return isCount(total) ? { input, cached, output, reasoning, total } : 'unreadable';
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

export const sameUsage = (one: Tokens, other: Tokens): boolean =>
  one.input === other.input &&
  one.cached === other.cached &&
  one.output === other.output &&
  one.reasoning === other.reasoning &&
  one.total === other.total;

export const isNothing = ({ input, output, total }: Tokens): boolean => input + output + total === 0;

/** What came to a sum since the one before; a sum that fell began anew. */
export function usageSince(sum: Tokens, before: Tokens | null): Tokens {
  if (!before || names.some((name) => sum[name] < before[name])) return sum;
  return {
    input: sum.input - before.input,
    cached: sum.cached - before.cached,
    output: sum.output - before.output,
    reasoning: sum.reasoning - before.reasoning,
    total: sum.total - before.total,
  };
}

const names = ['input', 'cached', 'output', 'reasoning', 'total'] as const;

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

const five = ['input', 'cached_input', 'cache_write_input', 'output', 'reasoning_output', 'total']
  .map((name) =>
    name.startsWith('cache_') ? `(?:"${name}_tokens":\\d+,)?` : `"${name}_tokens":(\\d{1,15}),`,
  )
  .join('')
  .slice(0, -1);
const usualLine = new RegExp(
  `"type":"token_count","info":\\{"total_token_usage":\\{${five}\\},"last_token_usage":\\{${five}\\}[,}]`,
);

/**
 * The sums and the usage of a line of the type `token_count` as the CLI writes it: to parse all of these lines takes as
 * long as to read the rest of a file. Undefined for a line of another form.
 *
 * @param line may be cut after its usage
 */
export function readTokenLine(line: string): { sums: Tokens; last: Tokens } | undefined {
  const found = usualLine.exec(line);
  return found ? { sums: tokensAt(found, 1), last: tokensAt(found, 6) } : undefined;
}

const tokensAt = (found: RegExpExecArray, first: number): Tokens => ({
  input: Number(found[first]),
  cached: Number(found[first + 1]),
  output: Number(found[first + 2]),
  reasoning: Number(found[first + 3]),
  total: Number(found[first + 4]),
});

import { UsageError } from './errors.ts';
import { redact } from './redact/redact.ts';
import { cleanLine } from './text/clean.ts';

/**
 * The reason that a person gives for a decision, on one line.
 *
 * @throws UsageError when it is empty
 */
export function requireReason(text: string): string {
  const reason = redact(cleanLine(text));
  if (reason !== '') return reason;
  throw new UsageError('a reason is needed', 'Give it with --reason "…"; the history keeps it.');
}

import { formatDuration } from '../text/duration.ts';
import { describeEnd, type Outcome } from './outcome.ts';

/** A text that a check leaves as evidence, before it is redacted and stored. */
export type Exhibit = { label: string; text: string };

/**
 * One process as evidence: how it ended and what it printed.
 *
 * ```
 * exit 0 after 71 ms
 * --- stdout
 * codex-cli 0.139.0
 * ```
 */
export function transcribe(outcome: Outcome): Exhibit {
  const streams = [
    ['stdout', outcome.stdout],
    ['stderr', outcome.stderr],
  ] as const;
  const parts = streams
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `--- ${name}\n${text.trimEnd()}\n`);
  const ending = `${describeEnd(outcome.end)} after ${formatDuration(outcome.durationMs)}\n`;
  return { label: outcome.argv.join(' '), text: ending + parts.join('') };
}

import { describeEnd, type Outcome } from '../base/outcome.ts';

/** A text that a check leaves as evidence, before it is redacted and stored. */
export type Exhibit = { label: string; text: string };

/**
 * One process as evidence: how it ended and what it printed. How long it took is left out, so that the
 * same output is the same text and is stored once.
 *
 * ```
 * exit 0
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
  const ending = `${describeEnd(outcome.end)}\n`;
  return { label: outcome.argv.join(' '), text: ending + parts.join('') };
}

import * as z from 'zod';
import { UsageError } from '../base/errors.ts';
import { lazily } from '../base/lazily.ts';
import { cleanLine } from '../base/text/clean.ts';
import { type CapturedRun, capturedRunBodies } from './events.ts';

const runFile = lazily(() =>
  z.strictObject({
    kind: z.literal('codex-cockpit/captured-run'),
    version: z.literal(1),
    run: capturedRunBodies['exec.captured'](),
  }),
);

/** The text of `run.json` in an evidence folder. It is the same for the same run, so that a digest of it can be recomputed. */
export function renderRunFile(run: CapturedRun): string {
  return `${JSON.stringify({ kind: 'codex-cockpit/captured-run', version: 1, run }, null, 2)}\n`;
}

/**
 * Reads a `run.json`.
 *
 * @param file how messages name it
 * @throws UsageError naming the field that is wrong
 */
export function parseRunFile(text: string, file: string): CapturedRun {
  const shown = cleanLine(file);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${shown}: not JSON: ${cleanLine((cause as Error).message)}`);
  }
  const found = runFile().safeParse(value);
  if (found.success) return found.data.run;
  const [issue] = found.error.issues;
  throw new UsageError(
    `${shown}: ${cleanLine(issue?.path.join('.') || 'the document')}: ${cleanLine(issue?.message ?? 'no captured run')}`,
    'Capture one: codex-cockpit run -- codex exec "…"',
  );
}

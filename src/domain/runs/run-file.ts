import * as z from 'zod';
import { canonicalJson } from '../base/canonical-json.ts';
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

/** The text of `run.json` in an evidence folder. */
export function renderRunFile(run: CapturedRun): string {
  return renderSorted({ kind: 'codex-cockpit/captured-run', version: 1, run });
}

/** JSON for people, always the same for the same value: a digest of it can be recomputed from what the history recorded. */
export function renderSorted(value: unknown): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`;
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
  if (found.success) {
    refuseNames(found.data.run, shown);
    return found.data.run;
  }
  const [issue] = found.error.issues;
  throw new UsageError(
    `${shown}: ${cleanLine(issue?.path.join('.') || 'the document')}: ${cleanLine(issue?.message ?? 'no captured run')}`,
    'Capture one: codex-cockpit run -- codex exec "…"',
  );
}

/** Both become names of files and folders: a record from elsewhere must not lead out of the evidence folder. */
function refuseNames({ run, files }: CapturedRun, shown: string): void {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(run))
    throw new UsageError(`${shown}: run.run: "${cleanLine(run)}" is not the id of a run`);
  const wrong = files.find(({ name }) => !/^[\w-][\w.-]*$/.test(name));
  if (wrong)
    throw new UsageError(
      `${shown}: run.files: "${cleanLine(wrong.name)}" is not a file of an evidence folder`,
    );
}

import * as z from 'zod';
import { parseLocatedYaml } from '../documents/located-yaml.ts';
import { UsageError } from '../errors.ts';
import { PHASE_IDS, type PhaseId } from './phase.ts';

const oneLine = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\n\r]*$/, 'must be one line');

/** The front matter of the runbook of a phase. */
export const runbookSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  phase: z.enum(PHASE_IDS).describe('the phase it leads through'),
  title: oneLine.describe('name of the phase as people read it'),
  goal: oneLine.describe('what the phase is for'),
  output: oneLine.describe('what must exist at its end'),
});

/** The runbook of a phase: what it is for and, in Markdown, how to go through it. */
export type Runbook = {
  phase: PhaseId;
  title: string;
  goal: string;
  output: string;
  body: string;
  file: string;
};

// An editor may put a byte order mark before it, and a runbook without a text may end with it.
const fence = /^\ufeff?---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/;

/**
 * Reads a runbook: YAML front matter, then Markdown.
 *
 * @throws UsageError naming file, line and field of what is wrong
 */
export function parseRunbook(text: string, file: string): Runbook {
  const match = fence.exec(text);
  if (!match)
    throw new UsageError(`${file}:1:1: a runbook starts with front matter between two lines of ---`);
  const source = { text: match[1] ?? '', file, firstLine: 2 };
  const { version: _, ...frontMatter } = parseLocatedYaml(source, runbookSchema).value;
  return { ...frontMatter, body: text.slice(match[0].length).trim(), file };
}

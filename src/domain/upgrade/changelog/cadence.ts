import { parseDocument } from 'yaml';
import * as z from 'zod';
import { UsageError } from '../../base/errors.ts';
import { parseDays } from '../../base/time/duration.ts';

/** How often a team looks at releases. Days. */
export type Cadence = { readNotes: number; decide: number; minimumAge: number };

/** What counts while the team has not written down its own (the template of the artifact upgrade-cadence says the same). */
export const DEFAULT_CADENCE: Cadence = { readNotes: 7, decide: 30, minimumAge: 7 };

const days = z.string().transform((text, context) => {
  const read = parseDays(text);
  if (read === undefined) context.addIssue({ code: 'custom', message: 'write a number of days, such as 7d' });
  return read ?? 0;
});

const block = z.strictObject({
  read_notes: days.optional(),
  decide: days.optional(),
  minimum_age: days.optional(),
});

/**
 * Reads the days out of the artifact upgrade-cadence: a fenced block of YAML whose first line is "```yaml cadence".
 *
 * @throws UsageError for a block that says something else
 */
export function parseCadence(text: string): Cadence {
  const fenced = /^```ya?ml cadence\s*\n([\s\S]*?)^```/m.exec(text)?.[1];
  if (fenced === undefined) return DEFAULT_CADENCE;
  const read = block.safeParse(parseDocument(fenced).toJS() ?? {});
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(
      `upgrade-cadence: the block "yaml cadence": ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
      'Write read_notes, decide and minimum_age, each as a number of days such as 7d.',
    );
  }
  const { read_notes, decide, minimum_age } = read.data;
  return {
    readNotes: read_notes ?? DEFAULT_CADENCE.readNotes,
    decide: decide ?? DEFAULT_CADENCE.decide,
    minimumAge: minimum_age ?? DEFAULT_CADENCE.minimumAge,
  };
}

const dayMs = 24 * 60 * 60 * 1000;

/** When something is due that is done every so many days, and whether that is past. */
export function dueAfter(
  last: string | undefined,
  everyDays: number,
  now: Date,
): { on: string; isOverdue: boolean } {
  const due = last === undefined ? now.getTime() : Date.parse(last) + everyDays * dayMs;
  return {
    on: new Date(due).toISOString().slice(0, 10),
    isOverdue: due < now.getTime() || last === undefined,
  };
}

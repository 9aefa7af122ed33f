import * as z from 'zod';
import { parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import { formatPlace } from '../../base/documents/place.ts';
import { UsageError } from '../../base/errors.ts';
import { parseDays } from '../../base/time/duration.ts';

const days = z
  .string()
  .refine((text) => parseDays(text) !== undefined, 'write a number of days, such as 3d')
  .transform((text) => parseDays(text) ?? 0);

/** The form of a plan of rings. */
export const ringPlanSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  rings: z
    .array(
      z.strictObject({
        id: z
          .string()
          .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
          .describe('name of the ring'),
        machines: z
          .array(z.string().min(1).max(200))
          .min(1)
          .describe(
            'names of machines; * stands for any characters. A machine is in the first ring that names it',
          ),
        promote: z
          .strictObject({
            reports: z.int().min(1).default(1).describe('so many machines of the ring must have reported'),
            pass_rate: z
              .number()
              .min(0)
              .max(1)
              .default(1)
              .describe('share of the reporting machines whose suite did not fail, 0 to 1'),
            incidents: z.int().min(0).default(0).describe('at most so many incidents'),
            soak: days.default(0).describe('days since the ring was opened, such as 3d'),
          })
          .default({ reports: 1, pass_rate: 1, incidents: 0, soak: 0 })
          .describe('what must be so before the next ring opens'),
      }),
    )
    .min(1)
    .describe('the rings, in the order in which they open'),
});

/** A ring of a plan: `promote` must be so before the next one opens. Soak in days. */
export type Ring = z.output<typeof ringPlanSchema>['rings'][number];

/**
 * Reads a plan of rings.
 *
 * @throws UsageError naming file, line and field
 */
export function parseRingPlan(source: { text: string; file: string }): readonly Ring[] {
  const { value, placeOf } = parseLocatedYaml(source, ringPlanSchema);
  const seen = new Set<string>();
  for (const [index, { id }] of value.rings.entries()) {
    if (seen.has(id))
      throw new UsageError(
        `${formatPlace(placeOf(['rings', index, 'id']))}: rings[${index}].id: "${id}" stands there twice`,
      );
    seen.add(id);
  }
  return value.rings;
}

/** Whether the pattern of a plan names a machine. Letters count without their case, as host names do. */
export function namesMachine(pattern: string, machine: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const name = machine.toLowerCase();
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > name.length - last.length) return false;
    at = found + part.length;
  }
  return true;
}

/** The ring of a machine; undefined where no ring names it. */
export function ringOf(rings: readonly Ring[], machine: string): Ring | undefined {
  return rings.find(({ machines }) => machines.some((pattern) => namesMachine(pattern, machine)));
}

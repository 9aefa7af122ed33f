import * as z from 'zod';
import { parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import { formatPlace } from '../../base/documents/place.ts';
import { UsageError } from '../../base/errors.ts';
import { oneLine } from '../../base/one-line.ts';
import { parseDuration } from '../../base/time/duration.ts';

const commandSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
    .describe('name of the command; evidence of an item names it as check catalog.<id>'),
  title: oneLine().describe('what it proves'),
  proves: oneLine().describe('for which kind of change it is the proof'),
  leaves_open: oneLine().optional().describe('what it does not prove'),
  command: z
    .array(z.string().min(1))
    .min(1)
    .describe('program and arguments; no shell reads them, so there are no pipes and no variables'),
  timeout: z
    .string()
    .refine((text) => parseDuration(text) !== undefined, 'must be a duration such as 90s or 10m')
    .default('10m')
    .describe('after how long it is stopped'),
  environment: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of a variable'))
    .default([])
    .describe('names of variables that it gets besides the usual ones, such as PATH and HOME'),
});

export const catalogSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  commands: z.array(commandSchema).min(1).describe('the commands that prove a change'),
});

/** A command that proves a kind of change. */
export type CatalogCommand = Omit<z.output<typeof commandSchema>, 'timeout' | 'command'> & {
  argv: readonly [string, ...string[]];
  timeoutMs: number;
};

/**
 * Reads a verification catalog.
 *
 * @throws UsageError naming file, line and field of what is wrong, a repeated id included
 */
export function parseCatalog(text: string, file: string): readonly CatalogCommand[] {
  const { value, placeOf } = parseLocatedYaml({ text, file }, catalogSchema);
  const seen = new Set<string>();
  return value.commands.map(({ command: [program = '', ...args], timeout, ...rest }, index) => {
    if (seen.has(rest.id)) {
      const place = formatPlace(placeOf(['commands', index, 'id']));
      throw new UsageError(`${place}: commands[${index}].id: "${rest.id}" is repeated`);
    }
    seen.add(rest.id);
    return { ...rest, argv: [program, ...args], timeoutMs: parseDuration(timeout) ?? 0 };
  });
}

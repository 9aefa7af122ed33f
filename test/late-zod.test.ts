import { beforeEach, describe, expect, it } from 'vitest';
import * as zod from 'zod';
import { lazyZod } from '../scripts/late-zod.mjs';

let loads = 0;
// What stands in has the names and the results of zod.
const lazy = lazyZod(() => {
  loads += 1;
  return zod;
}) as unknown as typeof zod;

/** Schemas of the kinds that our files and bodies have, made by the given zod. */
function schemasOf(z: typeof zod) {
  const place = z.strictObject({ line: z.int().min(1), column: z.int().nonnegative().optional() });
  const text = z.string().trim().min(1).describe('what is shown');
  const folder = z.strictObject({
    name: text,
    get folders() {
      return z.array(folder).optional();
    },
  });
  return {
    place,
    folder,
    named: place.extend({ name: z.enum(['a', 'b']).default('a') }),
    any: z.union([z.literal('none'), z.array(text).max(2), z.record(z.string(), z.number())]),
    kinds: z.discriminatedUnion('kind', [
      z.looseObject({ kind: z.literal('file'), at: z.iso.datetime() }),
      z.strictObject({ kind: z.literal('link'), on: z.iso.date(), to: z.url({ protocol: /^https$/ }) }),
    ]),
    even: z
      .number()
      .refine((value) => value % 2 === 0, 'must be even')
      .transform((value) => value / 2)
      .nullish(),
  };
}

const inputs: unknown[] = [
  { line: 1 },
  { line: 0, column: -1, other: true },
  { line: 3, name: 'b' },
  { name: ' top ', folders: [{ name: 'in it', folders: [] }] },
  { name: 'top', folders: [{ name: '  ' }] },
  'none',
  ['one', '', 'three'],
  { one: 1, two: 'two' },
  { kind: 'file', at: '2026-01-31T10:00:00Z', more: 1 },
  { kind: 'link', on: '2026-01-32', to: 'http://example.com' },
  { kind: 'link', on: '2026-01-31', to: 'https://example.com' },
  { kind: 'other' },
  4,
  3,
  null,
  undefined,
];

// The bundle makes schemas when they are first used (scripts/build.mjs).
describe('schemas that are made late', () => {
  beforeEach(() => {
    loads = 0;
  });

  it('are not made, and zod is not loaded, until something is read by one', () => {
    const { named } = schemasOf(lazy);
    expect(loads).toBe(0);
    named.parse({ line: 1 });
    expect(loads).toBeGreaterThan(0);
  });

  it.each(Object.keys(schemasOf(zod)) as (keyof ReturnType<typeof schemasOf>)[])(
    'read and refuse the same as those of zod: %s',
    (name) => {
      const late = schemasOf(lazy)[name];
      const early = schemasOf(zod)[name];
      const read = (schema: zod.ZodType) =>
        inputs.map((input) => {
          const { success, data, error } = schema.safeParse(input);
          return success ? { data } : { error: zod.prettifyError(error) };
        });
      expect(read(late)).toEqual(read(early));
      expect(read(late).some((result) => 'data' in result)).toBe(true);
    },
  );

  it('have the same JSON Schema', () => {
    const options = { io: 'input', unrepresentable: 'any' } as const;
    for (const name of ['named', 'folder', 'any', 'kinds'] as const)
      expect(lazy.toJSONSchema(schemasOf(lazy)[name], options)).toEqual(
        zod.toJSONSchema(schemasOf(zod)[name], options),
      );
  });

  it('tell their fields, and throw the errors of zod', () => {
    const { place } = schemasOf(lazy);
    expect(Object.keys(place.shape)).toEqual(['line', 'column']);
    expect(place.shape.line.safeParse(2).success).toBe(true);
    expect(() => place.parse({})).toThrow(zod.ZodError);
    expect(place.safeParse({}).error instanceof lazy.ZodError).toBe(true);
    expect(new Error('another one') instanceof lazy.ZodError).toBe(false);
  });

  it('let an error of zod be made', () => {
    const made = new lazy.ZodError([{ code: 'custom', path: ['data', 0], message: 'it is no row' }]);
    expect(made).toBeInstanceOf(zod.ZodError);
    expect(made instanceof lazy.ZodError).toBe(true);
    expect(zod.prettifyError(made)).toContain('it is no row');
  });
});

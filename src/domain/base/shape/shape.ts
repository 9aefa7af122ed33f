/** What a value of a policy file may be. `any` is what we do not know well enough to judge. */
export type Shape =
  | { type: 'any' }
  | { type: 'boolean' }
  | { type: 'string' }
  | { type: 'integer' }
  | { type: 'choice'; of: readonly string[]; later?: LaterChoices }
  | { type: 'list'; of: Shape }
  | { type: 'table'; fields: Fields; needs: readonly string[] }
  /** A table with names of the person's own. */
  | { type: 'map'; of: Shape; reserved: Fields }
  | { type: 'either'; of: readonly Shape[]; what: string };

/** Choices that only later versions know, by a range of versions. */
type LaterChoices = { versions: string; of: readonly string[] };

/** A field of a table; `versions` is the range of versions that know it, all when left out. */
type Field = { shape: Shape; versions?: string };

export type Fields = Readonly<Record<string, Field>>;

export const any: Shape = { type: 'any' };
export const boolean: Shape = { type: 'boolean' };
export const string: Shape = { type: 'string' };
export const integer: Shape = { type: 'integer' };

export const choice = (...of: readonly string[]): Shape => ({ type: 'choice', of });

/** A choice that has more values in some versions. */
export const later = (shape: Shape, more: LaterChoices): Shape =>
  shape.type === 'choice' ? { ...shape, later: more } : shape;

export const list = (of: Shape): Shape => ({ type: 'list', of });

export const either = (what: string, ...of: readonly Shape[]): Shape => ({ type: 'either', of, what });

/** Fields that every version knows. */
export const fields = (shapes: Readonly<Record<string, Shape>>): Fields =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape }]));

/** Fields that only some versions know. */
export const fieldsOf = (versions: string, shapes: Readonly<Record<string, Shape>>): Fields =>
  Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, versions }]));

export const table = (of: Fields, needs: readonly string[] = []): Shape => ({
  type: 'table',
  fields: of,
  needs,
});

export const map = (of: Shape, reserved: Fields = {}): Shape => ({ type: 'map', of, reserved });

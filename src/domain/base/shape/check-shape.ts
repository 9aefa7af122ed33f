import semver from 'semver';
import { didYouMean, suggest } from '../text/suggest.ts';
import { formatField, type Path, type PathFinding } from './finding.ts';
import type { Fields, Shape } from './shape.ts';

/** Holds a value against its shape, as a CLI version knows it. */
export function checkShape(value: unknown, shape: Shape, { version }: { version: string }): PathFinding[] {
  return check(value, shape, [], version);
}

/** The names of fields that a version knows. */
export function knownNames(fields: Fields, version: string): string[] {
  return Object.entries(fields)
    .filter(([, { versions }]) => versions === undefined || semver.satisfies(version, versions))
    .map(([name]) => name);
}

function check(value: unknown, shape: Shape, path: Path, version: string): PathFinding[] {
  switch (shape.type) {
    case 'any':
      return [];
    case 'boolean':
      return typeof value === 'boolean' ? [] : [wrong(path, value, 'true or false')];
    case 'string':
      return typeof value === 'string' ? [] : [wrong(path, value, 'a text in quotes')];
    case 'integer':
      return Number.isInteger(value) || typeof value === 'bigint'
        ? []
        : [wrong(path, value, 'a whole number')];
    case 'choice':
      return checkChoice(value, shape, path, version);
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, index) => check(item, shape.of, [...path, index], version))
        : [wrong(path, value, 'a list')];
    case 'table':
      return isTable(value) ? checkTable(value, shape, path, version) : [wrong(path, value, 'a table')];
    case 'map':
      if (!isTable(value)) return [wrong(path, value, 'a table')];
      return Object.entries(value).flatMap(([name, inner]) =>
        check(inner, shape.reserved[name]?.shape ?? shape.of, [...path, name], version),
      );
    case 'either': {
      const tries = shape.of.map((one) => check(value, one, path, version));
      if (tries.some((findings) => findings.length === 0)) return [];
      // Where the kind of the value fits, what is wrong inside says more than the list of kinds.
      const deep = tries.find((findings) => findings.every((one) => one.path.length > path.length));
      return deep ?? [wrong(path, value, shape.what)];
    }
  }
}

function checkChoice(
  value: unknown,
  { of, later }: Extract<Shape, { type: 'choice' }>,
  path: Path,
  version: string,
): PathFinding[] {
  const choices = later && semver.satisfies(version, later.versions) ? [...of, ...later.of] : of;
  if (typeof value !== 'string') return [wrong(path, value, choices.join(', '))];
  if (choices.includes(value)) return [];
  const near = suggest(value, choices);
  const isLater = later?.of.includes(value) === true;
  return [
    {
      effect: 'refused',
      path,
      at: 'value',
      message: isLater
        ? `${version} does not know the value "${value}"; ${later.versions} does`
        : `"${value}" is no value that ${version} knows`,
      remedy:
        near === undefined
          ? `Use one of: ${choices.join(', ')}.`
          : `Did you mean "${near}"? The values are: ${choices.join(', ')}.`,
    },
  ];
}

function checkTable(
  value: Readonly<Record<string, unknown>>,
  { fields, needs }: Extract<Shape, { type: 'table' }>,
  path: Path,
  version: string,
): PathFinding[] {
  const known = knownNames(fields, version);
  const missing = needs.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map(
      (name): PathFinding => ({
        effect: 'refused',
        path,
        at: 'key',
        message: `${name} is missing`,
        remedy: `Add ${formatField([...path, name])}.`,
      }),
    ),
    ...Object.entries(value).flatMap(([name, inner]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return field && known.includes(name)
        ? check(inner, field.shape, [...path, name], version)
        : [unknownKey([...path, name], { known, version, since: field?.versions })];
    }),
  ];
}

function unknownKey(
  path: Path,
  { known, version, since }: { known: readonly string[]; version: string; since: string | undefined },
): PathFinding {
  const name = String(path.at(-1));
  const near = since === undefined ? suggest(name, known) : undefined;
  const hint = since === undefined ? didYouMean(name, known) : '';
  const later = since === undefined ? '' : `; ${since} does`;
  const remedy =
    near !== undefined
      ? `Write ${near}.`
      : since !== undefined
        ? `Take it out, or move the pin to a version that knows it (${since}).`
        : `Take it out. Known here: ${known.join(', ')}.`;
  return {
    effect: 'ignored',
    path,
    at: 'key',
    message: `${version} does not know this key${hint || later}`,
    remedy,
    ...(since !== undefined && { knownTo: since }),
  };
}

function wrong(path: Path, value: unknown, expected: string): PathFinding {
  return {
    effect: 'refused',
    path,
    at: 'value',
    message: `must be ${expected}, and is ${kindOf(value)}`,
    remedy: `Write ${expected}.`,
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isTable(value)) return 'a table';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' || typeof value === 'bigint' ? `the number ${value}` : 'a date';
}

export function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

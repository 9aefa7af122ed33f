import { clean, cleanLine } from '../../domain/base/text/clean.ts';

/**
 * A JSON value as lines for people: `name: value`, what is inside below its name with a larger indent. A text of several
 * lines has `|` before each, so that none passes for a field.
 */
export function renderFields(value: unknown): readonly string[] {
  if (isScalar(value)) return scalarLines(value);
  if (Array.isArray(value)) return value.flatMap(renderElement);
  return Object.entries(value as object).flatMap(([name, member]) => renderMember(cleanLine(name), member));
}

/** The same value with lists of at most so many; a text says how many more there are. */
export function withShortLists(value: unknown, most: number): unknown {
  if (isScalar(value)) return value;
  if (Array.isArray(value)) {
    const first = value.slice(0, most).map((one) => withShortLists(one, most));
    return value.length > most ? [...first, `and ${value.length - most} more`] : first;
  }
  return Object.fromEntries(
    Object.entries(value as object).map(([name, member]) => [name, withShortLists(member, most)]),
  );
}

function renderMember(name: string, value: unknown): readonly string[] {
  const short = shortText(value);
  return short === undefined ? [`${name}:`, ...renderFields(value).map(indent)] : [`${name}: ${short}`];
}

function renderElement(value: unknown): readonly string[] {
  const [first = '', ...rest] = renderFields(value);
  return [`- ${first}`, ...rest.map(indent)];
}

/** What fits behind a name; undefined for what takes lines of its own. */
function shortText(value: unknown): string | undefined {
  if (isScalar(value)) {
    const [only, ...more] = scalarLines(value);
    return more.length === 0 ? only : undefined;
  }
  const inside = Object.values(value as object);
  if (inside.length === 0) return 'none';
  const isList = Array.isArray(value) && inside.every((one) => isScalar(one) && !/[,\n]/.test(String(one)));
  return isList ? inside.flatMap(scalarLines).join(', ') : undefined;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function scalarLines(value: unknown): readonly string[] {
  if (value === null) return ['none'];
  if (typeof value === 'boolean') return [value ? 'yes' : 'no'];
  if (typeof value !== 'string') return [String(value)];
  if (value === '') return ['""'];
  const lines = clean(value).replaceAll('\t', '  ').trimEnd().split('\n');
  return lines.length === 1 ? [cleanLine(value)] : lines.map((line) => `| ${line}`);
}

function indent(line: string): string {
  return `  ${line}`;
}

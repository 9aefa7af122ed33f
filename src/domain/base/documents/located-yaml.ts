import { type Document, LineCounter, type Node, parseDocument, visit } from 'yaml';
import * as z from 'zod';
import { UsageError } from '../errors.ts';
import { cleanLine } from '../text/clean.ts';
import { didYouMean } from '../text/suggest.ts';
import { formatPlace, type Place } from './place.ts';

type Path = readonly PropertyKey[];

/** A YAML document that remembers the place of each field. */
export type LocatedYaml<T> = { value: T; placeOf: (path: Path) => Place };

/**
 * Reads YAML and validates it, so that every complaint names file, line and field.
 *
 * @param source `firstLine` is the line of `file` on which `text` starts (front matter), 1 by default.
 * @throws UsageError on malformed YAML or on the first fields that break the schema (at most five).
 */
export function parseLocatedYaml<T>(
  source: { text: string; file: string; firstLine?: number },
  schema: z.ZodType<T>,
): LocatedYaml<T> {
  const counter = new LineCounter();
  const document = parseDocument(source.text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: true,
  });
  const at = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { file: source.file, line: line + (source.firstLine ?? 1) - 1, column: col };
  };
  const placeOf = (path: Path): Place => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      const start = (node as Node | null | undefined)?.range?.[0];
      if (start !== undefined) return at(start);
    }
    return at(0);
  };

  const [broken] = document.errors;
  if (broken)
    throw new UsageError(`${formatPlace(at(broken.pos[0]))}: not valid YAML: ${cleanLine(broken.message)}`);

  const parsed = schema.safeParse(toData(document, at));
  if (parsed.success) return { value: parsed.data, placeOf };
  // A misspelt field is also a missing one: the spelling comes first.
  const unknownFirst = [...parsed.error.issues].sort((a, b) => Number(isUnknown(b)) - Number(isUnknown(a)));
  const complaints = unknownFirst.slice(0, 5).map((issue) => complain(issue, schema, placeOf));
  throw new UsageError(complaints.join('\n'));
}

/** Aliases are only followed here, so what is wrong with them shows late and without a place. */
function toData(document: Document, at: (offset: number) => Place): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    if (!(cause instanceof ReferenceError)) throw cause;
    let first: number | undefined;
    let unresolved: number | undefined;
    visit(document, {
      Alias: (_, alias) => {
        first ??= alias.range?.[0];
        if (!alias.resolve(document)) unresolved ??= alias.range?.[0];
      },
    });
    const place = formatPlace(at(unresolved ?? first ?? 0));
    throw new UsageError(`${place}: not valid YAML: ${cleanLine(cause.message)}`);
  }
}

const isUnknown = (issue: z.core.$ZodIssue) => issue.code === 'unrecognized_keys';

function complain(issue: z.core.$ZodIssue, schema: z.ZodType, placeOf: (path: Path) => Place): string {
  if (issue.code !== 'unrecognized_keys') {
    const field = formatPath(issue.path);
    return `${formatPlace(placeOf(issue.path))}: ${field === '' ? '' : `${field}: `}${cleanLine(issue.message)}`;
  }
  const [key = ''] = issue.keys;
  const path = [...issue.path, key];
  const known = fieldNames(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return `${formatPlace(placeOf(path))}: ${formatPath(path)}: unknown field${didYouMean(key, known)}`;
}

/** Every property name that a JSON Schema knows, at any depth. */
function fieldNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) =>
    name === 'properties' && typeof value === 'object' && value !== null
      ? [...Object.keys(value), ...Object.values(value).flatMap(fieldNames)]
      : fieldNames(value),
  );
}

/** `checks[2].expect.stdout` */
function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number'
        ? `${text}[${step}]`
        : `${text}${text === '' ? '' : '.'}${cleanLine(String(step))}`,
    '',
  );
}

import { UsageError } from '../../base/errors.ts';
import { quoteForShell } from '../../base/shell/quote-for-shell.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { FiguresBody } from './activity-of-figures.ts';

/** Which column of a file is read as which field, and the heading that it was said of. */
export type Mapping = NonNullable<FiguresBody['mapping']>;

/** The fields that a kind of file can have. */
export type Fields = {
  /** The words for a person. */
  all: readonly string[];
  isField: (text: string) => boolean;
  /** The field that a column probably is. */
  guess: (column: string) => string | undefined;
  /** What is missing to make rows of these fields; undefined when nothing is. */
  lacks: (fields: readonly string[]) => string | undefined;
};

/** What a person says of the columns. */
export type Said = {
  /** Each `column=field`. */
  map: readonly string[];
  /** Reads the file by the mapping of that name. */
  use?: string | undefined;
  /** Keeps the mapping under that name. */
  save?: string | undefined;
};

/** The heading of a file as messages and mappings have it. */
export const cleanHeader = (columns: readonly string[]): readonly string[] =>
  columns.map((column) => cleanLine(column).slice(0, 200));

/**
 * How the columns of a file are read: as somebody says now, else by the mapping that is named, else as the newest file
 * with the same heading was read.
 *
 * @param remembered mappings so far, oldest first
 * @throws UsageError when nobody said it yet, with the flags that say it
 */
export function chooseMapping(
  header: readonly string[],
  said: Said,
  { remembered, fields }: { remembered: readonly Mapping[]; fields: Fields },
): Mapping {
  const columns =
    said.map.length > 0 ? readMap(header, said.map, fields) : knownColumns(header, said, remembered);
  if (!columns) throw new UsageError('nobody said yet what its columns are', howToSay(header, fields));
  const lacks = fields.lacks(Object.values(columns));
  if (lacks !== undefined) throw new UsageError(`it cannot be read: ${lacks}`, howToSay(header, fields));
  const same = remembered.findLast((one) => isSame(one.header, header));
  return { name: said.save ?? said.use ?? same?.name ?? null, header: [...header], columns };
}

function knownColumns(
  header: readonly string[],
  { use }: Said,
  remembered: readonly Mapping[],
): Mapping['columns'] | undefined {
  if (use === undefined) return remembered.findLast((one) => isSame(one.header, header))?.columns;
  const names = remembered.flatMap(({ name }) => (name === null ? [] : [name]));
  const named = remembered.findLast(({ name }) => name === use);
  if (!named) throw new UsageError(`no mapping is called "${cleanLine(use)}"${didYouMean(use, names)}`);
  const absent = Object.keys(named.columns).find((column) => !header.includes(column));
  if (absent !== undefined)
    throw new UsageError(`the mapping ${use} reads the column "${absent}", which the file does not have`);
  return named.columns;
}

function readMap(header: readonly string[], map: readonly string[], fields: Fields): Mapping['columns'] {
  const pairs = map.map((one): [string, string] => {
    const end = one.lastIndexOf('=');
    const column = cleanLine(one.slice(0, end));
    const field = one.slice(end + 1).trim();
    if (end < 1 || field === '') throw new UsageError(`--map ${cleanLine(one)}: write it as column=field`);
    if (!header.includes(column))
      throw new UsageError(
        `there is no column "${column}"${didYouMean(column, header)}`,
        howToSay(header, fields),
      );
    if (header.indexOf(column) !== header.lastIndexOf(column))
      throw new UsageError(
        `two columns are called "${column}"`,
        'Give one of them another name in the file.',
      );
    if (!fields.isField(field))
      throw new UsageError(
        `there is no field "${cleanLine(field)}"${didYouMean(field, fields.all)}`,
        `Fields: ${fields.all.join(', ')}`,
      );
    return [column, field];
  });
  const twice = pairs.find(([, field], index) => pairs.findIndex((one) => one[1] === field) !== index);
  if (twice) throw new UsageError(`two columns are mapped to ${twice[1]}`);
  return Object.fromEntries(pairs);
}

/** The flags that say what the columns are, ready to be pasted; what is not guessed is left to the person. */
function howToSay(header: readonly string[], fields: Fields): string {
  const taken = new Set<string>();
  const guesses = header.map((column) => {
    const field = fields.guess(column);
    if (field === undefined || taken.has(field)) return { column, field: undefined };
    taken.add(field);
    return { column, field };
  });
  const flags = guesses.flatMap(({ column, field }) =>
    field === undefined ? [] : [`  --map ${quoteForShell(`${column}=${field}`)}`],
  );
  const left = guesses.flatMap(({ column, field }) => (field === undefined ? [`"${column}"`] : []));
  return [
    'Say it once; the next file with the same columns is read alike:',
    ...(flags.length === 0 ? ['  --map COLUMN=FIELD'] : flags),
    ...(left.length === 0 ? [] : [`Not guessed, and left out: ${left.join(', ')}`]),
    `Fields: ${fields.all.join(', ')}`,
  ].join('\n');
}

const isSame = (one: readonly string[], other: readonly string[]) =>
  one.length === other.length && one.every((column, index) => column === other[index]);

import { closeSync, createReadStream, readSync } from 'node:fs';
import type { CsvError } from 'csv-parse';
import { readRegularBytes } from '../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { openNamed } from './read-json-documents.ts';

/** A row of a table: its cells in the order of the columns, as text. An absent value is an empty text. */
type TableRow = {
  /** Where it begins, such as `line 7` of a CSV or `row 7` of a JSON file. */
  place: string;
  cells: readonly string[];
};

/** A table that another program wrote. The rows are read once, while they are asked for. */
export type Table = { columns: readonly string[]; rows: AsyncIterable<TableRow> };

/** Most bytes of a JSON file, which is read whole. A CSV file of any size is read row by row. */
const mostJsonBytes = 128 * 1024 * 1024;

/** Most bytes of a row. Without an end, a file with one open quote would be read into memory. */
const mostRowBytes = 1024 * 1024;

/** A hostile file of objects with names of their own would have a cell for each name in each row. */
const mostColumns = 1000;

/**
 * Opens a table: CSV with a heading (comma, semicolon or tab, by what the heading has), or JSON: a list of objects, an
 * object with one such list, or one object a line. By the name of the file, `.json` and `.jsonl` are JSON.
 *
 * @param shown how messages name the file
 * @throws UsageError when it cannot be read or is not a table; for a fault in a row, while the rows are read
 */
export async function readTable(path: string, shown: string): Promise<Table> {
  return /\.(?:jsonl?|ndjson)$/i.test(path) ? readJson(path, shown) : readCsv(path, shown);
}

async function readCsv(path: string, shown: string): Promise<Table> {
  const { heading, delimiter } = readHeading(path, shown);
  const { parse } = await import('csv-parse');
  const parser = parse({
    ...{
      delimiter,
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      max_record_size: mostRowBytes,
    },
  });
  const stream = createReadStream('', { fd: openNamed(path, shown) });
  stream.on('error', (cause) => parser.destroy(cause));
  const records = stream.pipe(parser)[Symbol.asyncIterator]();
  const next = async () => {
    try {
      return await records.next();
    } catch (cause) {
      stream.destroy();
      throw csvFault(cause as CsvError, shown);
    }
  };
  const first = await next();
  if (first.done) throw new UsageError(`${shown}: it has no heading, though it begins with "${heading}"`);
  const { record: columns } = first.value as { record: string[] };
  refuseColumns(columns, shown);
  const rows = async function* () {
    let line = linesOf(first.value);
    for (let read = await next(); !read.done; read = await next()) {
      const { record } = read.value as { record: string[] };
      yield { place: `line ${line + 1}`, cells: record };
      line = linesOf(read.value);
    }
  };
  return { columns, rows: rows() };
}

function refuseColumns({ length }: readonly string[], shown: string): void {
  if (length > mostColumns) throw new UsageError(`${shown}: it has more than ${mostColumns} columns`);
}

const linesOf = (value: unknown) => (value as { info: { lines: number } }).info.lines;

function csvFault(cause: CsvError, shown: string): Error {
  const { code, lines } = cause as { code?: string; lines?: number };
  switch (code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return new UsageError(`${shown}, line ${lines}: it has not as many cells as the heading has columns`);
    case 'CSV_QUOTE_NOT_CLOSED':
      return new UsageError(`${shown}: a quote is opened and never closed`);
    case 'CSV_MAX_RECORD_SIZE':
      return new UsageError(`${shown}, line ${lines}: a row has more than ${mostRowBytes} bytes`);
    default:
      return code?.startsWith('CSV_')
        ? new UsageError(
            `${shown}${lines === undefined ? '' : `, line ${lines}`}: ${cleanLine(cause.message)}`,
          )
        : cause;
  }
}

/** The first bytes of a file, and what stands between the columns there. */
function readHeading(path: string, shown: string): { heading: string; delimiter: string } {
  const start = firstBytes(path, shown);
  if (start.includes(0)) throw new UsageError(`${shown}: it is no text in UTF-8`, 'Save it as CSV in UTF-8.');
  const text = start
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (text === '') throw new UsageError(`${shown}: it is empty`);
  const [line = ''] = text.split(/\r?\n|\r/, 1);
  const unquoted = line.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((delimiter) => ({
    delimiter,
    count: unquoted.split(delimiter).length,
  }));
  const most = counts.reduce((one, other) => (other.count > one.count ? other : one));
  return { heading: cleanLine(line).slice(0, 60), delimiter: most.delimiter };
}

function firstBytes(path: string, shown: string): Buffer {
  const file = openNamed(path, shown);
  try {
    const bytes = Buffer.alloc(64 * 1024);
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

function readJson(path: string, shown: string): Table {
  const read = readRegularBytes(path, mostJsonBytes);
  if (!read) throw new UsageError(`${shown}: there is no such file`);
  if ('fault' in read) throw new UsageError(`${shown}: cannot be read: ${read.fault}`);
  const objects = listOfObjects(read.bytes.toString('utf8').replace(/^\ufeff/, ''), shown);
  const flat = objects.map((object) => flatten(object));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  if (columns.length === 0) throw new UsageError(`${shown}: it has no rows`);
  refuseColumns(columns, shown);
  const rows = async function* () {
    for (const [index, row] of flat.entries())
      yield { place: `row ${index + 1}`, cells: columns.map((column) => row.get(column) ?? '') };
  };
  return { columns, rows: rows() };
}

function listOfObjects(text: string, shown: string): readonly object[] {
  const document = parseJson(text);
  if (document === undefined) return jsonLines(text, shown);
  const list = Array.isArray(document) ? document : Object.values(Object(document)).find(isListOfObjects);
  if (!isListOfObjects(list)) {
    if (isObject(document)) return [document];
    throw new UsageError(
      `${shown}: it has no list of objects`,
      'A JSON file is a list of objects, or one a line.',
    );
  }
  return list;
}

function jsonLines(text: string, shown: string): readonly object[] {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parseJson(line);
    if (isObject(value)) return [value];
    throw new UsageError(`${shown}, line ${index + 1}: it is not a JSON object`);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfObjects = (value: unknown): value is readonly object[] =>
  Array.isArray(value) && value.every((one) => isObject(one));

/** How many objects in one another are read; a hostile file has thousands. */
const deepest = 4;

/** The values of an object as text, those of objects in it under `outer.inner`. Lists and null are absent. */
function flatten(object: object, prefix = '', depth = 1): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(object)) {
    if (isObject(value)) {
      if (depth === deepest) continue;
      for (const [inner, text] of flatten(value, `${prefix}${name}.`, depth + 1)) found.set(inner, text);
    } else if (value !== null && !Array.isArray(value)) found.set(`${prefix}${name}`, String(value));
  }
  return found;
}

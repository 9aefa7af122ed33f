import { basename, resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { readTable } from '../../files/read-table.ts';

/** How many rows one entry has. */
const batch = 500;

/** Most rows of a file. */
const mostRows = 200_000;

/** Most rows that are named when a file is refused. */
const mostFaults = 10;

/**
 * The rows of a table, all of them or none.
 *
 * @param read gives how a row is read, once its columns are known
 * @throws UsageError naming the file, the place and the field of each of the first rows that cannot be read
 */
export async function readRows<Row extends { key: string }>(
  file: string,
  cwd: string,
  read: (columns: readonly string[]) => (cells: readonly string[]) => Row,
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
): Promise<{ name: string; rows: readonly Row[] }> {
  const shown = cleanLine(file);
  const { columns, rows } = await readTable(resolve(cwd, file), shown);
  const readRow = naming(shown, () => read(columns));
  const found = new Map<string, { row: Row; place: string }>();
  const faults: string[] = [];
  let next: string | undefined;
  let count = 0;
  for await (const { place, cells } of rows) {
    count += 1;
    if (count % 5000 === 0) onProgress({ step: 'rows', done: count });
    signal.throwIfAborted();
    if (count > mostRows)
      throw new UsageError(`${shown}: it has more than ${mostRows} rows`, 'Import it in parts.');
    try {
      const row = readRow(cells);
      const same = found.get(row.key);
      if (same) throw new UsageError(`it is of the same as ${same.place}`);
      found.set(row.key, { row, place });
    } catch (cause) {
      if (!(cause instanceof UsageError)) throw cause;
      faults.push(`${shown}, ${place}: ${cause.message}`);
      next ??= cause.next;
      if (faults.length > mostFaults) break;
    }
  }
  if (faults.length > 0) throw refusal(faults, next);
  if (found.size === 0) throw new UsageError(`${shown}: it has no rows`);
  return { name: cleanLine(basename(file)), rows: [...found.values()].map(({ row }) => row) };
}

function refusal(faults: readonly string[], next: string | undefined): UsageError {
  const named = faults.slice(0, mostFaults);
  const more = faults.length > mostFaults ? ['… and more'] : [];
  return new UsageError(
    [...named, ...more].join('\n'),
    ['Nothing was imported.', ...(next === undefined ? [] : [next])].join(' '),
  );
}

function naming<T>(shown: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`${shown}: ${cause.message}`, cause.next);
  }
}

/** Rows in parts that fit in an entry. */
export function inBatches<Row>(rows: readonly Row[]): readonly (readonly Row[])[] {
  return Array.from({ length: Math.ceil(rows.length / batch) }, (_, index) =>
    rows.slice(index * batch, (index + 1) * batch),
  );
}

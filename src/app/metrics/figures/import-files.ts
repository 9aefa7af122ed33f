import { UsageError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import type { RowCounts } from './record-figures.ts';

/** What an import of files came to. */
export type ImportedFiles = RowCounts & {
  files: number;
  /** Files of which nothing was recorded, with the reason. */
  refused: readonly string[];
  /** Names that are not known, each with how often. They were kept. */
  unknown: ReadonlyMap<string, number>;
};

/** Imports files one after the other, and lists why some were refused; the reason names the file. */
export async function importFiles(
  files: readonly string[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
  importOne: (file: string) => Promise<RowCounts & Pick<ImportedFiles, 'unknown'>>,
): Promise<ImportedFiles> {
  const refused: string[] = [];
  let remedy: string | undefined;
  const imported: (RowCounts & Pick<ImportedFiles, 'unknown'>)[] = [];
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted();
    try {
      imported.push(await importOne(file));
    } catch (cause) {
      if (!(cause instanceof UsageError)) throw cause;
      refused.push(cause.message);
      remedy ??= cause.next;
    }
    onProgress({ step: 'files', done: index + 1, planned: files.length });
  }
  if (imported.length === 0)
    throw new UsageError(
      refused.length === 1
        ? refused.join('')
        : `nothing was imported:\n${refused.map((one) => `  ${one}`).join('\n')}`,
      remedy,
    );
  const sum = (name: keyof RowCounts) => imported.reduce((total, one) => total + one[name], 0);
  return {
    ...{ files: imported.length, added: sum('added'), known: sum('known'), refused },
    unknown: joinCounts(imported.map(({ unknown }) => unknown)),
  };
}

/** Does something with a file; what is wrong with it is said with its name. */
export async function naming<T>(shown: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof UsageError) throw new UsageError(`${shown}: ${cause.message}`, cause.next);
    throw cause;
  }
}

/** The counts of each name, added up. */
export function joinCounts(counts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const joined = new Map<string, number>();
  for (const one of counts)
    for (const [name, count] of one) joined.set(name, (joined.get(name) ?? 0) + count);
  return joined;
}

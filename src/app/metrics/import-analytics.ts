import { basename, resolve } from 'node:path';
import * as z from 'zod';
import { readRegularBytes } from '../../codex/cli/read-regular-file.ts';
import { CockpitError, UsageError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { formatField } from '../../domain/base/shape/finding.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { type AnalyticsPage, readAnalyticsPage } from '../../domain/metrics/sources/analytics.ts';
import { pagesIn } from '../../domain/metrics/sources/analytics-file.ts';
import type { Store } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { FiguresRecorder, type RowCounts } from './record-figures.ts';

/** Most bytes of a file of pages; a page of thirty thousand people has about sixty million. */
const mostBytes = 256 * 1024 * 1024;

/** What an import of files came to. */
export type ImportedFiles = RowCounts & {
  files: number;
  /** Files of which nothing was recorded, with the reason. */
  refused: readonly string[];
  /** Names that are not known, each with how often. They were kept. */
  unknown: ReadonlyMap<string, number>;
};

/**
 * Imports exported pages of the Analytics API. Of each file all rows are recorded or none; a file that cannot be read is
 * named, and the others are imported. What is recorded already is not recorded again.
 *
 * @throws UsageError when no file could be imported
 * @throws RefusedError without the role
 */
export async function importAnalytics(
  world: World,
  store: Store,
  {
    files,
    workspace,
    signal,
    onProgress,
  }: {
    files: readonly string[];
    workspace?: string | undefined;
    signal: AbortSignal;
    onProgress: OnProgress;
  },
): Promise<ImportedFiles> {
  const recorder = await FiguresRecorder.open(world, store, 'analytics');
  const place = recorder.placeOf(workspace, '--workspace ID');
  return importFiles(files, { signal, onProgress }, async (file) => {
    const pages = readPages(resolve(world.cwd, file), qualityPlace(recorder, place));
    const unknown = joinCounts(pages.map((page) => page.unknown));
    const name = cleanLine(basename(file));
    const counts = await recorder.record({
      ...{ place, file: name, rows: pages.flatMap(({ rows }) => rows), unknown: Object.fromEntries(unknown) },
      quality: { name, rows: pages.flatMap(({ quality }) => quality) },
    });
    return { ...counts, unknown };
  });
}

/**
 * The place by which reviews are told apart; empty for the first workspace, of which files without the name of a
 * workspace are too.
 */
export const qualityPlace = ({ places }: FiguresRecorder, place: string): string =>
  places.length === 0 || places[0] === place ? '' : place;

/** Imports files one after the other, and names those that are refused. */
export async function importFiles(
  files: readonly string[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: OnProgress },
  importOne: (file: string) => Promise<RowCounts & Pick<ImportedFiles, 'unknown'>>,
): Promise<ImportedFiles> {
  const refused: string[] = [];
  const imported: (RowCounts & Pick<ImportedFiles, 'unknown'>)[] = [];
  for (const [index, file] of files.entries()) {
    signal.throwIfAborted();
    try {
      imported.push(await importOne(file));
    } catch (cause) {
      if (!(cause instanceof UsageError)) throw cause;
      refused.push(`${cleanLine(file)}: ${cause.message}`);
      // One file alone is refused as its error says, with what to do about it.
      if (files.length === 1) throw new UsageError(refused.join('\n'), cause.next);
    }
    onProgress({ step: 'files', done: index + 1, planned: files.length });
  }
  if (imported.length === 0)
    throw new UsageError(`nothing was imported:\n${refused.map((one) => `  ${one}`).join('\n')}`);
  const sum = (name: keyof RowCounts) => imported.reduce((total, one) => total + one[name], 0);
  return {
    ...{ files: imported.length, added: sum('added'), known: sum('known'), refused },
    unknown: joinCounts(imported.map(({ unknown }) => unknown)),
  };
}

function readPages(path: string, place: string): readonly AnalyticsPage[] {
  const read = readRegularBytes(path, mostBytes);
  if (!read) throw new UsageError('there is no such file');
  if ('fault' in read) throw new UsageError(`cannot be read: ${read.fault}`);
  return pagesIn(read.bytes.toString('utf8')).map((page) => readPage(page, place));
}

/** @throws UsageError when it is no page; the message names the place in it */
export function readPage(page: unknown, place: string): AnalyticsPage {
  try {
    return readAnalyticsPage(page, place);
  } catch (cause) {
    if (cause instanceof CockpitError || !(cause instanceof z.ZodError)) throw cause;
    const [issue] = cause.issues;
    const field = formatField((issue?.path ?? []).filter((step) => typeof step !== 'symbol'));
    throw new UsageError(
      `it is no page of the Analytics API: ${field === '' ? '' : `${field}: `}${cleanLine(issue?.message ?? '')}`,
    );
  }
}

/** The counts of each name, added up. */
export function joinCounts(counts: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const joined = new Map<string, number>();
  for (const one of counts)
    for (const [name, count] of one) joined.set(name, (joined.get(name) ?? 0) + count);
  return joined;
}

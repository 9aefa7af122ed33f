import { basename, resolve } from 'node:path';
import * as z from 'zod';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { CockpitError, UsageError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { formatField } from '../../../domain/base/shape/finding.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type AnalyticsPage, readAnalyticsPage } from '../../../domain/metrics/sources/analytics.ts';
import { pagesIn } from '../../../domain/metrics/sources/analytics-file.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { World } from '../../world/world.ts';
import { type ImportedFiles, importFiles, joinCounts, naming } from './import-files.ts';
import { FiguresRecorder } from './record-figures.ts';

/** Most bytes of a file of pages; a page of thirty thousand people has about sixty million. */
const mostBytes = 256 * 1024 * 1024;

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
    const pages = await naming(cleanLine(file), async () =>
      readPages(resolve(world.cwd, file), recorder.qualityPlace(place)),
    );
    const unknown = joinCounts(pages.map((page) => page.unknown));
    const name = cleanLine(basename(file));
    const counts = await recorder.record({
      ...{ place, file: name, rows: pages.flatMap(({ rows }) => rows), unknown: Object.fromEntries(unknown) },
      quality: { name, rows: pages.flatMap(({ quality }) => quality) },
    });
    return { ...counts, unknown };
  });
}

function readPages(path: string, place: string): readonly AnalyticsPage[] {
  const read = readRegularBytes(path, mostBytes);
  if (!read) throw new UsageError('there is no such file');
  if ('fault' in read) throw new UsageError(`cannot be read: ${read.fault}`);
  return pagesIn(read.bytes.toString('utf8')).map((page) => readPage(page, place));
}

/** @throws UsageError when it is not a page; the message names the place in it */
export function readPage(page: unknown, place: string): AnalyticsPage {
  try {
    return readAnalyticsPage(page, place);
  } catch (cause) {
    if (cause instanceof CockpitError || !(cause instanceof z.ZodError)) throw cause;
    const [issue] = cause.issues;
    const field = formatField((issue?.path ?? []).filter((step) => typeof step !== 'symbol'));
    throw new UsageError(
      `it is not a page of the Analytics API: ${field === '' ? '' : `${field}: `}${cleanLine(issue?.message ?? '')}`,
    );
  }
}

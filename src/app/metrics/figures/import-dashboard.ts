import { basename, resolve } from 'node:path';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { DashboardRows, dashboardFields } from '../../../domain/metrics/sources/dashboard.ts';
import {
  chooseMapping,
  cleanHeader,
  type Fields,
  type Mapping,
  type Said,
} from '../../../domain/metrics/sources/mapping.ts';
import type { Store } from '../../../store/connection/open.ts';
import { readTable } from '../../files/read-table.ts';
import type { World } from '../../world/world.ts';
import { type ImportedFiles, importFiles, naming } from './import-files.ts';
import { FiguresRecorder } from './record-figures.ts';

export type DashboardRequest = {
  files: readonly string[];
  workspace?: string | undefined;
  said: Said;
  signal: AbortSignal;
  onProgress: OnProgress;
};

/**
 * Imports exports of the dashboard, CSV or JSON. Their columns are not documented and change, so a person says once what
 * they are; the next file with the same heading is read alike. Of each file all rows are recorded or none.
 *
 * @throws UsageError when no file could be imported
 * @throws RefusedError without the role
 */
export async function importDashboard(
  world: World,
  store: Store,
  { files, workspace, said, signal, onProgress }: DashboardRequest,
): Promise<ImportedFiles> {
  const recorder = await FiguresRecorder.open(world, store, 'dashboard');
  const place = recorder.placeOf(workspace, '--workspace ID');
  return importFiles(files, { signal, onProgress }, async (file) => {
    const read = { said, remembered: recorder.mappings, fields: dashboardFields, signal };
    const { mapping, rows } = await readMapped(world, file, read, (chosen) => {
      return new DashboardRows(chosen, recorder.qualityPlace(place));
    });
    const name = cleanLine(basename(file));
    const counts = await recorder.record({
      ...{ place, file: name, mapping, rows: rows.rows },
      quality: { name, rows: rows.quality },
    });
    return { ...counts, unknown: new Map() };
  });
}

/** Takes the rows of a file. */
type Taker = { add: (cells: readonly string[]) => void };

/**
 * Reads a file by its mapping.
 *
 * @throws UsageError for columns that nobody mapped, and for a cell that cannot be read: the message has its line
 */
export async function readMapped<T extends Taker>(
  { cwd }: Pick<World, 'cwd'>,
  file: string,
  {
    said,
    remembered,
    fields,
    signal,
  }: { said: Said; remembered: readonly Mapping[]; fields: Fields; signal: AbortSignal },
  takerOf: (mapping: Mapping) => T,
): Promise<{ mapping: Mapping; rows: T }> {
  const shown = cleanLine(file);
  const table = await readTable(resolve(cwd, file), shown);
  const mapping = await naming(shown, async () =>
    chooseMapping(cleanHeader(table.columns), said, { remembered, fields }),
  );
  const rows = takerOf(mapping);
  for await (const { place, cells } of table.rows) {
    signal.throwIfAborted();
    await naming(`${shown}, ${place}`, async () => rows.add(cells));
  }
  return { mapping, rows };
}

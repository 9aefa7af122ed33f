import { basename } from 'node:path';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { LimitRows, limitFields } from '../../../domain/metrics/budget/limit-rows.ts';
import type { Said } from '../../../domain/metrics/sources/mapping.ts';
import type { Window } from '../../../domain/metrics/view.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { World } from '../../world/world.ts';
import { readMapped } from './import-dashboard.ts';
import { type ImportedFiles, importFiles } from './import-files.ts';
import { FiguresRecorder } from './record-figures.ts';

export type LimitsRequest = {
  files: readonly string[];
  said: Said;
  /** Of limits whose file does not say theirs. */
  days?: Window | undefined;
  signal: AbortSignal;
  onProgress: OnProgress;
};

/**
 * Imports spend limits of everybody, of teams or of cost centres, CSV or JSON. The columns are said once, as those of a
 * dashboard export. A newer limit of the same and of the same days takes the place of the older one.
 *
 * @throws UsageError when no file could be imported
 * @throws RefusedError without the role
 */
export async function importLimits(
  world: World,
  store: Store,
  { files, said, days, signal, onProgress }: LimitsRequest,
): Promise<ImportedFiles> {
  const recorder = await FiguresRecorder.open(world, store, 'budget');
  return importFiles(files, { signal, onProgress }, async (file) => {
    const read = { said, remembered: recorder.mappings, fields: limitFields(days), signal };
    const { mapping, rows } = await readMapped(world, file, read, (chosen) => new LimitRows(chosen, days));
    const counts = await recorder.record({ file: cleanLine(basename(file)), mapping, limits: rows.limits });
    return { ...counts, unknown: new Map() };
  });
}

import { basename, resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { SeenEvents, TelemetryRows } from '../../../domain/metrics/sources/telemetry.ts';
import type { Store } from '../../../store/connection/open.ts';
import { readJsonDocuments } from '../../files/read-json-documents.ts';
import type { World } from '../../world/world.ts';
import { type ImportedFiles, importFiles } from './import-files.ts';
import { FiguresRecorder } from './record-figures.ts';

/**
 * Imports the telemetry of the CLI: OTLP documents as JSON, as the file exporter of a collector writes them. Each event is
 * counted once, in whatever files it is. Prompts, and the arguments and outputs of tools, are read past.
 *
 * @throws UsageError when no file could be imported
 * @throws RefusedError without the role
 */
export async function importTelemetry(
  world: World,
  store: Store,
  { files, signal, onProgress }: { files: readonly string[]; signal: AbortSignal; onProgress: OnProgress },
): Promise<ImportedFiles> {
  const recorder = await FiguresRecorder.open(world, store, 'telemetry');
  const before = new SeenEvents();
  for (const { seen } of recorder.heads) before.add(seen);
  return importFiles(files, { signal, onProgress }, async (file) => {
    const shown = cleanLine(file);
    const telemetry = new TelemetryRows(before);
    for await (const document of readJsonDocuments(resolve(world.cwd, file), shown)) {
      signal.throwIfAborted();
      telemetry.add(document);
    }
    const { rows, seen, unknown, ofCli } = telemetry;
    if (ofCli === 0)
      throw new UsageError(
        `${shown}: it has no event and no metric of the CLI`,
        'It must be OTLP as JSON, such as the file exporter of the OpenTelemetry Collector writes it.',
      );
    const counts = await recorder.record({
      ...{ file: cleanLine(basename(file)), rows, seen, unknown: Object.fromEntries(unknown) },
    });
    before.add(seen);
    return { ...counts, unknown };
  });
}

import { createReadStream } from 'node:fs';
import { basename, resolve } from 'node:path';
import { isMissing, openRegularFile, whyUnread } from '../../../codex/cli/read-regular-file.ts';
import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { splitLines } from '../../../domain/base/text/split-lines.ts';
import { type ReadRecord, readRecord } from '../../../domain/metrics/compliance/read-record.ts';
import type { Store } from '../../../store/connection/open.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import { ComplianceRecorder, type LeftField, type Log, requireImporter } from './recorder.ts';

/** What was read of one file. */
type ImportedFile = {
  file: string;
  records: number;
  /** Lines that are no record; the first few by their number. */
  unreadable: number;
  faults: readonly { line: number; reason: string }[];
};

export type ComplianceImport = {
  files: readonly ImportedFile[];
  records: number;
  /** How many of them were not recorded before. */
  recorded: number;
  /** Fields of the log that were not taken. */
  left: readonly LeftField[];
};

export type ImportOptions = {
  /** The stretch of time that the files cover, when a person knows it (RFC 3339 UTC). */
  from?: string | undefined;
  to?: string | undefined;
  signal: AbortSignal;
  onProgress?: OnProgress | undefined;
};

/** Most bytes of a line; a prompt and its answer stand in one. */
export const longestLine = 64 * 1024 * 1024;

/** A file that begins with so many lines that are no record is of another kind. */
const mostFaults = 100;

const faultsTold = 5;
const toldEvery = 10_000;

/** Nobody has so many workspaces; a file that names more is not a log. */
const mostLogs = 1000;

/**
 * Reads files of JSON Lines, as the Compliance API gives them, and records what is no content of their records. Records
 * that are recorded already are left out.
 *
 * @throws UsageError when a file cannot be read, or none of its lines is a record
 * @throws RefusedError without a role that imports compliance logs
 */
export async function importCompliance(
  world: World,
  store: Store,
  files: readonly string[],
  options: ImportOptions,
): Promise<ComplianceImport> {
  const actor = await actingPerson(world);
  await requireImporter(store, actor);
  // All are opened before the first one is recorded.
  const opened = files.map((file) => ({ file, chunks: openFile(resolve(world.cwd, file), file) }));
  const recorder = new ComplianceRecorder(store, actor);
  const imported: ImportedFile[] = [];
  for (const one of opened) imported.push(await importFile(store, recorder, one, options));
  const { read: records, recorded, left } = recorder;
  return { files: imported, records, recorded, left };
}

function openFile(path: string, file: string): AsyncIterable<Uint8Array> {
  try {
    // What a shell passes below /dev, such as <(command), is a pipe.
    if (path.startsWith('/dev/')) return createReadStream(path);
    return createReadStream(path, { fd: openRegularFile(path, { follow: true }) });
  } catch (cause) {
    const why = isMissing(cause) ? 'it is not there' : whyUnread(cause);
    throw new UsageError(`${cleanLine(file)}: it cannot be read: ${why}`);
  }
}

async function importFile(
  store: Store,
  recorder: ComplianceRecorder,
  { file, chunks }: { file: string; chunks: AsyncIterable<Uint8Array> },
  { from, to, signal, onProgress }: ImportOptions,
): Promise<ImportedFile> {
  const name = cleanLine(basename(file));
  const logs = new Map<string, Log & { from: string; to: string }>();
  const faults: { line: number; reason: string }[] = [];
  let records = 0;
  let unreadable = 0;
  for await (const { number, text, isTooLong } of clearly(chunks, file)) {
    if (signal.aborted)
      throw new WorkError('it was interrupted', 'Import the file again: what is recorded is left out.');
    const read = isTooLong ? { reason: `it has more than ${longestLine} bytes` } : readRecord(text);
    if ('reason' in read) {
      unreadable += 1;
      if (faults.length < faultsTold) faults.push({ line: number, reason: read.reason });
      if (records === 0 && unreadable >= mostFaults) break;
      continue;
    }
    records += 1;
    stretch(logs, read, file);
    await recorder.add(read, name);
    if (records % toldEvery === 0) onProgress?.({ step: `${name}: ${records} records`, done: records });
  }
  const [first] = faults;
  if (records === 0 && first)
    throw new UsageError(
      `${cleanLine(file)}:${first.line}: ${first.reason}; no line is a record of a compliance log`,
      'It must be JSON Lines, as the Compliance API gives it.',
    );
  const known = await store.complianceCoverage();
  for (const [index, { place, log, ...read }] of [...logs.values()].entries()) {
    const isStated = from !== undefined || to !== undefined;
    const covers = { from: from ?? read.from, to: to ?? read.to, stated: isStated };
    const isKnown = known
      .filter((one) => one.log === log && one.place.id === place.id && one.place.kind === place.kind)
      .some(({ stretches }) => stretches.some((one) => one.from <= covers.from && one.to >= covers.to));
    if (!isKnown) recorder.cover({ place, log }, name, covers, index === 0 ? unreadable : 0);
  }
  await recorder.flush();
  return { file: cleanLine(file), records, unreadable, faults };
}

/** Keeps from when to when the records of each log are. */
function stretch(
  logs: Map<string, Log & { from: string; to: string }>,
  { place, log, row: { at } }: ReadRecord,
  file: string,
): void {
  const name = JSON.stringify([place.kind, place.id, log]);
  const known = logs.get(name);
  if (known) {
    if (at < known.from) known.from = at;
    if (at > known.to) known.to = at;
    return;
  }
  if (logs.size >= mostLogs)
    throw new UsageError(`${cleanLine(file)}: it names more than ${mostLogs} logs or workspaces`);
  logs.set(name, { place, log, from: at, to: at });
}

async function* clearly(chunks: AsyncIterable<Uint8Array>, file: string): ReturnType<typeof splitLines> {
  try {
    yield* splitLines(chunks, { most: longestLine });
  } catch (cause) {
    throw new UsageError(`${cleanLine(file)}: it cannot be read: ${whyUnread(cause)}`);
  }
}

import { hash } from 'node:crypto';
import { closeSync, fstatSync, readSync } from 'node:fs';
import type { SessionFile } from '../../domain/metrics/events/sessions.ts';
import { isMissing, openRegularFile, whyUnread } from '../cli/read-regular-file.ts';
import type { FoundFile } from './find-session-files.ts';
import { Lines } from './lines.ts';
import { type Folded, nothingFolded, SessionFold } from './session-fold.ts';
import { dayOfName } from './session-time.ts';

/** A file to be read, and what was read of it before. */
export type ReadJob = Pick<FoundFile, 'path' | 'name' | 'packed'> & { known: SessionFile | undefined };

/** What a file says, and how many of its bytes were read for that; or why it could not be read. */
export type ReadAnswer = { path: string } & (
  | { type: 'read'; file: SessionFile; bytes: number }
  | { type: 'unread'; reason: string }
  | { type: 'gone' }
);

/** Small enough to stay in the cache of a core until its lines are read. */
const pieceBytes = 256 * 1024;
/** One for all files of a thread: to make one for each file takes longer than to read most of them. */
let plainPiece: Buffer | undefined;
/** Bytes of a line that are held; of a longer one only the first are looked at. */
const mostLineBytes = 8 * 1024 * 1024;
/** Bytes that a compressed file may become; a small file can be made to become any number. */
const mostUnpacked = 32 * 1024 ** 3;
const tailBytes = 256;

/**
 * Reads a session file from its begin, or on from where it was read before when it only grew. The last line is left
 * until its end is written.
 */
export async function readSessionFile(job: ReadJob): Promise<ReadAnswer> {
  const { path } = job;
  try {
    const file = openRegularFile(path, { follow: false });
    try {
      return { path, ...(job.packed ? await readPacked(file, job) : readPlain(file, job)) };
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    if (isMissing(cause)) return { path, type: 'gone' };
    return { path, type: 'unread', reason: whyUnread(cause) };
  }
}

type Answer = { type: 'read'; file: SessionFile; bytes: number };

function readPlain(file: number, { name, known }: ReadJob): Answer {
  const stats = fstatSync(file);
  const from = known && goesOn(file, known, stats.size) ? known : undefined;
  const { fold, lines } = reader(name, from);
  const start = from?.read ?? 0;
  plainPiece ??= Buffer.allocUnsafe(pieceBytes);
  const piece = plainPiece;
  let at = start;
  while (at < stats.size) {
    const count = readSync(file, piece, 0, Math.min(piece.length, stats.size - at), at);
    if (count === 0) break;
    lines.push(piece.subarray(0, count));
    at += count;
  }
  const read = start + lines.complete;
  const record = { name, ...stat(stats), packed: false, read, tail: tailOf(file, read), ...fold.end() };
  return { type: 'read', file: record, bytes: at - start };
}

async function readPacked(file: number, { name }: ReadJob): Promise<Answer> {
  const { createZstdDecompress } = await import('node:zlib');
  const { pipeline } = await import('node:stream/promises');
  const stats = fstatSync(file);
  const { fold, lines } = reader(name, undefined);
  let unpacked = 0;
  try {
    await pipeline(pieces(file, stats.size), createZstdDecompress(), async (stream) => {
      for await (const piece of stream as AsyncIterable<Buffer>) {
        unpacked += piece.length;
        if (unpacked > mostUnpacked) throw new Error(`it becomes more than ${mostUnpacked} bytes`);
        lines.push(piece);
      }
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw code?.startsWith('ZSTD') || code?.startsWith('Z_')
      ? new Error(`it cannot be unpacked: ${message}`)
      : cause;
  }
  const record = { name, ...stat(stats), packed: true, read: lines.complete, tail: '', ...fold.end() };
  return { type: 'read', file: record, bytes: stats.size };
}

function* pieces(file: number, size: number): Generator<Buffer> {
  for (let at = 0; at < size; ) {
    const piece = Buffer.allocUnsafe(Math.min(pieceBytes, size - at));
    const count = readSync(file, piece, 0, piece.length, at);
    if (count === 0) return;
    yield piece.subarray(0, count);
    at += count;
  }
}

function reader(name: string, known: SessionFile | undefined): { fold: SessionFold; lines: Lines } {
  const fold = new SessionFold(known ? structuredClone(foldedOf(known)) : nothingFolded(dayOfName(name)));
  return { fold, lines: new Lines(fold.take, mostLineBytes) };
}

function foldedOf({ name: _, size, mtime_ms, packed, read, tail, ...folded }: SessionFile): Folded {
  return folded;
}

const stat = ({ size, mtimeMs }: { size: number; mtimeMs: number }) => ({
  size,
  mtime_ms: Math.trunc(mtimeMs),
});

/** Whether what was read is still the begin of the file. */
function goesOn(file: number, { packed, read, tail }: SessionFile, size: number): boolean {
  return !packed && size >= read && tailOf(file, read) === tail;
}

function tailOf(file: number, end: number): string {
  const bytes = Buffer.alloc(Math.min(tailBytes, end));
  readSync(file, bytes, 0, bytes.length, end - bytes.length);
  return hash('sha256', bytes).slice(0, 16);
}

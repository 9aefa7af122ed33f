import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { StreamFold, type StreamReading } from '../../domain/runs/stream/fold-stream.ts';
import { Lines } from '../sessions/lines.ts';
import { type Digested, EvidenceFile } from './evidence-file.ts';
import { longLine, redactLine, redactText } from './redact-line.ts';

/** What is kept of a stream: what came, what is in its file, and what is wrong with the file. */
type Kept = { stored: Digested; raw: Digested; faults: readonly string[] };

/** A longer line is stored by its beginning. The longest of a real run has the output of a command, which the CLI cuts. */
const mostLineBytes = 4 * 1024 * 1024;

/** Stored bytes of each stream at most; the rest is counted and hashed. */
const mostStored = 256 * 1024 * 1024;

/** Bytes of messages that are redacted together: some secrets take several lines. */
const blockBytes = 256 * 1024;

/** Characters of the messages that a verdict looks at. */
const mostLooked = 64 * 1024;

type Options = {
  folder: string;
  /** Values that must not be stored. */
  secrets: readonly string[];
  /** Where the same bytes go on to, untouched; undefined for nowhere. */
  passTo: Writable | undefined;
  /** Told when something came. */
  heard?: () => void;
  /** Most bytes that are stored. */
  most?: number;
};

/**
 * Reads the events of a run to their end. The bytes go on untouched and at the pace of their reader; each line is stored
 * redacted.
 */
export async function captureEvents(
  stream: Readable,
  {
    folder,
    secrets,
    passTo,
    heard,
    most = mostStored,
    onEvent,
  }: Options & { onEvent: (event: object) => void },
): Promise<Kept & { reading: StreamReading }> {
  const file = new EvidenceFile(join(folder, 'events.jsonl'), most);
  const fold = new StreamFold();
  const store = (line: () => string) => {
    if (!file.isFull) file.write(`${line()}\n`);
  };
  const takeLine = (line: string, length: number, read: (line: string) => object | undefined) => {
    if (length > mostLineBytes) {
      fold.takeLong();
      store(() => longLine(line, length, secrets));
      return;
    }
    const event = read(line);
    if (line.trim() !== '') store(() => redactLine(line, event, secrets));
    if (event) onEvent(event);
  };
  const lines = new Lines((buffer, start, end, length) => {
    const most = length > mostLineBytes ? Math.min(end, start + 64 * 1024) : end;
    takeLine(buffer.toString('utf8', start, most), length, (line) => fold.take(line));
  }, mostLineBytes);
  const raw = await readThrough(stream, {
    passTo,
    file,
    take: (piece) => {
      heard?.();
      lines.push(piece);
      void file.flush();
    },
  });
  const { bytes, length } = lines.rest;
  if (length > 0) takeLine(bytes.toString(), length, (text) => fold.takeHalf(text));
  const stored = await file.close();
  return { stored, raw, reading: fold.end(), faults: faultsOf('events.jsonl', file) };
}

/** Reads the messages of a run to their end; `looked` is the beginning and the end of them. */
export async function captureMessages(
  stream: Readable,
  { folder, secrets, passTo, heard, most = mostStored }: Options,
): Promise<Kept & { looked: string }> {
  const file = new EvidenceFile(join(folder, 'stderr.txt'), most);
  const blocks = new MessageBlocks((text) => {
    file.write(redactText(text, secrets));
    void file.flush();
  });
  const raw = await readThrough(stream, {
    passTo,
    file,
    take: (piece) => {
      heard?.();
      blocks.push(piece);
    },
  });
  blocks.end();
  const stored = await file.close();
  return { stored, raw, looked: blocks.looked, faults: faultsOf('stderr.txt', file) };
}

function faultsOf(name: string, file: EvidenceFile): readonly string[] {
  if (file.fault !== undefined) return [`${name} could not be written: ${file.fault}`];
  return file.isFull ? [`${name} is full: what came later is counted and hashed, and not stored`] : [];
}

/** Reads a stream piece by piece, as fast as the file and the reader of the same bytes take them. */
async function readThrough(
  stream: Readable,
  { passTo, file, take }: { passTo: Writable | undefined; file: EvidenceFile; take: (piece: Buffer) => void },
): Promise<Digested> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      const hasRoom = passTo === undefined || passTo.destroyed || passTo.write(piece);
      hash.update(piece);
      bytes += piece.length;
      take(piece);
      if (!hasRoom && passTo) await drained(passTo);
      if (file.isBusy) await file.flush();
    }
  } catch {
    // What a run left behind kept the pipe open, so that it was closed here.
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Waits until a stream takes more, or nobody reads it any more. */
function drained(stream: Writable): Promise<void> {
  return new Promise((done) => {
    const finish = () => {
      stream.off('drain', finish).off('close', finish).off('error', finish);
      done();
    };
    if (stream.destroyed) done();
    else stream.once('drain', finish).once('close', finish).once('error', finish);
  });
}

/** Messages in blocks of whole lines. A private key that begins in one ends in it, unless it is longer than any. */
class MessageBlocks {
  readonly #take: (text: string) => void;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #waiting = '';
  #begin = '';
  #end = '';

  constructor(take: (text: string) => void) {
    this.#take = take;
  }

  get looked(): string {
    return this.#begin + this.#end;
  }

  push(piece: Buffer): void {
    this.#add(this.#decoder.decode(piece, { stream: true }));
    if (this.#waiting.length < blockBytes) return;
    const cut = this.#waiting.lastIndexOf('\n') + 1;
    const key = this.#waiting.lastIndexOf('-----BEGIN');
    const open = key >= 0 && !this.#waiting.slice(key).includes('-----END') ? key : cut;
    const end = Math.min(cut, open);
    if (end > 0) this.#pass(end);
    else if (this.#waiting.length >= 4 * blockBytes)
      this.#pass(this.#waiting.lastIndexOf(' ') + 1 || this.#waiting.length);
  }

  end(): void {
    this.#add(this.#decoder.decode());
    if (this.#waiting !== '') this.#pass(this.#waiting.length);
  }

  #add(text: string): void {
    this.#waiting += text;
    if (this.#begin.length < mostLooked) this.#begin += text.slice(0, mostLooked - this.#begin.length);
    else this.#end = (this.#end + text).slice(-mostLooked);
  }

  #pass(end: number): void {
    this.#take(this.#waiting.slice(0, end));
    this.#waiting = this.#waiting.slice(end);
  }
}

import { createHash } from 'node:crypto';
import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redactText } from '../../../codex/exec/redact-line.ts';
import type { Evidence } from '../../../domain/base/text-evidence.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { provenanceOf, renderFolderSums, renderProvenance } from '../../../domain/runs/provenance/record.ts';
import { renderRunFile } from '../../../domain/runs/run-file.ts';
import { type Blob, MAX_BLOB_BYTES, toBlob, toEvidence } from '../../../store/log/blob.ts';
import { PROVENANCE_FILE, RUN_FILE, SUMS_FILE } from '../evidence-folder.ts';

type RunFile = CapturedRun['files'][number];

/** Writes the last message of a run; no file where there is none. */
export async function keepLastMessage(
  folder: string,
  message: string | undefined,
  secrets: readonly string[],
): Promise<readonly RunFile[]> {
  if (message === undefined) return [];
  const name = 'last-message.txt';
  const stored = redactText(message, secrets);
  await writeFile(join(folder, name), stored, made);
  return [{ name, stored: digestOf(stored), raw: digestOf(message) }];
}

function digestOf(text: string): RunFile['raw'] {
  return { sha256: createHash('sha256').update(text).digest('hex'), bytes: Buffer.byteLength(text) };
}

/** The texts of an evidence folder as the history keeps them: cut in the middle where they are long. */
export async function textsOf(
  folder: string,
  files: readonly RunFile[],
): Promise<readonly { evidence: Evidence; blob: Blob }[]> {
  return Promise.all(
    files.map(async ({ name, stored }) => {
      const blob = toBlob(await readEnds(join(folder, name), stored.bytes));
      return { evidence: toEvidence(name, blob), blob };
    }),
  );
}

/** Bytes of a long file that the history keeps, from its beginning and from its end. */
const kept = { begin: 48 * 1024, end: 192 * 1024 } as const;

async function readEnds(path: string, bytes: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    if (bytes <= MAX_BLOB_BYTES) return await file.readFile('utf8');
    const begin = await file.read(Buffer.alloc(kept.begin), 0, kept.begin, 0);
    const end = await file.read(Buffer.alloc(kept.end), 0, kept.end, bytes - kept.end);
    const left = bytes - kept.begin - kept.end;
    return `${begin.buffer.toString()}\n[${left} bytes are left out here]\n${end.buffer.toString()}`;
  } finally {
    await file.close();
  }
}

/**
 * Writes what says what was captured, and last `run.json`, without which a run counts as unfinished. When it is there, so is
 * everything else, a loss of power included.
 */
export async function writeRunFiles(folder: string, run: CapturedRun): Promise<void> {
  const draft = join(folder, `.${RUN_FILE}`);
  await Promise.all([
    ...run.files.map(({ name }) => sync(join(folder, name))),
    writeFile(join(folder, PROVENANCE_FILE), renderProvenance(provenanceOf(run)), { ...made, flush: true }),
    writeFile(join(folder, SUMS_FILE), renderFolderSums(run), { ...made, flush: true }),
    writeFile(draft, renderRunFile(run), { ...made, flush: true }),
  ]);
  await rename(draft, join(folder, RUN_FILE));
  await sync(folder);
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A file that is not there yet, for its owner alone. */
const made = { mode: 0o600, flag: 'wx' } as const;

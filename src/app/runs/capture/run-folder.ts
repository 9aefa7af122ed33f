import { createHash } from 'node:crypto';
import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { redactText } from '../../../codex/exec/redact-line.ts';
import type { Evidence } from '../../../domain/base/text-evidence.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { provenanceOf, renderFolderSums, renderProvenance } from '../../../domain/runs/provenance/record.ts';
import { renderRunFile } from '../../../domain/runs/run-file.ts';
import { type Blob, MAX_BLOB_BYTES, toBlob, toEvidence } from '../../../store/log/blob.ts';
import { writeDurably } from '../../files/write-durably.ts';
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
  await writeDurably(join(folder, name), stored, { mode: 0o600, existing: 'keep' });
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

/** Writes what says what was captured, and last `run.json`, without which a run counts as unfinished. */
export async function writeRunFiles(folder: string, run: CapturedRun): Promise<void> {
  const made = { mode: 0o600, flag: 'wx' };
  await Promise.all([
    writeFile(join(folder, PROVENANCE_FILE), renderProvenance(provenanceOf(run)), made),
    writeFile(join(folder, SUMS_FILE), renderFolderSums(run), made),
  ]);
  await writeDurably(join(folder, RUN_FILE), renderRunFile(run), { mode: 0o600, existing: 'keep' });
}

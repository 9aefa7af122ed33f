import { cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findSessionFiles } from '../../../src/codex/sessions/find-session-files.ts';
import { readSessionFile } from '../../../src/codex/sessions/read-session-file.ts';
import type { SessionFile } from '../../../src/domain/metrics/events/sessions.ts';
import { tempFolder } from '../temp.ts';

/** What the model handed out for a session: its id, requests and tokens. */
export type Ledger = Readonly<
  Record<
    string,
    {
      id: string;
      requests: number;
      input: number;
      cached: number;
      output: number;
      reasoning: number;
      total: number;
    }
  >
>;

/** CODEX_HOMEs that real CLIs wrote, with their long texts cut. */
export const RECORDED_HOMES = ['0.139.0', '0.169.0'] as const;

/** One of them, to be read only. */
export const recordedHome = (version: string): string => resolve('test/fixtures/codex/sessions', version);

/** A copy of one, which a test may change. */
export function copyOfHome(version: string): string {
  const home = join(tempFolder(), '.codex');
  cpSync(recordedHome(version), home, { recursive: true, preserveTimestamps: true });
  return home;
}

export const ledgerOf = (version: string): Ledger =>
  JSON.parse(readFileSync(join(recordedHome(version), 'ledger.json'), 'utf8'));

/** Reads all session files of a home, each from its begin. */
export async function readHome(home: string): Promise<readonly SessionFile[]> {
  const read: SessionFile[] = [];
  for (const found of findSessionFiles(home).files) {
    const answer = await readSessionFile({ ...found, known: undefined });
    if (answer.type !== 'read') throw new Error(JSON.stringify(answer));
    read.push(answer.file);
  }
  return read;
}

/** Requests and tokens of session files, added up. */
export function totalsOf(files: readonly SessionFile[]): Omit<Ledger[string], 'id'> {
  const sums = { requests: 0, input: 0, cached: 0, output: 0, reasoning: 0, total: 0 };
  for (const row of files.flatMap(({ rows }) => rows))
    for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += row[name];
  return sums;
}

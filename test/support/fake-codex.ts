import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp.ts';

/** What the stand-in does when its arguments start with `when`. */
export type Rule = {
  when: readonly string[];
  exit?: number;
  stdout?: string;
  stderr?: string;
  signal?: 'SIGSEGV';
  hang?: boolean;
  ignoreTerm?: boolean;
  /** Leaves a process behind that keeps its output open. */
  grandchild?: boolean;
  appServer?: { before?: readonly string[]; userAgent?: string };
  /** Listens and answers every upgrade with this status. */
  listen?: { status: number };
};

const version: Rule = { when: ['--version'], stdout: 'codex-cli 0.139.0\n' };

/** A stand-in for the CLI that behaves as told, and states 0.139.0 unless told otherwise. */
export function fakeCodex(...rules: readonly Rule[]): string {
  const folder = join(tempFolder(), 'bin');
  mkdirSync(folder);
  const path = join(folder, 'codex');
  copyFileSync(new URL('../fixtures/fake-codex/codex', import.meta.url), path);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'behaviour.json'), JSON.stringify([...rules, version]));
  return path;
}

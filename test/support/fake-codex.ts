import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from './temp.ts';

/** What the stand-in does when its arguments start with `when`. */
export type Rule = {
  when: readonly string[];
  exit?: number;
  stdout?: string;
  stdoutTimes?: number;
  stderr?: string;
  stderrTimes?: number;
  /** Prints its environment as JSON. */
  printEnvironment?: boolean;
  signal?: 'SIGSEGV';
  hang?: boolean;
  ignoreTerm?: boolean;
  /** Leaves a process behind that keeps its output open. */
  grandchild?: boolean;
  /** Answers each request with a user agent or a refusal, after other lines; with neither, never. */
  appServer?: {
    before?: readonly string[];
    userAgent?: string;
    refusal?: string;
    /** Byte by byte. */
    split?: boolean;
    /** Does not end when its input is closed. */
    staysOn?: boolean;
  };
  /** Listens and answers every upgrade with this status; null never answers. */
  listen?: { status: number | null; userAgent?: string; ignoreTerm?: boolean };
};

/** One call of the stand-in, as it saw it. */
export type Call = {
  args: readonly string[];
  cwd: string;
  codexHome: string;
  /** Paths in CODEX_HOME. */
  homeHolds: readonly string[];
  /** Names of variables. */
  environment: readonly string[];
  stdin: 'null' | 'pipe';
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

/** Every call of a stand-in so far. */
export function callsOf(codex: string): readonly Call[] {
  const path = join(dirname(codex), 'calls.jsonl');
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Call);
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { devNull } from 'node:os';
import { WorkError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { World } from '../world/world.ts';

/** One call of git in a repository; `environment` adds variables. */
type GitCall = {
  input?: Buffer | string;
  /** Most bytes that are read; the rest is not, and `cut` says so. 64 MiB by default. */
  most?: number;
  environment?: Readonly<Record<string, string>>;
};

/** What git answered: its exit code, what it wrote, and the last line of what it complained about. */
type GitAnswer = { code: number; stdout: Buffer; cut: boolean; complaint: string };

export type Git = {
  /** Runs git to its end, whatever its exit code. */
  ask: (args: readonly string[], call?: GitCall) => Promise<GitAnswer>;
  /** The same. @throws WorkError for an exit code other than 0, with what git said */
  need: (args: readonly string[], call?: GitCall) => Promise<Buffer>;
  /** Starts git; the caller reads its output. */
  start: (args: readonly string[], call?: Pick<GitCall, 'environment'>) => ChildProcessWithoutNullStreams;
};

/** No answer of git takes longer. */
const timeoutMs = 120_000;

/** Settings of a repository or a person that would run a program, fetch, or change what is printed. */
const settings: Readonly<Record<string, string>> = {
  'core.fsmonitor': 'false',
  'core.hooksPath': devNull,
  'core.quotePath': 'true',
  'core.untrackedCache': 'false',
  // What is written is read once and removed.
  'core.compression': '0',
  'core.looseCompression': '0',
  // Keeps an incomplete clone from fetching what it lacks.
  'protocol.allow': 'never',
};

/** Variables that point git at another repository, or that configure it behind our back. */
const elsewhere =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|INDEX_VERSION|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|EXTERNAL_DIFF|DIFF_OPTS|CONFIG_PARAMETERS|SHALLOW_FILE|GRAFT_FILE|REPLACE_REF_BASE|ATTR_SOURCE|[A-Z]+_PATHSPECS|TRACE.*)$/;

/** Git in a folder, without the shell and without programs that its settings name. */
export async function gitIn({ environment }: Pick<World, 'environment'>, folder: string): Promise<Git> {
  const set = { ...settings, ...(await withoutFilters(gitWith({ environment, folder, set: settings }))) };
  return gitWith({ environment, folder, set });
}

type Place = { environment: World['environment']; folder: string; set: Readonly<Record<string, string>> };

function gitWith({ environment, folder, set }: Place): Git {
  const start = (args: readonly string[], { environment: more = {} }: GitCall = {}) =>
    spawn('git', [...args], {
      cwd: folder,
      env: { ...gitEnvironment(environment, set), ...more },
      stdio: 'pipe',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
  const ask = (args: readonly string[], call: GitCall = {}) => answerOf(start(args, call), call);
  const need = async (args: readonly string[], call: GitCall = {}) => {
    const { code, stdout, complaint } = await ask(args, call);
    if (code === 0) return stdout;
    throw new WorkError(`git ${args[0] ?? ''}: ${complaint || `exit code ${code}`}`);
  };
  return { ask, need, start };
}

/** Settings that take the program out of every filter: comparing two files would run it. */
async function withoutFilters(git: Git): Promise<Record<string, string>> {
  const asked = '^filter\\..*\\.(clean|smudge|process|required)$';
  const { stdout } = await git.ask(['config', '-z', '--name-only', '--get-regexp', asked]);
  const names = splitNul(stdout).map(String);
  return Object.fromEntries(names.map((name) => [name, name.endsWith('.required') ? 'false' : '']));
}

function gitEnvironment(
  environment: World['environment'],
  set: Readonly<Record<string, string>>,
): Record<string, string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !elsewhere.test(name));
  const given = Number.parseInt(environment.GIT_CONFIG_COUNT ?? '', 10) || 0;
  const added = Object.entries(set).flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${given + index}`, name],
    [`GIT_CONFIG_VALUE_${given + index}`, value],
  ]);
  return {
    ...Object.fromEntries([...kept, ...added]),
    GIT_CONFIG_COUNT: String(given + Object.keys(set).length),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_LITERAL_PATHSPECS: '1',
    LC_ALL: 'C',
  };
}

function answerOf(
  git: ChildProcessWithoutNullStreams,
  { input = '', most = 64 * 1024 * 1024 }: GitCall,
): Promise<GitAnswer> {
  return new Promise((done) => {
    const parts: Buffer[] = [];
    let length = 0;
    let cut = false;
    let complaint = '';
    git.stdout.on('data', (part: Buffer) => {
      if (length + part.length <= most) parts.push(part);
      else {
        if (!cut) parts.push(part.subarray(0, most - length));
        cut = true;
        git.kill('SIGKILL');
      }
      length += part.length;
    });
    git.stderr.on('data', (part: Buffer) => {
      complaint = (complaint + part.toString()).slice(-2000);
    });
    git.stdin.on('error', () => undefined);
    git.stdin.end(input);
    const finish = (code: number) =>
      done({ code, stdout: Buffer.concat(parts), cut, complaint: cleanLine(lastLine(complaint)) });
    git.on('error', (cause) => {
      complaint = cause.message;
      finish(127);
    });
    git.on('close', (code) => finish(cut ? 0 : (code ?? 128)));
  });
}

const lastLine = (text: string) => text.trim().split('\n').at(-1) ?? '';

/** The parts of a list that ends each part with NUL. */
export function splitNul(list: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < list.length; ) {
    const end = list.indexOf(0, start);
    const stop = end < 0 ? list.length : end;
    parts.push(list.subarray(start, stop));
    start = stop + 1;
  }
  return parts;
}

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { childEnvironment } from '../../../codex/cli/environment.ts';
import { startProcess } from '../../../codex/cli/start-process.ts';
import { describeEnd } from '../../../domain/base/outcome.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { Finding, OtherTool } from '../../../domain/runs/workflows/finding.ts';
import { type FileOf, readOtherFindings } from '../../../domain/runs/workflows/other-findings.ts';
import type { World } from '../../world/world.ts';

const timeoutMs = 60_000;

/** A file that other linters are asked about: `path` from the folder in which they run, `file` as it is shown. */
export type AskedFile = { path: string; file: string };

type Linter = {
  tool: OtherTool['tool'];
  version: readonly string[];
  /** Arguments before the files. */
  args: readonly string[];
  reads: (path: string) => boolean;
  /** Exit codes with which it has answered. */
  answers: (code: number) => boolean;
};

const linters: readonly Linter[] = [
  {
    tool: 'zizmor',
    version: ['--version'],
    // Without --offline it may ask GitHub, with a token of the person.
    args: ['--offline', '--no-progress', '--no-exit-codes', '--format=json', '--'],
    reads: () => true,
    answers: (code) => code === 0,
  },
  {
    tool: 'actionlint',
    version: ['-version'],
    args: ['-no-color', '-format', '{{json .}}', '--'],
    reads: (path) => path.includes('.github/workflows/'),
    answers: (code) => code === 0 || code === 1,
  },
];

/**
 * Asks zizmor and actionlint, where they are installed, about the same files. They are started without a shell, with a
 * limit of time and output, and what they print is read as hostile.
 *
 * @param root the folder in which they run: the top of the repository
 */
export async function askOtherLinters(
  { environment }: Pick<World, 'environment'>,
  { root, files, signal }: { root: string; files: readonly AskedFile[]; signal: AbortSignal },
): Promise<{ findings: readonly Finding[]; tools: readonly OtherTool[] }> {
  const answers = await Promise.all(
    linters.map(async (linter): Promise<{ findings: readonly Finding[]; tools: readonly OtherTool[] }> => {
      const asked = files.filter(({ path }) => linter.reads(path));
      if (asked.length === 0) return { findings: [], tools: [] };
      const program = await findProgram(linter.tool, environment);
      if (program === undefined)
        return { findings: [], tools: [{ tool: linter.tool, state: 'not installed' }] };
      return askLinter(linter, { program, environment, root, files: asked, signal });
    }),
  );
  return {
    findings: answers.flatMap(({ findings }) => findings),
    tools: answers.flatMap(({ tools }) => tools),
  };
}

async function askLinter(
  linter: Linter,
  {
    program,
    environment,
    root,
    files,
    signal,
  }: {
    program: string;
    environment: World['environment'];
    root: string;
    files: readonly AskedFile[];
    signal: AbortSignal;
  },
): Promise<{ findings: readonly Finding[]; tools: readonly OtherTool[] }> {
  const { tool } = linter;
  const { CODEX_HOME: _, ...env } = childEnvironment(environment, '');
  const run = (args: readonly string[]) =>
    startProcess([program, ...args], { cwd: root, env, timeoutMs, signal }).outcome;
  const failed = (reason: string) => ({
    findings: [],
    tools: [{ tool, state: 'failed' as const, reason }],
  });
  const stated = await run(linter.version);
  signal.throwIfAborted();
  const version =
    /\d+\.\d+(?:\.\d+)?(?:[-+.\w]*)/.exec(stated.stdout.slice(0, 200))?.[0] ?? 'of an unknown version';
  // A name that begins with a dash is no option.
  const outcome = await run([...linter.args, ...files.map(({ path }) => `./${path}`)]);
  signal.throwIfAborted();
  const { end, stdout, stderr } = outcome;
  if (end.type !== 'exit' || !linter.answers(end.code)) {
    const complaint = cleanLine(stderr.slice(0, 2000)).slice(0, 200);
    return failed(complaint === '' ? describeEnd(end) : `${describeEnd(end)}: ${complaint}`);
  }
  const findings = readOtherFindings(tool, stdout, namesOf(root, files));
  if (findings === undefined) return failed('what it printed is not what it is known to print');
  return { findings, tools: [{ tool, state: 'ran', version }] };
}

function namesOf(root: string, files: readonly AskedFile[]): FileOf {
  const names = new Map(files.map(({ path, file }) => [resolve(root, path), file]));
  return (path) => names.get(resolve(root, path));
}

/** A program on PATH. Folders that are named from where a process runs are left out: a repository could be one. */
async function findProgram(name: string, { PATH = '' }: World['environment']): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.exe'] : [''];
  for (const folder of PATH.split(delimiter).filter(isAbsolute)) {
    for (const ending of endings) {
      const path = join(folder, `${name}${ending}`);
      const isProgram = await access(path, constants.X_OK)
        .then(async () => (await stat(path)).isFile())
        .catch(() => false);
      if (isProgram) return path;
    }
  }
  return undefined;
}

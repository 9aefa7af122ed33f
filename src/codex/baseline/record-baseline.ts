import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkError } from '../../domain/base/errors.ts';
import { describeEnd, exited, type Outcome } from '../../domain/base/outcome.ts';
import { parseVersion } from '../../domain/checks/judge/install.ts';
import type { Baseline, HelpPage, Protocol } from '../../domain/upgrade/baseline/baseline.ts';
import {
  ALL_TYPES,
  PROTOCOL_FILES,
  parseFeatures,
  parseHelp,
  parseModels,
  parseProtocol,
} from '../../domain/upgrade/baseline/parse-answers.ts';
import { childEnvironment, type Environment } from '../cli/environment.ts';
import { findProgram, hashBinary, hashInstalledFiles } from '../cli/install.ts';
import { createIsolation } from '../cli/isolation.ts';
import { sideBySide } from '../cli/side-by-side.ts';
import { startProcess } from '../cli/start-process.ts';

const timeoutMs = 30_000;

/** Runs `codex` with these arguments in an empty CODEX_HOME. */
type Ask = (args: readonly string[]) => Promise<Outcome>;

/**
 * Describes a CLI by its own answers in an empty CODEX_HOME. A part that the version does
 * not have becomes null.
 *
 * @throws WorkError when the CLI does not state its version
 */
export async function recordBaseline(
  codex: string,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
): Promise<Baseline> {
  const isolation = await createIsolation(environment);
  const program = await findProgram(codex);
  const env = { ...childEnvironment(environment, isolation.home), ...program.environment };
  const ask: Ask = (args) =>
    startProcess([program.path, ...args], { cwd: isolation.work, env, timeoutMs, signal }).outcome;
  try {
    const version = await ask(['--version']);
    const cli = parseVersion(version);
    if (cli === undefined)
      throw new WorkError(`${codex} does not state its version: ${describeEnd(version.end)}`);
    const schemas = join(isolation.work, 'schemas');
    await mkdir(schemas);
    return {
      version: 1,
      cli,
      binaries: await hashBinary(codex),
      files: { [`${process.platform}-${process.arch}`]: await hashInstalledFiles(codex) },
      features: parseIfExited(await ask(['features', 'list']), parseFeatures),
      protocol: await readProtocol(ask, schemas),
      models: parseIfExited(await ask(['debug', 'models', '--bundled']), parseModels),
      help: await readHelp(ask),
    };
  } finally {
    await isolation.remove();
  }
}

function parseIfExited<T>(outcome: Outcome, parse: (stdout: string) => T | undefined): T | null {
  return exited(outcome) ? (parse(outcome.stdout) ?? null) : null;
}

async function readHelp(ask: Ask): Promise<Record<string, HelpPage>> {
  const { pages } = await readHelpPages(ask, 2);
  return Object.fromEntries(
    [...pages].map(([path, text]) => [path === '' ? 'codex' : `codex ${path}`, parseHelp(text)]),
  );
}

/**
 * The help pages of a CLI by the words of the command, `''` for the CLI itself.
 *
 * @param depth how many words a command has at most
 */
export async function readHelpPages(
  ask: Ask,
  depth: number,
): Promise<{ pages: ReadonlyMap<string, string>; failed: readonly Outcome[] }> {
  const pages = new Map<string, string>();
  const failed: Outcome[] = [];
  let level: readonly (readonly string[])[] = [[]];
  while (level.length > 0) {
    const outcomes = await sideBySide(level, async (path) => ({
      path,
      outcome: await ask(['help', ...path]),
    }));
    for (const { path, outcome } of outcomes) {
      if (exited(outcome)) pages.set(path.join(' '), outcome.stdout);
      else failed.push(outcome);
    }
    level = outcomes.flatMap(({ path, outcome }) =>
      path.length < depth && exited(outcome)
        ? parseHelp(outcome.stdout).commands.map((name) => [...path, name])
        : [],
    );
  }
  return { pages, failed };
}

/** Lets a CLI generate its protocol schema into an empty folder and reads it; null when it cannot. */
export async function readProtocol(
  ask: (args: readonly string[]) => Promise<Outcome>,
  folder: string,
): Promise<Protocol | null> {
  if (!exited(await ask(['app-server', 'generate-json-schema', '--out', folder]))) return null;
  const files = await Promise.all(
    PROTOCOL_FILES.map(
      async (name) => [name, JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8'))] as const,
    ),
  );
  const all = await readFile(join(folder, `${ALL_TYPES}.json`), 'utf8').then(
    (text): unknown => JSON.parse(text),
    () => undefined,
  );
  return parseProtocol(Object.fromEntries(files) as Parameters<typeof parseProtocol>[0], all);
}

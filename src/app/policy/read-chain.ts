import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { teamHome } from '../../codex/cli/isolation.ts';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { readChainSettings, readCommands, readLoadedChain } from '../../codex/config/instruction-chain.ts';
import { foldersToRoot } from '../../codex/config/team-layers.ts';
import {
  type ChainFile,
  describeChain,
  type FolderFiles,
  type FoundFile,
} from '../../domain/policy/instructions/instruction-files.ts';
import {
  type InstructionFinding,
  lintInstructions,
} from '../../domain/policy/instructions/lint-instructions.ts';
import { requireFolder } from '../files/require-folder.ts';
import { findWorkingCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** The instruction chain of a folder. */
export type InstructionChain = {
  folder: string;
  /** Bytes of project files that the CLI takes at most. */
  limit: number;
  files: readonly ChainFile[];
};

/** Whose chain is read, and with which CLI. */
export type ChainRequest = { folder?: string | undefined; codex?: string | undefined; signal: AbortSignal };

/**
 * What the real CLI loads for a folder, beside what is on disk.
 *
 * @throws UsageError for a folder that is not there
 */
export async function readChain(world: World, request: ChainRequest): Promise<InstructionChain> {
  const { environment, cwd } = world;
  const folder = requireFolder(cwd, request.folder ?? '.');
  const home = teamHome(environment);
  const { limit, fallbacks } = await readChainSettings(home);
  const { codex } = await findWorkingCli(world, request);
  const loaded = await withPrivateCli({ codex, environment, signal: request.signal }, async (cli) => {
    return readLoadedChain({
      teamHome: home,
      home: cli.home,
      work: cli.work,
      project: folder,
      codexStart: (args) => cli.start([codex, ...args]),
      record: () => undefined,
    });
  });
  const names = ['AGENTS.override.md', 'AGENTS.md'];
  const folders = [
    await filesOf(home, names),
    ...(await Promise.all(
      (await foldersToRoot(folder)).map((one) => filesOf(one, [...names, ...fallbacks])),
    )),
  ];
  return { folder, limit, files: describeChain({ folders, loaded, limit }) };
}

/**
 * Lints what the chain of a folder says.
 *
 * @throws UsageError for a folder that is not there
 */
export async function lintChain(
  world: World,
  request: ChainRequest,
): Promise<{ chain: InstructionChain; findings: readonly InstructionFinding[] }> {
  const chain = await readChain(world, request);
  const counting = chain.files.filter(({ state }) => state === 'loaded' || state === 'cut');
  const texts = await Promise.all(counting.map(({ path }) => readFile(path, 'utf8')));
  if (counting.length === 0)
    return { chain, findings: [{ severity: 'fail', text: 'the CLI loads no instructions here' }] };
  const { scripts, targets } = await readCommands(chain.folder);
  const lost = chain.files.filter(({ state }) => state === 'dropped' || state === 'cut' || state === 'empty');
  return {
    chain,
    findings: [
      ...lost.map(({ path, state, note }) => ({
        severity: 'fail' as const,
        text: `${path} is ${state}: ${note}`,
      })),
      ...lintInstructions({ text: texts.join('\n\n'), scripts, targets }),
    ],
  };
}

async function filesOf(folder: string, names: readonly string[]): Promise<FolderFiles> {
  const found = await Promise.all(names.map((name) => readFound(join(folder, name))));
  return found.filter((file) => file !== undefined);
}

async function readFound(path: string): Promise<FoundFile | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return undefined;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, bytes: bytes.length, sha256, isEmpty: bytes.toString('utf8').trim() === '' };
}

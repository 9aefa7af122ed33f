import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ChainTrial, InstructionFile } from '../domain/checks/judge/instruction-chain.ts';
import { withAppServer } from './app-server-session.ts';
import type { ProbeContext } from './probe.ts';
import { readTextIfThere } from './read-regular-file.ts';
import { copyTeamHome } from './scratch.ts';
import { readTeamConfigs } from './team-config.ts';
import { foldersToRoot } from './team-layers.ts';

/** Where a chain is read. */
type ChainPlace = Pick<ProbeContext, 'teamHome' | 'home' | 'project' | 'codexStart' | 'record'>;

const defaultLimit = 32_768;
const globalFiles = ['AGENTS.md', 'AGENTS.override.md'];
const threadStarted = z.looseObject({ instructionSources: z.array(z.string()).optional() });

/** The instruction files of a project as they lie on disk, root first, one a folder. */
export async function readChainOnDisk(context: ProbeContext): Promise<Pick<ChainTrial, 'onDisk' | 'limit'>> {
  const { limit, fallbacks } = await readChainSettings(context.teamHome);
  const folders = await foldersToRoot(context.project);
  const files = await Promise.all(folders.map((folder) => instructionFile(folder, fallbacks)));
  return { onDisk: files.filter((file) => file !== undefined), limit };
}

/**
 * What the CLI says that it loads: `instructionSources` of a new ephemeral thread. Of the team's
 * configuration only the settings of the chain are used, so that no MCP server of theirs is started
 * (facts/codex-plugins-sandbox-policy.md §0.11).
 */
export async function readLoadedChain(context: ChainPlace): Promise<readonly string[] | undefined> {
  await copyTeamHome(context.teamHome, context.home, globalFiles);
  const { limit, fallbacks } = await readChainSettings(context.teamHome);
  const settings = `project_doc_max_bytes = ${limit}\nproject_doc_fallback_filenames = ${JSON.stringify(fallbacks)}\n`;
  await writeFile(join(context.home, 'config.toml'), settings, { mode: 0o600 });
  return withAppServer(context, async ({ client }) => {
    const thread = await client.request('thread/start', { cwd: context.project, ephemeral: true });
    const sources = threadStarted.parse(thread).instructionSources;
    return sources;
  });
}

/** The settings of the chain in a CODEX_HOME: the byte limit, and other names that count as AGENTS.md. */
export async function readChainSettings(
  teamHome: string,
): Promise<{ limit: number; fallbacks: readonly string[] }> {
  const files = await readTeamConfigs(teamHome);
  const config = files.find(({ name }) => name === 'config.toml')?.config;
  return {
    limit: config?.project_doc_max_bytes ?? defaultLimit,
    fallbacks: config?.project_doc_fallback_filenames ?? [],
  };
}

async function instructionFile(
  folder: string,
  fallbacks: readonly string[],
): Promise<InstructionFile | undefined> {
  for (const name of ['AGENTS.override.md', 'AGENTS.md', ...fallbacks]) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) continue;
    const empty = found.size === 0 || readTextIfThere(path)?.trim() === '';
    return { path, bytes: found.size, override: name === 'AGENTS.override.md', empty };
  }
  return undefined;
}

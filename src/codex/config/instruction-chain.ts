import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse, stringify, TomlError } from 'smol-toml';
import * as z from 'zod';
import type { ChainTrial, InstructionFile, LoadedChain } from '../../domain/checks/judge/agents.ts';
import { overlay, withoutConnections } from '../../domain/policy/config/without-connections.ts';
import type { InstructionSources } from '../../domain/policy/instructions/lint-instructions.ts';
import { type AppServerClient, AppServerError } from '../app-server/app-server-client.ts';
import { withAppServer } from '../app-server/app-server-session.ts';
import type { ProbeContext } from '../checks/probe.ts';
import { copyTeamHome } from '../cli/isolation.ts';
import { readTextIfThere } from '../cli/read-regular-file.ts';
import { readTeamConfigs } from './team-config.ts';
import { copyTeamConfig, mirrorProject, type ProjectMirror } from './team-copy.ts';
import { foldersToRoot } from './team-layers.ts';

/** Where a chain is read. */
type ChainPlace = Pick<ProbeContext, 'teamHome' | 'home' | 'work' | 'project' | 'codexStart' | 'record'>;

const defaultLimit = 32_768;
const instructionNames = ['AGENTS.md', 'AGENTS.override.md'];
const threadStarted = z.looseObject({ instructionSources: z.array(z.string()).optional() });

// A profile that sets none of these loads the same instructions as config.toml does.
const chainSettings =
  /^(?:default_permissions|permissions|sandbox_mode|project_doc_|project_root_markers|features$|model_instructions)/;

/** The instruction files of a project on disk, root first, one per folder. */
export async function readChainOnDisk(
  context: Pick<ProbeContext, 'teamHome' | 'project'>,
): Promise<Pick<ChainTrial, 'onDisk' | 'limit'>> {
  const { limit, fallbacks } = await readChainSettings(context.teamHome);
  const folders = await foldersToRoot(context.project);
  const files = await Promise.all(folders.map((folder) => instructionFile(folder, fallbacks)));
  return { onDisk: files.filter((file) => file !== undefined), limit };
}

/**
 * What the CLI says that it loads in the folder of the project: `instructionSources` of a new ephemeral
 * thread, under the configuration of the team.
 */
export async function readLoadedChain(place: ChainPlace): Promise<readonly string[] | undefined> {
  const { mirror, configs } = await prepare(place);
  const [base] = configs;
  if (!base) return undefined;
  return withConfig(place, { mirror, config: base.config }, async (client) => {
    const { sources } = await startThread(place, { client, mirror, folder: mirror.folder });
    return sources;
  });
}

/**
 * The same for the folder of the project and for a subfolder of it, under config.toml and under every profile that may
 * change the chain. A session that leaves something in its folder may do so before or after it looks for instructions,
 * so one more is started there.
 */
export async function readLoadedChains(place: ChainPlace): Promise<readonly LoadedChain[]> {
  const { mirror, configs } = await prepare(place);
  const chains: LoadedChain[] = [];
  for (const [index, { name: under, config }] of configs.entries()) {
    // Each has a folder of its own: what is left under one configuration is not the fault of another.
    const subfolder = join(mirror.folder, `cockpit-subfolder-${index}`);
    await mkdir(subfolder);
    const start = (client: AppServerClient, folder: string) => startThread(place, { client, mirror, folder });
    const [inProject, inSubfolder] = await withConfig(place, { mirror, config }, async (client) => [
      await start(client, mirror.folder),
      await start(client, subfolder),
    ]);
    const left = (await readdir(subfolder)).sort();
    chains.push({ ...inProject, under, from: 'the project', left: [] });
    chains.push({ ...inSubfolder, under, from: 'a subfolder', left });
    if (left.length === 0) continue;
    const again = await withConfig(place, { mirror, config }, (client) => start(client, subfolder));
    chains.push({ ...again, under, from: 'a subfolder that a session has used', left: [] });
  }
  return chains;
}

type Values = Readonly<Record<string, unknown>>;

/** Copies all that a session reads, and parses the configurations without what would open a connection. */
async function prepare(
  place: ChainPlace,
): Promise<{ mirror: ProjectMirror; configs: readonly { name: string; config: Values }[] }> {
  const { teamHome, home } = place;
  await copyTeamHome(teamHome, home, instructionNames);
  await copyTeamConfig(teamHome, home);
  const { fallbacks } = await readChainSettings(teamHome);
  const mirror = await mirrorProject(place, [...instructionNames, ...fallbacks]);
  // A session would start the servers and hooks of the project too.
  for (const path of mirror.configs)
    await writeFile(path, stringify(withoutConnections(readValues(path) ?? {})), { mode: 0o600 });
  const base = readValues(join(teamHome, 'config.toml')) ?? {};
  const profiles: { name: string; config: Values }[] = [];
  for (const { path, name, profile } of await readTeamConfigs(teamHome)) {
    const values = profile === undefined ? undefined : readValues(path);
    if (values && Object.keys(values).some((key) => chainSettings.test(key)))
      profiles.push({ name, config: overlay(base, values) });
  }
  return { mirror, configs: [{ name: 'config.toml', config: base }, ...profiles] };
}

async function withConfig<T>(
  place: ChainPlace,
  { mirror, config }: { mirror: ProjectMirror; config: Values },
  work: (client: AppServerClient) => Promise<T>,
): Promise<T> {
  const text = stringify(withoutConnections(config));
  await writeFile(join(place.home, 'config.toml'), text, { mode: 0o600 });
  return withAppServer(place, ({ client }) => work(client), mirror.trust);
}

async function startThread(
  { home, teamHome }: ChainPlace,
  { client, mirror, folder }: { client: AppServerClient; mirror: ProjectMirror; folder: string },
): Promise<{ sources: readonly string[] | undefined; refused: string | undefined }> {
  const told = (text: string) => mirror.told(text).replaceAll(home, teamHome);
  try {
    const thread = await client.request('thread/start', { cwd: folder, ephemeral: true });
    return { sources: threadStarted.parse(thread).instructionSources?.map(told), refused: undefined };
  } catch (cause) {
    if (!(cause instanceof AppServerError)) throw cause;
    return { sources: undefined, refused: told(cause.message) };
  }
}

/** Undefined when it is not there or is not valid TOML: config.strict says what is wrong with it. */
function readValues(path: string): Values | undefined {
  try {
    const text = readTextIfThere(path);
    return text === undefined ? undefined : parse(text);
  } catch (cause) {
    if (cause instanceof TomlError) return undefined;
    throw cause;
  }
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

/** The commands of a folder, as far as instructions may name them: its own, and those up to the root of the repository. */
export async function readCommands(folder: string): Promise<Omit<InstructionSources, 'text'>> {
  const folders = await foldersToRoot(folder);
  return { scripts: joined(folders.map(scriptsOf)), targets: joined(folders.map(targetsOf)) };
}

/** What is named anywhere; undefined when nothing can name it. */
function joined(lists: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const there = lists.filter((list) => list !== undefined);
  return there.length === 0 ? undefined : there.flat();
}

function scriptsOf(folder: string): readonly string[] | undefined {
  const text = readTextIfThere(join(folder, 'package.json'));
  if (text === undefined) return undefined;
  try {
    const { scripts = {} }: { scripts?: Record<string, unknown> } = JSON.parse(text);
    return Object.keys(scripts);
  } catch {
    return [];
  }
}

function targetsOf(folder: string): readonly string[] | undefined {
  const text = readTextIfThere(join(folder, 'Makefile'));
  return text === undefined
    ? undefined
    : [...text.matchAll(/^([\w.-]+)\s*:(?!=)/gm)].map(([, name = '']) => name);
}

import { realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { errorText, exited, type Outcome } from '../../domain/base/outcome.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { type AskedLoads, type ListedHook, nothingAsked } from '../../domain/plugins/inventory/loads.ts';
import type { Server } from '../../domain/plugins/inventory/plugin-contents.ts';
import { isValidName } from '../../domain/plugins/manifest/name.ts';
import { AppServerClient, AppServerError, shakeHands } from '../app-server/app-server-client.ts';
import type { StartedProcess } from '../cli/start-process.ts';
import { copyForLoading, type LoadedPlugin, writeMarketplace } from './copy-for-loading.ts';

/** A CLI on a private home that is only asked, never let out: no network, and no home of the person. */
export type AskedCli = {
  home: string;
  work: string;
  run(args: readonly string[]): Promise<Outcome>;
  start(args: readonly string[]): StartedProcess;
};

/** Plugins with servers of the same name are asked about one after the other, and this often at most. */
const mostRounds = 16;

/**
 * Asks the CLI what it loads of each plugin, all of them switched on. The private home gets no marketplace, so
 * nothing is upgraded, and each server is switched off before servers are listed, so none is started or called.
 */
export async function askLoads(
  codexHome: string,
  plugins: readonly LoadedPlugin[],
  cli: AskedCli,
): Promise<ReadonlyMap<string, AskedLoads>> {
  const answers = new Map<string, AskedLoads>();
  const missing = copyForLoading(codexHome, cli.home, plugins);
  const asked = plugins.filter(({ id, folder }) => {
    const why =
      isValidName(folder.name) && isValidName(folder.marketplace)
        ? missing.get(id)
        : 'its name is not allowed';
    if (why !== undefined) answers.set(id, nothingAsked(`what the CLI loads was not asked: ${why}`));
    return why === undefined;
  });
  if (asked.length === 0) return answers;
  try {
    writeConfig(
      cli.home,
      asked.map(({ id }) => ({ id, servers: [] })),
    );
    const said = await withPlugins(cli, (client) => askAppServer(client, asked, cli));
    const servers = await askServers(cli, said);
    for (const { plugin, hooks, skills, apps } of said)
      answers.set(plugin.id, { hooks, skills, apps, servers: servers.get(plugin.id) ?? [] });
  } catch (cause) {
    const why = `the CLI could not be asked what it loads: ${cleanLine((cause as Error).message).slice(0, 200)}`;
    for (const { id } of asked) if (!answers.has(id)) answers.set(id, nothingAsked(why));
  }
  return answers;
}

type Said = Omit<AskedLoads, 'servers'> & {
  plugin: LoadedPlugin;
  /** The names of its servers, or why they are not known. */
  servers: readonly string[] | { unproven: string };
};

const hook = z.looseObject({
  eventName: z.string(),
  command: z.string().nullish(),
  matcher: z.string().nullish(),
  timeoutSec: z.number(),
  sourcePath: z.string(),
  pluginId: z.string().nullish(),
});
const hooksReply = z.looseObject({ data: z.array(z.looseObject({ hooks: z.array(hook) })) });
const skillsReply = z.looseObject({
  data: z.array(z.looseObject({ skills: z.array(z.looseObject({ path: z.string() })) })),
});
const readReply = z.looseObject({
  plugin: z.looseObject({
    hooks: z.array(z.unknown()),
    apps: z.array(z.looseObject({ id: z.string() })),
    mcpServers: z.array(z.string()),
  }),
});
type Detail = { answer: z.output<typeof readReply>['plugin'] } | { refused: string };

/** Starts an app-server with plugins, lets `work` use it, and ends it. */
async function withPlugins<T>(cli: AskedCli, work: (client: AppServerClient) => Promise<T>): Promise<T> {
  const server = cli.start(['app-server']);
  const client = new AppServerClient((text) => server.stdin?.write(`${text}\n`));
  server.stdin?.on('error', () => undefined);
  if (server.stdout) createInterface({ input: server.stdout }).on('line', (line) => client.receive(line));
  void server.outcome.then((outcome) => client.close(errorText(outcome) || 'it ended without a reply'));
  try {
    const handshake = await shakeHands(client);
    if (handshake.type !== 'answered')
      throw new Error(handshake.type === 'silent' ? handshake.reason : handshake.message);
    return await work(client);
  } finally {
    server.stdin?.end();
    await server.stop();
  }
}

async function askAppServer(
  client: AppServerClient,
  plugins: readonly LoadedPlugin[],
  { home, work }: AskedCli,
): Promise<readonly Said[]> {
  // One after the other: what the first has loaded serves the second, which side by side loads all again.
  const listed = hooksReply.parse(await client.request('hooks/list', { cwds: [work] }));
  const found = skillsReply.parse(await client.request('skills/list', { cwds: [work] }));
  const hooks = listed.data.flatMap((one) => one.hooks);
  const skills = found.data.flatMap((one) => one.skills.map(({ path }) => path));
  const details = await readEach(client, plugins, home);
  const listsHooks =
    hooks.some(({ pluginId }) => typeof pluginId === 'string') ||
    !details.some((one) => 'answer' in one && one.answer.hooks.length > 0);
  // A newer CLI names no app without a login.
  const namesApps = details.some((one) => 'answer' in one && one.answer.apps.length > 0);
  return plugins.map((plugin, n): Said => {
    const root = join(realpathSync(home), plugin.folder.path);
    const detail: Detail = details[n] ?? { refused: 'no reply' };
    const mine = hooks.filter(({ pluginId }) => pluginId === plugin.id);
    const isInvalid = 'refused' in detail && /invalid plugin\.json/.test(detail.refused);
    const unproven =
      'refused' in detail && !isInvalid
        ? { unproven: `the CLI does not say what it loads: ${detail.refused}` }
        : undefined;
    const { apps, mcpServers } = 'answer' in detail ? detail.answer : { apps: [], mcpServers: [] };
    return {
      plugin,
      hooks: unproven ?? (listsHooks ? mine.map((one) => toHook(one, root, home)) : keptBack),
      skills: skills.filter((path) => path.startsWith(`${root}/`)).map((path) => path.slice(root.length + 1)),
      apps: unproven ?? (namesApps || isInvalid ? apps.map(({ id }) => id) : withoutLogin),
      servers: unproven ?? mcpServers,
    };
  });
}

/**
 * Asks about one plugin after the other what no list shows. For each question the CLI reads the configuration, the
 * whole marketplace and the skills again: so none is switched on, the marketplace offers the one alone, and
 * skills, which are listed by now, are gone. With all of it 180 plugins take ten times as long.
 */
async function readEach(
  client: AppServerClient,
  plugins: readonly LoadedPlugin[],
  home: string,
): Promise<readonly Detail[]> {
  writeConfig(home, []);
  const details: Detail[] = [];
  for (const { folder, entries } of plugins) {
    for (const { path } of entries)
      if (path.endsWith('SKILL.md')) rmSync(join(home, folder.path, path), { force: true });
    const marketplacePath = writeMarketplace(home, folder);
    details.push(
      await client
        .request('plugin/read', { pluginName: folder.name, marketplacePath })
        .then((reply): Detail => ({ answer: readReply.parse(reply).plugin }))
        .catch(refusal),
    );
  }
  return details;
}

const keptBack = { unproven: 'settings of this machine keep the CLI from listing the hooks of plugins' };
const withoutLogin = { unproven: 'the CLI names no apps without a login' };

function refusal(cause: unknown): Detail {
  if (cause instanceof AppServerError) return { refused: cleanLine(cause.message).slice(0, 200) };
  throw cause;
}

/** A hook as we read one: paths of the private home are replaced by what the CLI writes for them. */
function toHook(
  { eventName, matcher, command, timeoutSec, sourcePath }: z.output<typeof hook>,
  root: string,
  home: string,
): ListedHook {
  return {
    event: `${eventName.slice(0, 1).toUpperCase()}${eventName.slice(1)}`,
    matcher: matcher ?? null,
    command: withoutHome(command ?? '', root, home),
    timeout: timeoutSec,
    file: sourcePath.startsWith(`${root}/`) ? sourcePath.slice(root.length + 1) : sourcePath,
  };
}

function withoutHome(text: string, root: string, home: string): string {
  const data = join(realpathSync(home), 'plugins', 'data');
  return text
    .replaceAll(root, `\${PLUGIN_ROOT}`)
    .replaceAll(
      new RegExp(`${data.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}/[A-Za-z0-9_@-]+`, 'g'),
      `\${PLUGIN_DATA}`,
    );
}

const transport = z.looseObject({ type: z.string(), cwd: z.string().nullish() });
const serverList = z.array(
  z.looseObject({
    name: z.string(),
    enabled: z.boolean(),
    transport,
    startup_timeout_sec: z.number().nullish(),
    tool_timeout_sec: z.number().nullish(),
  }),
);

/** The servers of each plugin, all switched off: `codex mcp list` would ask the address of one that is on. */
async function askServers(
  cli: AskedCli,
  said: readonly Said[],
): Promise<ReadonlyMap<string, AskedLoads['servers']>> {
  const answers = new Map<string, AskedLoads['servers']>();
  let waiting: (Said & { servers: readonly string[] })[] = [];
  for (const one of said) {
    if ('unproven' in one.servers) answers.set(one.plugin.id, one.servers);
    else if (one.servers.length > 0) waiting.push({ ...one, servers: one.servers });
  }
  for (let round = 0; waiting.length > 0 && round < mostRounds; round++) {
    // Of two servers of one name the CLI loads the first alone.
    const taken = new Set<string>();
    const now = waiting.filter(({ servers }) => {
      const isFree = servers.every((name) => !taken.has(name));
      if (isFree) for (const name of servers) taken.add(name);
      return isFree;
    });
    waiting = waiting.filter((one) => !now.includes(one));
    writeConfig(
      cli.home,
      now.map(({ plugin, servers }) => ({ id: plugin.id, servers })),
    );
    const outcome = await cli.run(['mcp', 'list', '--json']);
    if (!exited(outcome)) throw new Error(errorText(outcome));
    const list = serverList.parse(JSON.parse(outcome.stdout));
    const known = new Set(now.flatMap(({ servers }) => servers));
    const others = list.filter(({ name }) => !known.has(name)).map(({ name }) => cleanLine(name));
    if (others.length > 0) throw new Error(`it lists the servers ${others.join(', ')} of no plugin`);
    for (const { plugin, servers } of now) {
      const root = join(realpathSync(cli.home), plugin.folder.path);
      const mine = list.filter(({ name }) => servers.includes(name));
      answers.set(
        plugin.id,
        mine.map((one) => toServer(one, root)),
      );
    }
  }
  for (const { plugin } of waiting)
    answers.set(plugin.id, { unproven: 'too many plugins have servers of the same name' });
  return answers;
}

function toServer({ name, transport, ...rest }: z.output<typeof serverList>[number], root: string): Server {
  const { type: _, cwd, ...given } = transport;
  const { startup_timeout_sec, tool_timeout_sec } = rest;
  const folder = cwd?.startsWith(`${root}/`) ? `\${PLUGIN_ROOT}${cwd.slice(root.length)}` : cwd;
  return { name, given: { ...given, cwd: folder, startup_timeout_sec, tool_timeout_sec } };
}

/** A configuration that switches these plugins on, and these servers of them off. */
function writeConfig(home: string, plugins: readonly { id: string; servers: readonly string[] }[]): void {
  const tables = plugins.flatMap(({ id, servers }) => [
    `[plugins.${JSON.stringify(id)}]\nenabled = true\n`,
    ...servers.map(
      (name) => `[plugins.${JSON.stringify(id)}.mcp_servers.${tomlKey(name)}]\nenabled = false\n`,
    ),
  ]);
  writeFileSync(join(home, 'config.toml'), tables.join(''), { mode: 0o600 });
}

/** A quoted key of TOML; JSON's escapes are a subset of TOML's. */
function tomlKey(name: string): string {
  return JSON.stringify(name).replaceAll('\u007f', '\\u007f');
}

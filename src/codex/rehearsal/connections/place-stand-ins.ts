import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { stringify } from 'smol-toml';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import type { SeenHook } from '../../../domain/upgrade/rehearsal/connections/hook-facts.ts';
import type { SeenServer } from '../../../domain/upgrade/rehearsal/connections/server-facts.ts';
import {
  type Hook,
  hooksFileWith,
  type StandIns,
  variablesOf,
  withStandIns,
} from '../../../domain/upgrade/rehearsal/connections/stand-ins.ts';
import { readJsonLines } from '../../../domain/upgrade/rehearsal/session/exec-end.ts';
import { childEnvironment } from '../../cli/environment.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import type { ObserverContext } from '../observer.ts';
import { valuesOf } from '../session/sessions-to-start.ts';
import type { TeamCopy } from '../team/copy-team.ts';
import type { Sink } from './sink.ts';

/** Writes down its environment and what it is told; answers unless it is to be silent. */
const serverProgram = `import { appendFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const [file, name, answers] = process.argv.slice(2);
const note = (seen) => appendFileSync(file, JSON.stringify({ name, ...seen }) + '\\n', { mode: 0o600 });
note({ variables: Object.keys(process.env).sort() });
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  note({ at: Date.now(), message });
  const { id, method, params } = message;
  if (id === undefined || answers !== 'answers') continue;
  const results = {
    initialize: { protocolVersion: params?.protocolVersion, capabilities: { tools: {} }, serverInfo: { name, version: '1' } },
    'tools/list': { tools: [] },
  };
  const result = results[method];
  const reply = result ? { result } : { error: { code: -32601, message: 'unknown' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...reply }) + '\\n');
}
`;

const programName = 'stand-in-server.mjs';

/** The server that a process stands in for. */
export function serverOf([, program = '', , name]: readonly string[]): string | undefined {
  return program.endsWith(`/${programName}`) ? name : undefined;
}

/** What the stand-ins were given since they were placed. */
type SeenByStandIns = {
  servers: readonly SeenServer[];
  hooks: readonly SeenHook[];
  /** When the first server of these was told something, in milliseconds since 1970. */
  firstToldMs: number | undefined;
};

/** Stand-ins in the copies of the configurations of a team. */
export type Placed = {
  /** Variables that the CLI is started with. */
  environment: Readonly<Record<string, string>>;
  /** Places them anew. */
  place(options: { silent: boolean; hooks: boolean }): Promise<void>;
  read(): Promise<SeenByStandIns>;
};

/** The longest that a silent server is waited for, where the team sets no shorter time. */
const mostStartupSec = 4;

/** Puts stand-ins where the copies of the configurations name programs and services of the team. */
export async function prepareStandIns(
  { home, work, environment }: Pick<ObserverContext, 'home' | 'work' | 'environment'>,
  copy: TeamCopy,
  sink: Pick<Sink, 'url' | 'proxy'>,
): Promise<Placed> {
  const folder = join(work, 'stand-ins');
  const hookFolder = join(folder, 'hooks');
  const [program, notes] = [join(folder, programName), join(folder, 'servers.jsonl')];
  await mkdir(folder, { mode: 0o700 });
  await writeFile(program, serverProgram, { mode: 0o600 });

  const files = [
    ...copy.configurations.map(({ name, own }) => ({ path: join(home, name), shown: name, content: own })),
    ...copy.folders
      .flatMap(({ layers, chain }) => layers.map((layer) => ({ ...layer, root: chain[0] ?? layer.folder })))
      .map(({ values, folder: place, root }) => ({
        path: join(place, 'config.toml'),
        shown: join(relative(root, place), 'config.toml'),
        content: values,
      })),
  ];
  const root = copy.folders[0]?.chain[0];
  const chains = new Set(copy.folders.flatMap(({ chain }) => chain));
  const hooksFiles = [
    { path: join(home, 'hooks.json'), shown: 'hooks.json' },
    ...[...chains].map((one) => ({
      path: join(one, '.codex', 'hooks.json'),
      shown: join(relative(root ?? one, one), '.codex', 'hooks.json'),
    })),
  ].flatMap(({ path, shown }) => {
    const text = readTextIfThere(path);
    return text === undefined ? [] : [{ path, shown, content: readJson(text) }];
  });

  const all = copy.folders.flatMap((one) =>
    copy.configurations.map((configuration) => valuesOf({ folder: one, configuration })),
  );
  const openai = all.some((values) => usesOpenAi(values));
  if (openai) await writeFile(join(home, 'auth.json'), '{"OPENAI_API_KEY":"rehearsal"}', { mode: 0o600 });
  const known = childEnvironment(environment, home);
  const needed = all.flatMap(variablesOf).filter((name) => known[name] === undefined);
  let placedHooks: (Hook & { file: string })[] = [];

  return {
    environment: { ...Object.fromEntries(needed.map((name) => [name, 'rehearsal'])), ...sink.proxy },
    place: async ({ silent, hooks }) => {
      placedHooks = [];
      await rm(notes, { force: true });
      await rm(hookFolder, { recursive: true, force: true });
      await mkdir(hookFolder, { mode: 0o700 });
      const standInsFor = (file: string): StandIns => ({
        sink: sink.url,
        server: (name) => ({
          command: process.execPath,
          args: [program, notes, name, silent ? 'silent' : 'answers'],
        }),
        mostStartupSec: silent ? mostStartupSec : undefined,
        hook: hooks
          ? (hook) => `cat > '${hookFolder}/${placedHooks.push({ ...hook, file }) - 1}.'$$`
          : undefined,
        notify: ['true'],
      });
      for (const { path, shown, content } of files) {
        if (content === undefined) continue;
        const values = withStandIns(content, standInsFor(shown));
        const ours = path === join(home, 'config.toml') && {
          ...(openai && { openai_base_url: `${sink.url}/provider/openai` }),
          ...(root !== undefined && { projects: { [root]: { trust_level: 'trusted' } } }),
        };
        await writeFile(path, stringify({ ...values, ...ours }), { mode: 0o600 });
      }
      for (const { path, shown, content } of hooksFiles)
        await writeFile(path, JSON.stringify(hooksFileWith(content, standInsFor(shown))), { mode: 0o600 });
    },
    read: async () => {
      const lines = readJsonLines(readTextIfThere(notes) ?? '');
      const names = new Set(
        all
          .flatMap((values) => (isTable(values.mcp_servers) ? Object.entries(values.mcp_servers) : []))
          .filter(([, server]) => isTable(server) && 'command' in server)
          .map(([name]) => name),
      );
      const times = lines.flatMap(({ at }) => (typeof at === 'number' ? [at] : []));
      const inputs = await Promise.all(
        (await readdir(hookFolder)).map(async (name) => ({
          hook: Number(basename(name).split('.', 1)[0]),
          input: await readFile(join(hookFolder, name), 'utf8'),
        })),
      );
      return {
        servers: [...names].map((name) => {
          const own = lines.filter((line) => line.name === name);
          const started = own.find(({ variables }) => Array.isArray(variables));
          return {
            name,
            variables: (started?.variables ?? []) as readonly string[],
            messages: own.flatMap(({ message }) => (message === undefined ? [] : [message])),
          };
        }),
        hooks: placedHooks.map((hook, index) => ({
          ...hook,
          inputs: inputs.filter((one) => one.hook === index).map(({ input }) => input),
        })),
        firstToldMs: times.length > 0 ? Math.min(...times) : undefined,
      };
    },
  };
}

/** Whether sessions go to the provider that comes with the CLI, which wants a key. */
function usesOpenAi({
  model_provider: name = 'openai',
  model_providers: all,
}: Readonly<Record<string, unknown>>) {
  const own = isTable(all) ? all[String(name)] : undefined;
  return name === 'openai' || (isTable(own) && own.requires_openai_auth === true);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Hook, Server } from './plugin-contents.ts';

/** What is loaded of a plugin, as we read its files. Skills by the path of their SKILL.md. */
export type Loads = {
  hooks: readonly Hook[];
  servers: readonly Server[];
  skills: readonly string[];
  apps: readonly string[];
};

/** What the CLI answers about one part, or why it could not be asked. */
type Asked<T> = readonly T[] | { unproven: string };

/** A hook as the CLI lists it. The folder of the plugin is written as `${PLUGIN_ROOT}`. */
export type ListedHook = Omit<Hook, 'given'>;

/** What the CLI says that it loads of a plugin. */
export type AskedLoads = {
  hooks: Asked<ListedHook>;
  servers: Asked<Server>;
  skills: Asked<string>;
  apps: Asked<string>;
};

/** How our reading of a plugin compares with what the CLI says. */
export type ComparedLoads = {
  /** What one has and the other does not, in words. */
  differences: readonly string[];
  /** What the CLI could not be asked about, in words. */
  unproven: readonly string[];
  /** The same of apps, which run nothing by themselves. */
  unprovenApps: readonly string[];
};

type ComparedPart = { differences: readonly string[]; unproven: readonly string[] };

/** Nothing could be asked about a plugin. */
export function nothingAsked(why: string): AskedLoads {
  const unproven = { unproven: why };
  return { hooks: unproven, servers: unproven, skills: unproven, apps: unproven };
}

/** Holds our reading of a plugin against what the CLI says that it loads, part by part and in full. */
export function compareLoads(read: Loads, asked: AskedLoads): ComparedLoads {
  const parts = [
    comparePart(read.hooks.map(hookItem), mapAsked(asked.hooks, hookItem)),
    comparePart(read.servers.map(serverItem), mapAsked(asked.servers, serverItem)),
    comparePart(read.skills.map(nameItem('skill')), mapAsked(asked.skills, nameItem('skill'))),
  ];
  const apps = comparePart(read.apps.map(nameItem('app')), mapAsked(asked.apps, nameItem('app')));
  const unproven = [...new Set(parts.flatMap((part) => part.unproven))];
  return {
    differences: [...parts, apps].flatMap(({ differences }) => differences),
    unproven,
    unprovenApps: read.apps.length > 0 && unproven.length === 0 ? apps.unproven : [],
  };
}

/** Something that is loaded: how it is called, and everything about it. */
type Item = { what: string; whole: string };

const hookItem = ({ event, matcher, command, timeout, file }: ListedHook): Item => {
  const line = command.replaceAll(/\$\{CLAUDE_PLUGIN_(ROOT|DATA)\}/g, `\${PLUGIN_$1}`);
  return {
    what: `hook ${event}: ${command}`,
    whole: JSON.stringify([event, matcher, line, timeout, file]),
  };
};

const serverItem = ({ name, given }: Server): Item => {
  const { command, url, args, env, env_vars, cwd, bearer_token_env_var, http_headers, env_http_headers } =
    given;
  const { startup_timeout_sec, startup_timeout_ms, tool_timeout_sec } = given;
  const ms = typeof startup_timeout_ms === 'number' ? startup_timeout_ms / 1000 : null;
  return {
    what: `server ${name}: ${[command ?? url, ...(Array.isArray(args) ? args : [])].join(' ')}`,
    whole: JSON.stringify([
      name,
      command ?? null,
      url ?? null,
      args ?? [],
      sorted(env),
      env_vars ?? [],
      folderOf(cwd),
      bearer_token_env_var ?? null,
      sorted(http_headers),
      sorted(env_http_headers),
      startup_timeout_sec ?? ms,
      tool_timeout_sec ?? null,
    ]),
  };
};

const nameItem =
  (kind: string) =>
  (name: string): Item => ({ what: `${kind} ${name}`, whole: name });

/** A folder below the plugin is relative to it. */
function folderOf(cwd: unknown): string | null {
  if (typeof cwd !== 'string') return null;
  return cwd.startsWith('/') || cwd.startsWith(`\${PLUGIN_ROOT}`) ? cwd : `\${PLUGIN_ROOT}/${cwd}`;
}

function sorted(table: unknown): unknown {
  if (typeof table !== 'object' || table === null) return null;
  return Object.entries(table).sort(([one], [other]) => (one < other ? -1 : 1));
}

function mapAsked<T>(asked: Asked<T>, item: (one: T) => Item): Asked<Item> {
  return 'unproven' in asked ? asked : asked.map(item);
}

function comparePart(read: readonly Item[], asked: Asked<Item>): ComparedPart {
  if ('unproven' in asked) return { differences: [], unproven: [asked.unproven] };
  return {
    differences: [
      ...without(asked, read).map(
        ({ what }) => `the CLI loads the ${what}; its files do not say so as we read them`,
      ),
      ...without(read, asked).map(({ what }) => `its files declare the ${what}; the CLI does not load it so`),
    ],
    unproven: [],
  };
}

/** The items of one list that the other does not have as often. */
function without(list: readonly Item[], other: readonly Item[]): readonly Item[] {
  const left = new Map<string, number>();
  for (const { whole } of other) left.set(whole, (left.get(whole) ?? 0) + 1);
  return list.filter(({ whole }) => {
    const times = left.get(whole) ?? 0;
    left.set(whole, times - 1);
    return times <= 0;
  });
}

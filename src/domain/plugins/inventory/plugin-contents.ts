import * as z from 'zod';
import type { Dialect } from '../manifest/dialect.ts';
import { hasRepeatedKey } from '../manifest/repeated-key.ts';

/** A hook as the CLI loads it. */
export type Hook = {
  event: string;
  /** Null where there is none, or where the event has none. */
  matcher: string | null;
  command: string;
  /** Seconds. */
  timeout: number;
  /** Where it is declared, below the plugin. */
  file: string;
  /** Everything that is written there. */
  given: Readonly<Record<string, unknown>>;
};

/** A server as the CLI loads it; `given` has everything that is written there but its type. */
export type Server = { name: string; given: Readonly<Record<string, unknown>> };

/** What was read, and what the CLI leaves out of it, in words. */
export type ReadPart<T> = { found: readonly T[]; skipped: readonly string[] };

type Events = { names: readonly string[]; withoutMatcher: readonly string[]; oneSecond: readonly string[] };

const pinnedEvents = [
  'PreToolUse',
  'PermissionRequest',
  'PostToolUse',
  'PreCompact',
  'PostCompact',
  'SessionStart',
  'UserPromptSubmit',
  'SubagentStart',
  'SubagentStop',
  'Stop',
];
const withoutMatcher = ['UserPromptSubmit', 'Stop'];

const events: Record<Dialect, Events> = {
  pinned: { names: pinnedEvents, withoutMatcher, oneSecond: [] },
  newer: {
    names: [...pinnedEvents, 'SessionEnd'],
    withoutMatcher: [...withoutMatcher, 'SessionEnd'],
    oneSecond: ['SessionEnd'],
  },
};

const text = z.string().nullish();
const whole = z.int().nonnegative().nullish();

const handler = z.discriminatedUnion('type', [
  z.looseObject({
    type: z.literal('command'),
    command: z.string(),
    commandWindows: text,
    timeout: whole,
    async: z.boolean().optional(),
    statusMessage: text,
  }),
  z.looseObject({ type: z.literal('prompt') }),
  z.looseObject({ type: z.literal('agent') }),
]);
const groups = z.array(z.looseObject({ matcher: text, hooks: z.array(handler).optional() }));
const hooksFile = z.looseObject({ hooks: z.record(z.string(), z.unknown()).optional() });

const hookKeys = [
  'hooks',
  'type',
  'command',
  'timeout',
  'matcher',
  'async',
  'statusMessage',
  ...pinnedEvents,
];

/** Reads a file of hooks; the CLI loads none of a file that is wrong in one place. */
export function readHooksText(json: string, file: string, dialect: Dialect): ReadPart<Hook> {
  const value = parseJson(json);
  const isRepeated = value !== undefined && hasRepeatedKey(json, { depth: 9, keys: hookKeys });
  if (isRepeated || readEvents(value, dialect) === undefined)
    return { found: [], skipped: [`${file} is not a file of hooks that the CLI takes: it loads none of it`] };
  return readHooks(value, file, dialect);
}

/** Reads the hooks of a manifest. */
export function readHooks(value: unknown, file: string, dialect: Dialect): ReadPart<Hook> {
  const found: Hook[] = [];
  const skipped: string[] = [];
  const { withoutMatcher, oneSecond } = events[dialect];
  for (const name of unknownEvents(value, dialect))
    skipped.push(`${file}: the CLI does not know the event ${name}`);
  for (const [event, list] of readEvents(value, dialect) ?? []) {
    for (const { matcher: written, hooks = [] } of list) {
      const matcher = withoutMatcher.includes(event) ? null : (written ?? null);
      if (matcher !== null && !isMatcher(matcher)) {
        skipped.push(`${file}: ${event} has a matcher that is not a pattern`);
        continue;
      }
      for (const given of hooks) {
        if (given.type !== 'command') skipped.push(`${file}: ${event} has a ${given.type}, which is not run`);
        else if (given.async && dialect === 'pinned')
          skipped.push(`${file}: ${event} has a command with "async", which is not run`);
        else if (given.command.trim() === '') skipped.push(`${file}: ${event} has a command that is empty`);
        else {
          const timeout = Math.max(1, given.timeout ?? (oneSecond.includes(event) ? 1 : 600));
          found.push({ event, matcher, command: given.command, timeout, file, given });
        }
      }
    }
  }
  return { found, skipped };
}

type Groups = z.output<typeof groups>;

/** The groups of each event that the CLI knows; undefined when it refuses the whole. */
function readEvents(value: unknown, dialect: Dialect): readonly (readonly [string, Groups])[] | undefined {
  const read = hooksFile.safeParse(value).data;
  if (!read) return undefined;
  const known: (readonly [string, Groups])[] = [];
  for (const event of events[dialect].names) {
    if (!Object.hasOwn(read.hooks ?? {}, event)) continue;
    const list = groups.safeParse(read.hooks?.[event]).data;
    if (!list) return undefined;
    known.push([event, list]);
  }
  return known;
}

/** Whether hooks in a manifest are of a form that the CLI takes. */
export function isHooks(value: unknown, dialect: Dialect): boolean {
  return readEvents(value, dialect) !== undefined;
}

function unknownEvents(value: unknown, dialect: Dialect): readonly string[] {
  const named = Object.keys(hooksFile.safeParse(value).data?.hooks ?? {});
  return named.filter((name) => !events[dialect].names.includes(name));
}

/** Patterns of the CLI have no look-around and no back references. */
function isMatcher(matcher: string): boolean {
  if (/\(\?<?[=!]|\\[1-9]/.test(matcher)) return false;
  try {
    return matcher === '*' || new RegExp(matcher.replace(/^\(\?[a-z]+\)/, '')) !== undefined;
  } catch {
    return false;
  }
}

const strings = z.array(z.string()).nullish();
const texts = z.record(z.string(), z.string()).nullish();
const approval = z.enum(['auto', 'prompt', 'approve', 'writes']).nullish();

const shared = {
  experimental_environment: text,
  startup_timeout_sec: z.number().nonnegative().nullish(),
  startup_timeout_ms: whole,
  tool_timeout_sec: z.number().nonnegative().nullish(),
  enabled: z.boolean().nullish(),
  required: z.boolean().nullish(),
  supports_parallel_tool_calls: z.boolean().nullish(),
  default_tools_approval_mode: approval,
  enabled_tools: strings,
  disabled_tools: strings,
  scopes: strings,
  name: text,
  tools: z.record(z.string(), z.looseObject({ approval_mode: approval })).nullish(),
};
const none = z.null().optional();

const stdio = z.looseObject({
  ...shared,
  command: z.string(),
  args: strings,
  env: texts,
  env_vars: z
    .array(
      z.union([
        z.string(),
        z.strictObject({ name: z.string(), source: z.enum(['local', 'remote']).nullish() }),
      ]),
    )
    .nullish(),
  cwd: text,
  url: none,
  bearer_token: none,
  bearer_token_env_var: none,
  http_headers: none,
  env_http_headers: none,
  oauth_resource: none,
});
const http = z.looseObject({
  ...shared,
  command: none,
  url: z.string(),
  bearer_token: none,
  bearer_token_env_var: text,
  http_headers: texts,
  env_http_headers: texts,
  oauth_resource: text,
  args: none,
  env: none,
  env_vars: none,
  cwd: none,
});
const server = z.union([stdio, http]);
const table = z.record(z.string(), z.unknown());

/** Reads a file of servers: a table `mcpServers`, or the table itself. */
export function readServersText(json: string, file: string): ReadPart<Server> {
  const value = parseJson(json);
  if (!table.safeParse(value).success)
    return { found: [], skipped: [`${file} is not a file of servers that the CLI takes`] };
  const isRepeated = hasRepeatedKey(json, { depth: 1, keys: ['mcpServers'] });
  return readServers(value, file, { isRepeated });
}

/** Reads the servers of a file or a manifest. */
export function readServers(
  value: unknown,
  file: string,
  { isRepeated }: { isRepeated: boolean } = { isRepeated: false },
): ReadPart<Server> {
  const outer = table.safeParse(value).data ?? {};
  const inner = isRepeated ? undefined : table.safeParse(outer.mcpServers).data;
  const found: Server[] = [];
  const skipped: string[] = [];
  for (const [name, given] of Object.entries(inner ?? outer)) {
    const { type: _, oauth: __, ...rest } = table.safeParse(given).data ?? {};
    if (server.safeParse(rest).success) found.push({ name, given: rest });
    else skipped.push(`${file}: the CLI does not take the server ${name}`);
  }
  return { found, skipped };
}

const apps = z.looseObject({ apps: z.record(z.string(), z.looseObject({ id: z.string() })).optional() });

/** The ids of the apps that an `.app.json` declares, each once. */
export function readApps(json: string, file: string): ReadPart<string> {
  const read = apps.safeParse(parseJson(json)).data;
  if (!read) return { found: [], skipped: [`${file} is not a file of apps that the CLI takes`] };
  const ids = Object.values(read.apps ?? {}).map(({ id }) => id);
  return { found: [...new Set(ids.filter((id) => id.trim() !== ''))].sort(), skipped: [] };
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

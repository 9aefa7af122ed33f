import { isTable } from '../../../base/shape/check-shape.ts';

type Table = Readonly<Record<string, unknown>>;

/** What takes the place of the programs and services of a team, so that a session reaches none of them. */
export type StandIns = {
  /** Address of a server on this machine that stands in for every service. */
  sink: string;
  /** The program that stands in for an MCP server. */
  server(name: string): { command: string; args: readonly string[] };
  /** The longest that a session waits for such a program; as the team sets it when undefined. */
  mostStartupSec: number | undefined;
  /** The command that stands in for a hook; hooks are left out when there is none. */
  hook: ((hook: Hook) => string) | undefined;
  /** The program that stands in for the one to notify. */
  notify: readonly string[];
};

/** A hook as a file sets it. */
export type Hook = { event: string; matcher: string | undefined };

/**
 * What is left out: it installs or starts something else, demands a login, or names folders and secrets of the machine
 * of the team.
 */
const leftOut = [
  'plugins',
  'marketplaces',
  'projects',
  'forced_login_method',
  'forced_chatgpt_workspace_id',
  'cli_auth_credentials_store',
  'mcp_oauth_credentials_store',
];

/** A configuration in which stand-ins have the place of every program and service; all else is as the team has it. */
export function withStandIns(config: Table, standIns: StandIns): Table {
  const { sink, notify } = standIns;
  const change: Readonly<Record<string, (value: unknown) => unknown>> = {
    model_providers: (value) => mapTables(value, (provider, name) => providerAt(provider, name, sink)),
    mcp_servers: (value) => mapTables(value, (server, name) => serverWith(server, name, standIns)),
    otel: (value) => (isTable(value) ? telemetryTo(value, sink) : value),
    hooks: (value) => hooksWith(value, standIns.hook),
    notify: () => [...notify],
    openai_base_url: () => `${sink}/provider/openai`,
  };
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => !leftOut.includes(key) && (key !== 'hooks' || standIns.hook !== undefined))
      .map(([key, value]) => [key, change[key]?.(value) ?? value]),
  );
}

/** The same for the content of a hooks.json. */
export function hooksFileWith(content: unknown, standIns: Pick<StandIns, 'hook'>): unknown {
  if (!isTable(content) || standIns.hook === undefined) return { hooks: {} };
  return { ...content, hooks: hooksWith(content.hooks, standIns.hook) };
}

// A program that fetches a token is a program of the team too.
function providerAt({ auth, aws, ...provider }: Table, name: string, sink: string): Table {
  if (!('base_url' in provider)) return provider;
  return { ...provider, base_url: `${sink}/provider/${encodeURIComponent(name)}` };
}

function serverWith({ cwd, ...server }: Table, name: string, standIns: StandIns): Table {
  if ('url' in server) return { ...server, url: `${standIns.sink}/server/${encodeURIComponent(name)}` };
  if (!('command' in server)) return server;
  const { startup_timeout_ms, ...rest } = server;
  const { mostStartupSec: most } = standIns;
  if (most === undefined) return { ...server, ...standIns.server(name) };
  const set = Number(rest.startup_timeout_sec ?? most);
  return { ...rest, ...standIns.server(name), startup_timeout_sec: Math.min(set, most) };
}

const exporters = { exporter: 'logs', trace_exporter: 'traces', metrics_exporter: 'metrics' } as const;

function telemetryTo(otel: Table, sink: string): Table {
  const sent = Object.entries(exporters).flatMap(([key, kind]) => {
    if (!isTable(otel[key])) return [];
    const to = mapTables(otel[key], ({ tls, ...exporter }, name) => ({
      ...exporter,
      endpoint: `${sink}/telemetry/${kind}`,
      // What is sent as JSON can be read here.
      ...(name === 'otlp-http' && { protocol: 'json' }),
    }));
    return [[key, to]];
  });
  return { ...otel, ...Object.fromEntries(sent) };
}

function hooksWith(hooks: unknown, standIn: StandIns['hook']): unknown {
  if (!isTable(hooks) || standIn === undefined) return {};
  return Object.fromEntries(
    Object.entries(hooks).flatMap(([event, groups]) =>
      Array.isArray(groups) ? [[event, groups.map((group) => groupWith(group, event, standIn))]] : [],
    ),
  );
}

function groupWith(group: unknown, event: string, standIn: (hook: Hook) => string): unknown {
  if (!isTable(group) || !Array.isArray(group.hooks)) return group;
  const matcher = typeof group.matcher === 'string' ? group.matcher : undefined;
  const hooks = group.hooks.map((hook: unknown) => {
    if (!isTable(hook) || hook.type !== 'command') return hook;
    const { command_windows, commandWindows, ...rest } = hook;
    return { ...rest, command: standIn({ event, matcher }) };
  });
  return { ...group, hooks };
}

function mapTables(value: unknown, change: (table: Table, name: string) => Table): unknown {
  if (!isTable(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isTable(inner) ? change(inner, name) : inner]),
  );
}

/**
 * The environment variables that a configuration takes keys and tokens from, and those that it hands to MCP servers:
 * a session does not start without some of them.
 */
export function variablesOf(config: Table): readonly string[] {
  const named = [...tablesIn(config.model_providers), ...tablesIn(config.mcp_servers)].flatMap((one) => [
    one.env_key,
    one.bearer_token_env_var,
    ...(isTable(one.env_http_headers) ? Object.values(one.env_http_headers) : []),
    ...(Array.isArray(one.env_vars)
      ? one.env_vars.map((variable: unknown) => (isTable(variable) ? variable.name : variable))
      : []),
  ]);
  return [...new Set(named.filter((name): name is string => typeof name === 'string' && name !== ''))];
}

const tablesIn = (value: unknown) => (isTable(value) ? Object.values(value).filter(isTable) : []);

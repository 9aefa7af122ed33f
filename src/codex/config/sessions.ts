import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../../domain/base/outcome.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import { isTable } from '../../domain/base/shape/check-shape.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { type ConfigLayer, configReadReply, layersOf } from '../../domain/policy/config/effective-config.ts';
import { readTurnContext, type TurnContext } from '../../domain/policy/config/session-facts.ts';
import type { AppServerClient } from '../app-server/app-server-client.ts';
import type { PrivateCli } from '../cli/private-cli.ts';
import { startLoopbackModel } from '../loopback-model/loopback-model.ts';
import { copyTeamConfig } from './team-copy.ts';

/** A folder, and the CODEX_HOME of the person in place of the copy that the CLI runs on. */
export type FolderPlace = { folder: string; copy: string; home: string };

/**
 * The layers that the CLI finds in a folder, highest first, in the paths of the person.
 *
 * @throws AppServerError when the CLI does not read the configuration
 */
export async function readFolderLayers(
  client: AppServerClient,
  { folder, copy, home }: FolderPlace,
): Promise<readonly ConfigLayer[]> {
  const reply = await client.request('config/read', { includeLayers: true, cwd: folder });
  return (
    layersOf(configReadReply.parse(reply))
      // The flags of the session are ours: they keep plugins from being started. And the CLI takes the home
      // for a folder of the project here, since it runs on a copy.
      .filter(({ type, file }) => type !== 'sessionFlags' && file !== join(home, 'config.toml'))
      // Relative paths are resolved against the copy.
      .map((layer) => JSON.parse(JSON.stringify(layer).replaceAll(copy, home)))
  );
}

/** The `config` of a thread that starts no server of the team. */
export function withoutServers(layers: readonly ConfigLayer[]): {
  mcp_servers: Readonly<Record<string, { enabled: false }>>;
} {
  const names = layers.flatMap(({ values }) =>
    isTable(values.mcp_servers) ? Object.keys(values.mcp_servers) : [],
  );
  return { mcp_servers: Object.fromEntries(names.map((name) => [name, { enabled: false as const }])) };
}

/** What `codex exec` wrote down of its only turn, or why there was none. */
export type ExecSession = { type: 'started'; turn: TurnContext } | { type: 'not started'; reason: string };

/**
 * Runs `codex exec` once in a folder, on a copy of CODEX_HOME with its rules, and reads from the file of the session
 * what it got. A loopback model answers, so that nothing leaves the machine; servers, hooks, telemetry and the program
 * to notify are switched off.
 */
export async function startExecHere(
  { codex, home: copy, run }: Pick<PrivateCli, 'codex' | 'home' | 'run'>,
  {
    home,
    folder,
    layers,
    profile,
  }: { home: string; folder: string; layers: readonly ConfigLayer[]; profile: string | undefined },
): Promise<ExecSession> {
  await copyTeamConfig(home, copy, ['rules']);
  const model = await startLoopbackModel([{ type: 'text', text: 'done' }]);
  try {
    const set = quietFlags(model.baseUrl, withoutServers(layers).mcp_servers);
    const named = profile === undefined ? [] : ['--profile', profile];
    const options = ['--skip-git-repo-check', '--disable', 'plugins', '-C', folder, ...named, ...set];
    const outcome = await run([codex, 'exec', '--json', ...options, 'Say: done']);
    const written = await sessionFile(join(copy, 'sessions'));
    const turn = readTurnContext(written.replaceAll(copy, home));
    if (turn) return { type: 'started', turn };
    const said = redactOutput(errorText(outcome).replaceAll(copy, home));
    return { type: 'not started', reason: cleanLine(said).slice(0, 500) || 'it wrote down no turn' };
  } finally {
    await model.close();
  }
}

/**
 * Flags of a session that a model on this machine answers and that leave out everything else of the team: their
 * servers, hooks, telemetry and the program to notify are switched off.
 *
 * @param servers what is set for each configured MCP server
 */
export function quietFlags(
  baseUrl: string,
  servers: Readonly<Record<string, Readonly<Record<string, string | boolean>>>>,
): readonly string[] {
  const provider = [
    'name="loopback"',
    `base_url=${JSON.stringify(baseUrl)}`,
    'wire_api="responses"',
    'requires_openai_auth=false',
    'request_max_retries=0',
    'stream_max_retries=0',
    'supports_websockets=false',
  ].join(',');
  const off = Object.entries(servers).map(([name, values]) => {
    const fields = Object.entries(values).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    return `${JSON.stringify(name)}={${fields.join(',')}}`;
  });
  const settings = {
    model_provider: '"cockpit-loopback"',
    model_providers: `{cockpit-loopback={${provider}}}`,
    mcp_servers: `{${off.join(',')}}`,
    notify: '[]',
    otel: '{exporter="none",trace_exporter="none",metrics_exporter="none"}',
    'analytics.enabled': 'false',
    'features.hooks': 'false',
  };
  return Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

async function sessionFile(folder: string): Promise<string> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const file = names.find((name) => name.endsWith('.jsonl'));
  return file === undefined ? '' : readFile(join(folder, file), 'utf8');
}

import { join } from 'node:path';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import {
  type ConfigLayer,
  configReadReply,
  layersOf,
} from '../../../domain/policy/config/effective-config.ts';
import type { AppServerClient } from '../../app-server/app-server-client.ts';

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

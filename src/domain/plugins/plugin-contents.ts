import * as z from 'zod';
import { safeName } from './name.ts';

/** The manifest of a plugin, as far as it says what the plugin brings. */
export const pluginManifestShape = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  skills: z.string().optional(),
  mcpServers: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  hooks: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
  apps: z.string().optional(),
});

export type PluginManifest = z.output<typeof pluginManifestShape>;

const server = z.looseObject({
  command: z.string().optional(),
  args: z.array(z.string()).optional(),
  url: z.string().optional(),
});
const hook = z.looseObject({ command: z.string().optional() });
const hookGroups = z.array(z.looseObject({ hooks: z.array(hook).optional() }));

/** The servers that a `.mcp.json` or the same object in a manifest declares. */
export function readMcpServers(value: unknown): { name: string; command: string }[] {
  return Object.entries(tableIn(value, 'mcpServers')).map(([name, given]) => {
    const { command, args = [], url } = server.safeParse(given).data ?? {};
    return { name: safeName(name), command: safeName(url ?? [command ?? '?', ...args].join(' ')) };
  });
}

/** The commands that a `hooks.json` or the same object in a manifest declares, by event. */
export function readHooks(value: unknown): { event: string; command: string }[] {
  return Object.entries(tableIn(value, 'hooks')).flatMap(([event, given]) => {
    const groups = hookGroups.safeParse(given).data ?? [];
    return groups.flatMap(({ hooks = [] }) =>
      hooks.map(({ command }) => ({ event: safeName(event), command: safeName(command ?? '?') })),
    );
  });
}

/** The names of the apps that an `.app.json` declares. */
export function readApps(value: unknown): string[] {
  return Object.keys(tableIn(value, 'apps')).map(safeName);
}

/** The table of that name, or the value itself where it is the table. */
function tableIn(value: unknown, name: string): Record<string, unknown> {
  const table = z.record(z.string(), z.unknown()).safeParse(value).data ?? {};
  return z.record(z.string(), z.unknown()).safeParse(table[name]).data ?? (name in table ? {} : table);
}

import * as z from 'zod';
import { describePluginSource } from '../manifest/manifest.ts';
import { safeName } from '../manifest/name.ts';

// Loose on purpose: a later CLI adds members, and optional ones are left out rather than null
// (docs/codex-facts.md, "Plugin listing").
const plugin = z.looseObject({
  pluginId: z.string(),
  version: z.string().nullish(),
  source: z.looseObject({ source: z.string() }).optional(),
  installPolicy: z.string().optional(),
  authPolicy: z.string().optional(),
});

const pluginList = z.looseObject({ installed: z.array(plugin), available: z.array(plugin) });

/** A plugin as `codex plugin list --available --json` shows it. */
type ListedPlugin = {
  id: string;
  version: string | null;
  installed: boolean;
  source: string | null;
  installPolicy: string | null;
  authPolicy: string | null;
};

export type CliListing = { plugins: readonly ListedPlugin[] };

/**
 * Reads what `codex plugin list --available --json` printed.
 *
 * @throws Error when it is not that JSON
 */
export function readListing(stdout: string): CliListing {
  const { installed, available } = pluginList.parse(JSON.parse(stdout));
  const read = (list: readonly z.output<typeof plugin>[], isInstalled: 'installed' | 'available') =>
    list.map(({ pluginId, version, source, installPolicy, authPolicy }) => ({
      id: safeName(pluginId),
      version: version === null || version === undefined ? null : safeName(version),
      installed: isInstalled === 'installed',
      source: source ? describePluginSource(source) : null,
      installPolicy: installPolicy ?? null,
      authPolicy: authPolicy ?? null,
    }));
  return { plugins: [...read(installed, 'installed'), ...read(available, 'available')] };
}

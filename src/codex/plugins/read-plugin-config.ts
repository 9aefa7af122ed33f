import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import * as z from 'zod';
import { safeName } from '../../domain/plugins/name.ts';
import { withoutSecret } from '../../domain/plugins/source-identity.ts';
import { cleanLine } from '../../domain/text/clean.ts';

const marketplace = z.looseObject({
  source_type: z.string().optional(),
  source: z.string().optional(),
  ref: z.string().optional(),
  sparse_paths: z.array(z.string()).optional(),
  last_revision: z.string().optional(),
});

const config = z.looseObject({
  marketplaces: z.record(z.string(), marketplace).optional(),
  plugins: z.record(z.string(), z.looseObject({ enabled: z.boolean().optional() })).optional(),
});

/** A marketplace as config.toml names it. */
export type ConfiguredMarketplace = {
  name: string;
  sourceType: string;
  /** As it is shown: without a password. */
  source: string | null;
  /** As the CLI takes it; never shown or stored. */
  fetchedFrom: string | null;
  ref: string | null;
  /** The folders that are checked out; all when empty. */
  folders: readonly string[];
  lastRevision: string | null;
};

/** The `[marketplaces]` and `[plugins]` tables of a config.toml. */
export type PluginConfig = {
  marketplaces: readonly ConfiguredMarketplace[];
  enabled: ReadonlyMap<string, boolean>;
};

/** Reads both tables; empty when there is no file, or none that can be read, which `config.strict` tells. */
export async function readPluginConfig(home: string): Promise<PluginConfig> {
  const text = await readFile(join(home, 'config.toml'), 'utf8').catch(() => '');
  const read = config.safeParse(parseToml(text)).data ?? {};
  return {
    marketplaces: Object.entries(read.marketplaces ?? {}).map(([name, given]) => ({
      name: safeName(name),
      sourceType: given.source_type ?? 'local',
      source: given.source === undefined ? null : withoutSecret(cleanLine(given.source)),
      fetchedFrom: given.source ?? null,
      ref: given.ref === undefined ? null : safeName(given.ref),
      folders: (given.sparse_paths ?? []).map(safeName),
      lastRevision: given.last_revision ?? null,
    })),
    enabled: new Map(
      Object.entries(read.plugins ?? {}).map(([id, { enabled }]) => [safeName(id), enabled ?? true]),
    ),
  };
}

function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return {};
  }
}

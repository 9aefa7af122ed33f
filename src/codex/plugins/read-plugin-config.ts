import { join } from 'node:path';
import * as z from 'zod';
import { readLocatedToml } from '../../domain/base/documents/located-toml.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { safeName } from '../../domain/plugins/manifest/name.ts';
import { withoutSecret } from '../../domain/plugins/sources/source-identity.ts';
import { readTextIfThere } from '../cli/read-regular-file.ts';

const marketplace = z.looseObject({
  source_type: z.string().optional(),
  source: z.string().optional(),
  ref: z.string().optional(),
  sparse_paths: z.array(z.string()).optional(),
  last_revision: z.string().optional(),
});

const advice = 'Until it is fixed, nobody can say which plugins and marketplaces there are.';

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

/**
 * Reads both tables; empty when there is no file.
 *
 * @throws UsageError naming file, line and field when the CLI could not read it either
 */
export async function readPluginConfig(home: string): Promise<PluginConfig> {
  const file = join(home, 'config.toml');
  const document = readLocatedToml({ text: readTextIfThere(file) ?? '', file });
  if (document.type === 'broken')
    throw new UsageError(`${formatPlace(document.place)}: not TOML: ${document.message}`, advice);
  const parsed = config.safeParse(document.data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = (issue?.path ?? []).map(String);
    throw new UsageError(
      `${formatPlace(document.valuePlace(field))}: ${field.join('.')}: ${cleanLine(issue?.message ?? '')}`,
      advice,
    );
  }
  const { marketplaces = {}, plugins = {} } = parsed.data;
  return {
    marketplaces: Object.entries(marketplaces).map(([name, given]) => ({
      name: safeName(name),
      sourceType: given.source_type ?? 'local',
      source: given.source === undefined ? null : withoutSecret(cleanLine(given.source)),
      fetchedFrom: given.source ?? null,
      ref: given.ref === undefined ? null : safeName(given.ref),
      folders: (given.sparse_paths ?? []).map(safeName),
      lastRevision: given.last_revision ?? null,
    })),
    enabled: new Map(Object.entries(plugins).map(([id, { enabled }]) => [safeName(id), enabled ?? true])),
  };
}

import * as z from 'zod';
import { cleanLine } from '../../base/text/clean.ts';
import { isClone, localPath } from '../sources/lint-source.ts';
import { identityOf, type SourceIdentity, withoutSecret } from '../sources/source-identity.ts';
import { asTable, type Table } from './lint-finding.ts';
import { isForOthers, whySkipped } from './lint-marketplace.ts';
import { safeName } from './name.ts';

const policy = z.looseObject({
  installation: z.string().optional(),
  authentication: z.string().optional(),
});

// Each entry is read by itself, so that a broken one does not hide the others.
const marketplaceShape = z.looseObject({ name: z.string(), plugins: z.array(z.unknown()) });
const entryShape = z.looseObject({
  name: z.string(),
  source: z.unknown(),
  policy: policy.optional(),
});

/** An entry of a marketplace manifest that the CLI would list. */
type ManifestEntry = {
  name: string;
  source: string;
  /** The repository that it is taken from, where that is not the marketplace itself. */
  origin: SourceIdentity | undefined;
  /** Path below the marketplace, of a local source. */
  path: string | undefined;
  /** The CLI clones a whole repository, so the plugin is installed with a `.git` that the CLI made. */
  isClone: boolean;
  installPolicy: string | null;
  authPolicy: string | null;
};

/** What a marketplace manifest says. */
export type MarketplaceManifest = {
  name: string;
  entries: readonly ManifestEntry[];
  /** Repeated names; the CLI silently takes the first. */
  duplicates: readonly string[];
  /** Entries that the CLI leaves out without a word, with the reason. */
  skipped: readonly { name: string; reason: string }[];
};

/**
 * Reads a marketplace manifest as the CLI does.
 *
 * @throws Error in words when it is not valid JSON of that form
 */
export function readMarketplaceManifest(text: string): MarketplaceManifest {
  const { name, plugins } = marketplaceShape.parse(JSON.parse(text));
  const entries: ManifestEntry[] = [];
  const duplicates: string[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const [index, given] of plugins.entries()) {
    const entry = readEntry(given, index);
    if (entry === undefined) continue;
    if ('reason' in entry) skipped.push(entry);
    else if (entries.some((one) => one.name === entry.name)) duplicates.push(entry.name);
    else entries.push(entry);
  }
  return { name: safeName(name), entries, duplicates, skipped };
}

/** Undefined for an entry that is for other products: nobody expects it here. */
function readEntry(
  given: unknown,
  index: number,
): ManifestEntry | { name: string; reason: string } | undefined {
  const parsed = entryShape.safeParse(given);
  if (!parsed.success || parsed.data.source === undefined)
    return { name: `entry ${index + 1}`, reason: 'it has no name or no source' };
  const { source, policy: rules } = parsed.data;
  const name = safeName(parsed.data.name);
  const reason = whySkipped(parsed.data);
  if (reason !== undefined) return { name, reason };
  if (isForOthers(rules)) return undefined;
  const local = localPath(source);
  const table = asTable(source);
  return {
    name,
    source: describePluginSource(
      typeof source === 'string' ? { source: 'local', path: source } : (table ?? {}),
    ),
    origin: originOf(table),
    path: typeof local === 'string' ? local : undefined,
    isClone: isClone(source),
    installPolicy: rules?.installation ?? null,
    authPolicy: rules?.authentication ?? null,
  };
}

/** The repository of an entry of the kinds `url` and `git-subdir`. */
function originOf(source: Table | undefined): SourceIdentity | undefined {
  if (typeof source?.url !== 'string') return undefined;
  const { url, path, ref, sha } = source;
  const revision = [sha, ref].find((one) => typeof one === 'string');
  return identityOf({
    sourceType: 'git',
    source: withoutSecret(cleanLine(url.trim())),
    root: null,
    ref: typeof revision === 'string' ? safeName(revision) : null,
    folders: typeof path === 'string' ? [safeName(path)] : [],
  });
}

/** Where a plugin is taken from, in words: its kind, its address, the folder and the revision. */
export function describePluginSource({ source, url, path, ref, sha }: Table): string {
  const address = typeof url === 'string' ? withoutSecret(url.trim()) : undefined;
  const parts = [source, address, path, ref, sha];
  return safeName(parts.filter((part) => typeof part === 'string').join(' '));
}

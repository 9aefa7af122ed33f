import * as z from 'zod';
import { isValidName, safeName } from './name.ts';

const policy = z.looseObject({
  installation: z.string().optional(),
  authentication: z.string().optional(),
});

// Each entry is read by itself, so that a broken one does not hide the others.
const marketplaceShape = z.looseObject({ name: z.string(), plugins: z.array(z.unknown()) });
const entryShape = z.looseObject({
  name: z.string(),
  source: z.union([z.string(), z.looseObject({ source: z.string() })]),
  policy: policy.optional(),
});

/** An entry of a marketplace manifest that the CLI would list. */
type ManifestEntry = {
  name: string;
  source: string;
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
  /** Names that stand twice; the CLI takes the first without a word. */
  duplicates: readonly string[];
  /** Entries that the CLI leaves out without a word, with the reason. */
  skipped: readonly { name: string; reason: string }[];
};

// What 0.139.0 lists; others are skipped in silence (facts/codex-plugins-sandbox-policy.md §1.3).
const knownSources = new Set(['local', 'url', 'git', 'git-subdir']);

/**
 * Reads a marketplace manifest as the CLI does.
 *
 * @throws Error in words when it is no JSON of that form
 */
export function readMarketplaceManifest(text: string): MarketplaceManifest {
  const { name, plugins } = marketplaceShape.parse(JSON.parse(text));
  const entries: ManifestEntry[] = [];
  const duplicates: string[] = [];
  const skipped: { name: string; reason: string }[] = [];
  for (const [index, given] of plugins.entries()) {
    const entry = readEntry(given, index);
    if ('reason' in entry) skipped.push(entry);
    else if (entries.some((one) => one.name === entry.name)) duplicates.push(entry.name);
    else entries.push(entry);
  }
  return { name: safeName(name), entries, duplicates, skipped };
}

function readEntry(given: unknown, index: number): ManifestEntry | { name: string; reason: string } {
  const parsed = entryShape.safeParse(given);
  if (!parsed.success) return { name: `entry ${index + 1}`, reason: 'it has no name or no source' };
  const { source, policy: rules } = parsed.data;
  const name = safeName(parsed.data.name);
  if (!isValidName(parsed.data.name)) return { name, reason: 'its name is not allowed' };
  const kind = typeof source === 'string' ? 'local' : source.source;
  if (!knownSources.has(kind))
    return { name, reason: `the source "${safeName(kind)}" is not known to 0.139.0` };
  const path = typeof source === 'string' ? source : source.path;
  const local = kind === 'local' ? String(path ?? '') : undefined;
  if (local !== undefined && !staysInside(local))
    return { name, reason: 'its path leads out of the marketplace' };
  return {
    name,
    source: describeSource(source),
    path: local,
    isClone: kind === 'url' && typeof source !== 'string' && (source.path ?? null) === null,
    installPolicy: rules?.installation ?? null,
    authPolicy: rules?.authentication ?? null,
  };
}

/** Whether a relative path stays below where it starts. */
function staysInside(path: string): boolean {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.includes('\0')) return false;
  return !path.split(/[\\/]/).includes('..');
}

function describeSource(source: string | Record<string, unknown>): string {
  if (typeof source === 'string') return `local ${safeName(source)}`;
  const parts = [source.source, source.url, source.path, source.ref, source.sha];
  return safeName(parts.filter((part) => typeof part === 'string').join(' '));
}

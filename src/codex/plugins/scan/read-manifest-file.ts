import { isUtf8 } from 'node:buffer';
import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isMissing, readRegularBytes, whyUnread } from '../../cli/read-regular-file.ts';

/** Where the CLI looks for a manifest, the first one first (docs/codex-facts.md, "Plugin manifests"). */
export const marketplaceManifests = ['.agents/plugins/marketplace.json', '.claude-plugin/marketplace.json'];
export const pluginManifests = ['.codex-plugin/plugin.json', '.claude-plugin/plugin.json'];

/** Files that the CLI looks for by their names, whatever a manifest says. */
export const soughtFiles: ReadonlySet<string> = new Set([
  'SKILL.md',
  'openai.yaml',
  'plugin.json',
  'hooks.json',
  '.mcp.json',
  '.app.json',
]);

/** Bytes of files that were read already, by their paths below the folder. */
export type KeptFiles = ReadonlyMap<string, Buffer>;

/** A text that was found, with where, or why it cannot be used. */
export type ManifestFile = { path: string; text: string } | { path: string; fault: string };

/** Reads the first of several files of a folder that is there; undefined when none is. */
export function readFirst(
  folder: string,
  paths: readonly string[],
  kept?: KeptFiles,
): ManifestFile | undefined {
  for (const path of paths) {
    const found = readInside(folder, path, kept);
    if (found) return found;
  }
  return undefined;
}

/**
 * Reads a file below a folder; one that a link leads out of the folder, or that is huge, is not read.
 * Manifests are small and many: one after the other they are read faster than side by side.
 */
export function readInside(folder: string, path: string, kept?: KeptFiles): ManifestFile | undefined {
  const bytes = kept?.get(path);
  if (bytes) return toText(path, bytes);
  const whole = join(folder, path);
  try {
    const real = realpathSync.native(whole);
    if (!`${real}${sep}`.startsWith(`${realpathSync.native(folder)}${sep}`))
      return { path, fault: 'a link leads out of the folder' };
    const read = readRegularBytes(real);
    if (!read || 'fault' in read) return read && { path, ...read };
    return toText(path, read.bytes);
  } catch (cause) {
    return isMissing(cause) ? undefined : { path, fault: whyUnread(cause) };
  }
}

/** The CLI reads nothing of a text that is not UTF-8. */
function toText(path: string, bytes: Buffer): ManifestFile {
  return isUtf8(bytes) ? { path, text: bytes.toString('utf8') } : { path, fault: 'it is not UTF-8' };
}

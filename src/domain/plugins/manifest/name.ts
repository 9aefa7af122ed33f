import { cleanLine } from '../../base/text/clean.ts';

/** As long as the name of a file, which the CLI makes of it. */
const longest = 255;

/** Whether a name is one that the CLI accepts for a marketplace or a plugin (docs/codex-facts.md, "Plugin manifests"). */
export function isValidName(name: string): boolean {
  return /^[A-Za-z0-9_-]+$/.test(name) && name.length <= longest;
}

/** A name from a manifest, that can be shown and stored: one line, at most 255 characters. */
export function safeName(name: string): string {
  // Only the beginning is looked at: a manifest may have a name of a megabyte.
  const line = cleanLine(name.slice(0, 4 * longest));
  return line.length > longest || name.length > 4 * longest ? `${line.slice(0, longest)}…` : line;
}

import { existsSync, readFileSync } from 'node:fs';
import type { ArtifactKind } from '../../domain/artifacts/artifact-kind.ts';
import type { Suite } from '../../domain/checks/suite.ts';
import type { CompiledRunbook } from '../../domain/runbooks/compiled-runbook.ts';

/** What the build makes of a file that ships. */
type Forms = { runbooks: CompiledRunbook; suites: Suite; kinds: readonly ArtifactKind[] };

/** What the build has read from the files that ship, by the SHA-256 of their text. */
export type Compiled = { [Kind in keyof Forms]: Readonly<Record<string, Forms[Kind]>> };

const loaded: Partial<Compiled> = {};

/**
 * What the build has read from a file with this text. Undefined for a text that does not ship, and where nothing was
 * built, as in tests of the source: then the text has to be read.
 *
 * @param digest SHA-256 of the text
 */
export function compiled<Kind extends keyof Compiled>(kind: Kind, digest: string): Forms[Kind] | undefined {
  const known: Partial<Compiled>[Kind] = loaded[kind] ?? readCompiled(kind);
  loaded[kind] = known;
  return known?.[digest];
}

function readCompiled<Kind extends keyof Compiled>(kind: Kind): Compiled[Kind] {
  const file = new URL(`./shipped/${kind}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

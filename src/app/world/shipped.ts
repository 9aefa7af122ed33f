import { existsSync, readFileSync } from 'node:fs';
import type { ArtifactKind } from '../../domain/artifacts/artifact-kind.ts';
import type { Suite } from '../../domain/checks/suite.ts';
import type { ShippedQuestion } from '../../domain/metrics/loop/question.ts';
import type { CompiledRunbook } from '../../domain/runbooks/compiled-runbook.ts';

/** What the build makes of a file that ships. */
type Forms = {
  runbooks: CompiledRunbook;
  suites: Suite;
  kinds: readonly ArtifactKind[];
  questions: readonly ShippedQuestion[];
};

/** A text that ships, with its SHA-256 and what the build has read from it. */
type Shipped<Form> = { text: string; digest: string; form: Form };

/** What the build has read from the files that ship. */
export type Compiled = { [Kind in keyof Forms]: readonly Shipped<Forms[Kind]>[] };

const loaded: Partial<Compiled> = {};

/**
 * What the build has read from a file with this text. Undefined for a text that does not ship, and where nothing was
 * built, as in tests of the source: then the text has to be read.
 */
export function compiled<Kind extends keyof Compiled>(
  kind: Kind,
  text: string,
): Shipped<Forms[Kind]> | undefined {
  const known: Partial<Compiled>[Kind] = loaded[kind] ?? readCompiled(kind);
  loaded[kind] = known;
  // By the text itself: to load what makes digests takes longer than all the rest of this.
  return known?.find((one) => one.text === text);
}

function readCompiled<Kind extends keyof Compiled>(kind: Kind): Compiled[Kind] {
  const file = new URL(`./shipped/${kind}.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

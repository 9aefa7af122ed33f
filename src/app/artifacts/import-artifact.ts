import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { readNamedBytes } from '../../codex/cli/read-regular-file.ts';
import type { Revision } from '../../domain/artifacts/artifact.ts';
import { readArtifactText } from '../../domain/artifacts/artifact-text.ts';
import { readCopy } from '../../domain/artifacts/copies/published-copy.ts';
import { decodeUtf8 } from '../../domain/base/documents/decode-utf8.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { type KindChoice, readArtifact } from './read-artifacts.ts';
import { type AskedRevision, refuseLarge, reviseArtifact, sameText } from './revise-artifact.ts';

/** A file with a new text for an artifact. */
type AskedImport = Omit<AskedRevision, 'text' | 'basedOn'>;

/** What an import would record. */
export type ImportPlan = {
  artifact: string;
  file: string;
  text: string;
  /** The text that it follows: of the newest revision, or the one to start from. */
  before: string;
  /** The newest revision; 0 when nothing was begun. */
  basedOn: number;
};

/**
 * Reads what an import would record, and records nothing.
 *
 * @throws UsageError when the file cannot be read, or its text not be kept
 */
export async function planImport(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  { artifact: id, file, ...choice }: { artifact: string; file: string } & KindChoice,
): Promise<ImportPlan> {
  const { artifact, revision, text: before } = await readArtifact(world, store, { id, ...choice });
  const read = withoutFrame(await readTextFile(resolve(world.cwd, file), file), id);
  const text = readArtifactText({ text: read, file: cleanLine(file) }, artifact.declaration);
  if (revision && text === before) throw sameText(revision);
  return { artifact: id, file, text, before, basedOn: revision?.revision ?? 0 };
}

/**
 * Records the text of a file as a new revision.
 *
 * @throws UsageError also when the file cannot be read
 */
export async function importArtifact(world: World, store: Store, asked: AskedImport): Promise<Revision> {
  const text = withoutFrame(await readTextFile(resolve(world.cwd, asked.file), asked.file), asked.artifact);
  return reviseArtifact(world, store, { ...asked, text });
}

/** A copy that was published and then edited in its repository comes back without what was put around it. */
function withoutFrame(text: string, artifact: string): string {
  const { header, text: inside } = readCopy(text);
  return header?.artifact === artifact ? inside : text;
}

/**
 * The text of a file with an artifact. What is not valid UTF-8 is refused, since its author would not recognize it.
 *
 * @param shown how complaints name the file
 * @throws UsageError when it cannot be read, is too large, or is not valid UTF-8
 */
export async function readTextFile(path: string, shown: string): Promise<string> {
  const name = cleanLine(shown);
  const bytes = await stat(path)
    .then(({ size }) => {
      refuseLarge(shown, size);
      return readNamedBytes(path);
    })
    .catch((cause: Error) => {
      if (cause instanceof UsageError) throw cause;
      throw new UsageError(`${name}: cannot read the text: ${cause.message}`);
    });
  const decoded = decodeUtf8(bytes);
  if (decoded.type === 'text') return decoded.text;
  throw new UsageError(`${name}:${decoded.line}:${decoded.column}: ${decoded.message}`, 'Save it as UTF-8.');
}

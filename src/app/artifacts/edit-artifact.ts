import { existsSync } from 'node:fs';
import type { Revision } from '../../domain/artifacts/artifact.ts';
import { keptText } from '../../domain/artifacts/artifact-text.ts';
import { CockpitError } from '../../domain/base/errors.ts';
import type { Store } from '../../store/connection/open.ts';
import { editKeptText, editText } from '../files/edit-text.ts';
import type { LendTerminal } from '../files/run-editor.ts';
import type { World } from '../world/world.ts';
import { readTextFile } from './import-artifact.ts';
import { type KindChoice, readArtifact } from './read-artifacts.ts';
import { reviseArtifact } from './revise-artifact.ts';

type AskedEdit = {
  artifact: string;
  note?: string | undefined;
  /** Where to begin; at the first gap when undefined. */
  line?: number | undefined;
  /**
   * The file of an edit that could not be recorded, as KeptTextError names it: the person goes on with that, or saves it
   * empty to give it up.
   */
  kept?: string | undefined;
  lend?: LendTerminal | undefined;
} & KindChoice;

/**
 * Opens the newest text of an artifact, or the one to start from, in the person's editor, at its first gap, and records
 * what happened to it.
 *
 * @param lend gives the editor the terminal, where this program has its screens on it
 * @returns undefined when nothing was changed
 * @throws UsageError as reviseArtifact does; the edited text is then kept, and the advice names it
 */
export async function editArtifact(
  world: World,
  store: Store,
  { artifact: id, note, line, kept, lend, ...choice }: AskedEdit,
): Promise<Revision | undefined> {
  const { artifact, revision, text, placeholders } = await readArtifact(world, store, { id, ...choice });
  const name = `${id}.${artifact.declaration.format}`;
  const place = line ?? placeholders[0]?.line;
  const edited =
    kept !== undefined && existsSync(kept)
      ? await editKeptText(world, { file: kept, line }, lend)
      : await editText(world, { text, name, line: place }, lend);
  try {
    const written = await readTextFile(edited.file, name);
    const isGivenUp = kept === edited.file && keptText(written) === keptText('');
    if (isGivenUp || keptText(written) === keptText(text)) {
      await edited.discard();
      return undefined;
    }
    const basedOn = revision?.revision ?? 0;
    const asked = { artifact: id, text: written, file: name, note, basedOn, ...choice };
    const recorded = await reviseArtifact(world, store, asked);
    await edited.discard();
    return recorded;
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    throw new KeptTextError(id, edited.file, cause);
  }
}

/** Why an edited text was not recorded, and where it is. */
export class KeptTextError extends CockpitError {
  readonly file: string;

  constructor(artifact: string, file: string, cause: CockpitError) {
    const next = `Your text is kept in ${file}; correct it, then: codex-cockpit artifact import ${artifact} ${file}`;
    super(cause.message, { exitCode: cause.exitCode, next, cause });
    this.file = file;
  }
}

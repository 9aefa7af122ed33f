import type { Revision } from '../../domain/artifacts/artifact.ts';
import { CockpitError } from '../../domain/base/errors.ts';
import type { Store } from '../../store/connection/open.ts';
import { editText } from '../files/edit-text.ts';
import type { LendTerminal } from '../files/run-editor.ts';
import type { World } from '../world/world.ts';
import { type KindChoice, readArtifact } from './read-artifacts.ts';
import { reviseArtifact } from './revise-artifact.ts';

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
  {
    artifact: id,
    note,
    lend,
    ...choice
  }: { artifact: string; note?: string | undefined; lend?: LendTerminal | undefined } & KindChoice,
): Promise<Revision | undefined> {
  const { artifact, revision, text, placeholders } = await readArtifact(world, store, { id, ...choice });
  const name = `${id}.${artifact.declaration.format}`;
  const edited = await editText(world, { text, name, line: placeholders[0]?.line }, lend);
  if (edited.text === text) {
    await edited.discard();
    return undefined;
  }
  const asked = { artifact: id, text: edited.text, file: name, note };
  try {
    const recorded = await reviseArtifact(world, store, {
      ...asked,
      ...choice,
      basedOn: revision?.revision ?? 0,
    });
    await edited.discard();
    return recorded;
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    const { message, exitCode } = cause;
    const next = `Your text is kept in ${edited.file}; correct it, then: codex-cockpit artifact import ${id} ${edited.file}`;
    throw new CockpitError(message, { exitCode, next, cause });
  }
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { WorkError } from '../../domain/base/errors.ts';
import type { World } from '../world/world.ts';
import { type LendTerminal, runEditor } from './run-editor.ts';

/** A text that a person has edited, in a file of its own until it is removed. */
export type EditedText = {
  file: string;
  /** Removes the file. */
  discard: () => Promise<void>;
};

/**
 * Lets a person edit a text with $VISUAL or $EDITOR, in a file that only they can read.
 *
 * @param name name of the file, by whose ending the editor knows its form
 * @param line where to begin; counts from 1
 * @throws UsageError when no editor is named
 * @throws WorkError when it cannot be started or fails; the text is then as it was
 */
export async function editText(
  world: Pick<World, 'environment' | 'cwd'>,
  { text, name, line }: { text: string; name: string; line?: number | undefined },
  lend?: LendTerminal,
): Promise<EditedText> {
  const folder = await mkdtemp(join(tmpdir(), 'codex-cockpit-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  const file = join(folder, name);
  try {
    await writeFile(file, text, { mode: 0o600 });
    await runEditor(world, { path: file, line }, lend);
    return { file, discard };
  } catch (cause) {
    await discard();
    if (cause instanceof WorkError)
      throw new WorkError(`${cause.message}; nothing was recorded`, cause.next, cause);
    throw cause;
  }
}

/**
 * Lets a person go on with a text that `editText` left in its file.
 *
 * @throws UsageError when no editor is named
 * @throws WorkError when it cannot be started or fails; the file stays
 */
export async function editKeptText(
  world: Pick<World, 'environment' | 'cwd'>,
  { file, line }: { file: string; line?: number | undefined },
  lend?: LendTerminal,
): Promise<EditedText> {
  await runEditor(world, { path: file, line }, lend);
  return { file, discard: () => rm(dirname(file), { recursive: true, force: true }) };
}

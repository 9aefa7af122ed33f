import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WorkError } from '../../domain/base/errors.ts';
import type { World } from '../world/world.ts';
import { type LendTerminal, runEditor } from './run-editor.ts';

/** A text that a person has edited, in a file of its own until it is removed. */
export type EditedText = {
  text: string;
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
    return { text: await readFile(file, 'utf8'), file, discard };
  } catch (cause) {
    await discard();
    if (cause instanceof WorkError)
      throw new WorkError(`${cause.message}; nothing was recorded`, cause.next, cause);
    throw cause;
  }
}

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { UsageError, WorkError } from '../../domain/base/errors.ts';
import { splitWords } from '../../domain/base/text/split-words.ts';
import type { World } from '../world/world.ts';

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
 * @throws UsageError when no editor is named
 * @throws WorkError when it cannot be started or fails; the text is then as it was
 */
export async function editText(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  { text, name }: { text: string; name: string },
): Promise<EditedText> {
  const [program, ...args] = editorOf(environment);
  const folder = await mkdtemp(join(tmpdir(), 'codex-cockpit-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  const file = join(folder, name);
  try {
    await writeFile(file, text, { mode: 0o600 });
    const ended = await execa(program, [...args, file], {
      cwd,
      env: { ...environment },
      extendEnv: false,
      stdio: 'inherit',
      reject: false,
    });
    if (ended.failed) {
      const how = ended.exitCode === undefined ? (ended.signal ?? ended.code) : `exit ${ended.exitCode}`;
      throw new WorkError(
        `the editor "${program}" failed (${how}); nothing was recorded`,
        'Look at $VISUAL and $EDITOR.',
      );
    }
    return { text: await readFile(file, 'utf8'), file, discard };
  } catch (cause) {
    await discard();
    throw cause;
  }
}

function editorOf({ VISUAL, EDITOR }: World['environment']): readonly [string, ...string[]] {
  const [program, ...args] = splitWords(VISUAL || EDITOR || '') ?? [];
  if (program !== undefined) return [program, ...args];
  throw new UsageError(
    VISUAL || EDITOR ? 'the editor has a quote that is left open' : 'no editor is named',
    'Set VISUAL or EDITOR, such as EDITOR="code --wait".',
  );
}

import { resolve } from 'node:path';
import { execa } from 'execa';
import { WorkError } from '../../domain/base/errors.ts';
import { editorCommand, type PlaceToEdit } from '../../domain/base/shell/editor-command.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { World } from '../world/world.ts';

/** Gives the terminal to another program while the work is done. */
export type LendTerminal = (work: () => Promise<void>) => Promise<void>;

/**
 * Opens a file in the person's editor and waits until they leave it.
 *
 * @param lend gives it the terminal; without it, it has the one that this program has
 * @throws UsageError when no editor is named
 * @throws WorkError when it cannot be started or fails
 */
export async function runEditor(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  { path, ...place }: PlaceToEdit,
  lend: LendTerminal = (work) => work(),
): Promise<void> {
  const [program, ...args] = editorCommand(environment, { path: resolve(cwd, path), ...place });
  let how: string | undefined;
  await lend(async () => {
    const ended = await withoutInterrupts(() =>
      execa(program, args, {
        cwd,
        env: { ...environment },
        extendEnv: false,
        stdio: 'inherit',
        reject: false,
      }),
    );
    if (!ended.failed) return;
    how = ended.exitCode === undefined ? (ended.signal ?? ended.code) : `exit ${ended.exitCode}`;
  });
  if (how === undefined) return;
  throw new WorkError(
    how === 'ENOENT'
      ? `the editor "${cleanLine(program)}" was not found`
      : `the editor "${cleanLine(program)}" failed (${how})`,
    how === 'ENOENT' ? 'Set VISUAL or EDITOR to one that is installed.' : 'Look at $VISUAL and $EDITOR.',
  );
}

const keys = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Does work during which Ctrl-C and Ctrl-\ are for another program. The terminal sends these signals to all that it
 * started, and an editor that uses the keys for itself would otherwise end this program, and the launcher.
 */
async function withoutInterrupts<T>(work: () => PromiseLike<T>): Promise<T> {
  const listeners = keys.map((key) => [key, process.listeners(key)] as const);
  const ignore = () => undefined;
  for (const [key] of listeners) {
    process.removeAllListeners(key);
    process.on(key, ignore);
  }
  tellLauncher('lent');
  try {
    return await work();
  } finally {
    tellLauncher('back');
    for (const [key, before] of listeners) {
      for (const listener of before) process.on(key, listener);
      process.off(key, ignore);
    }
  }
}

function tellLauncher(terminal: 'lent' | 'back'): void {
  if (process.connected) process.send?.({ terminal });
}

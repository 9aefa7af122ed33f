import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';

const lockShape = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ integrity: z.string().optional() })),
});

/** What a package lock fixes of the CLI: the wrapper and the native package beside it. */
export type LockedCli = { file: string; wrapper: string | undefined; native: string | undefined };

/**
 * Reads the lock of the npm install that a codex belongs to; undefined when there is none, as after a
 * global install.
 */
export async function readLock(codex: string): Promise<LockedCli | undefined> {
  const script = await realpath(codex).catch(() => codex);
  const root = script.split(`${join('node_modules', '@openai')}`)[0] ?? dirname(script);
  const file = join(root, 'package-lock.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { packages } = lockShape.parse(JSON.parse(text));
  const integrity = (name: string) => packages[`node_modules/@openai/${name}`]?.integrity;
  return {
    file,
    wrapper: integrity('codex'),
    native: integrity(`codex-${process.platform}-${process.arch}`),
  };
}

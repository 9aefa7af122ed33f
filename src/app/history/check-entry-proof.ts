import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UsageError } from '../../domain/base/errors.ts';
import {
  type EntryProofVerdict,
  parseEntryProof,
  verifyEntryProof,
} from '../../domain/history/proof/entry-proof.ts';
import type { World } from '../world/world.ts';
import { readKeys } from './verify-history.ts';

/**
 * Checks a proof that `audit prove` made. Needs no database, only a public key.
 *
 * @throws UsageError when a file is not what it should be, or no key was given
 */
export async function checkEntryProof(
  world: World,
  file: string,
  asked: readonly string[],
): Promise<EntryProofVerdict> {
  const keys = await readKeys(world, asked);
  if (keys.length === 0) {
    throw new UsageError(
      'a proof means nothing without the public key of the history',
      'Name it with --key; codex-cockpit audit key prints it where the history is.',
    );
  }
  const path = resolve(world.cwd, file);
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`${path}: ${cause.code === 'ENOENT' ? 'there is no such file' : cause.message}`);
  });
  try {
    return verifyEntryProof(parseEntryProof(text), keys);
  } catch (cause) {
    throw new UsageError(`${path}: ${(cause as Error).message}`);
  }
}

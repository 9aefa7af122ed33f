import { resolve } from 'node:path';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { World } from '../../world/world.ts';

/** Where the key of an API is. The key itself is never an argument: other users of the machine can read those. */
export type KeyChoice = { keyEnv?: string | undefined; keyFile?: string | undefined };

/** A key, and where it came from in words. Only the header of a request may have the key. */
export type ApiKey = { key: string; from: string };

/** Most bytes of the file of a key. */
const mostBytes = 16 * 1024;

/**
 * Reads the key of an API from an environment variable or from a file.
 *
 * @throws UsageError when neither or both are named, it cannot be read, or it is no key; the message never has the key
 */
export function readKey(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  { keyEnv, keyFile }: KeyChoice,
): ApiKey {
  if ((keyEnv === undefined) === (keyFile === undefined))
    throw new UsageError('say where the key is', 'Use either --key-env NAME or --key-file PATH.');
  if (keyEnv !== undefined) {
    const value = environment[keyEnv];
    const from = `the variable ${cleanLine(keyEnv)}`;
    // Somebody may have typed the key in the place of the name of its variable: it is not repeated.
    if (value === undefined)
      throw new UsageError(
        'the variable that --key-env names is not set',
        'Name a variable that has the key, not the key itself.',
      );
    return { key: requireKey(value, from), from };
  }
  const path = resolve(cwd, keyFile ?? '');
  const from = `the file ${cleanLine(path)}`;
  const read = readRegularBytes(path, mostBytes);
  // The same here.
  if (!read)
    throw new UsageError(
      'the file that --key-file names is not there',
      'Name a file that has the key, not the key itself.',
    );
  if ('fault' in read) throw new UsageError(`${from} cannot be read: ${read.fault}`);
  return { key: requireKey(read.bytes.toString('utf8'), from), from };
}

function requireKey(text: string, from: string): string {
  const key = text.trim();
  if (key === '') throw new UsageError(`${from} is empty`);
  // What else there is cannot stand in a header, or is a file of another kind.
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new UsageError(`${from} has no key`, 'A key is one line of letters, digits and signs.');
  return key;
}

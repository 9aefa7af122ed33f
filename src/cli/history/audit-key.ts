import type { Command } from 'commander';
import { keyPath, recordedKeys, replaceSigningKey } from '../../app/history/checkpoints/signing-key.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { requireDatabase } from '../../app/world/require-database.ts';
import { openHistory, openWritableHistory } from '../../app/world/session.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

/** `audit key`: the public half of the key that signs checkpoints. */
export function defineKey(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('print the public key that checkpoints are verified with'))
    .option('--new', 'make another key, when the old one is lost or known to others')
    .action(async (_, command: Command) => finish(await key(host, command.optsWithGlobals())));
}

async function key(host: Host, flags: CommonFlags & { new?: boolean }): Promise<number> {
  const database = databasePath(host.world, flags.db);
  requireDatabase(database);
  const keys = flags.new ? await makeAnother(host, flags) : await listKeys(host, flags);
  const inUse = keys.at(-1);
  if (inUse === undefined)
    throw new UsageError(
      'no key was made yet',
      'The first checkpoint makes one: codex-cockpit audit checkpoint',
    );
  host.out(
    flags.json
      ? jsonDocument('key', { key: inUse, earlier: keys.slice(0, -1), private_key_file: keyPath(database) })
      : `${inUse}\n`,
  );
  return 0;
}

async function listKeys(host: Host, flags: CommonFlags): Promise<readonly string[]> {
  const store = await openHistory(host.world, flags);
  try {
    return store ? (await recordedKeys(store)).map(({ text }) => text) : [];
  } finally {
    await store?.close();
  }
}

async function makeAnother(host: Host, flags: CommonFlags): Promise<readonly string[]> {
  const store = await openWritableHistory(host.world, flags, { daily: 'leave to the caller' });
  try {
    await replaceSigningKey(host.world, store);
    return (await recordedKeys(store)).map(({ text }) => text);
  } finally {
    await store.close();
  }
}

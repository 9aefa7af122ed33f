import { keyPath, recordedKeys, replaceSigningKey } from '../../app/history/checkpoints/signing-key.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { requireDatabase } from '../../app/world/require-database.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import type { Call } from '../program/call.ts';
import { flag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `audit key`: the public half of the key that signs checkpoints. */
export const key = subcommand({
  name: 'key',
  summary: 'print the public key that verifies checkpoints',
  flags: { new: flag('--new', 'make another key, when the old one is lost or known to others') },
  run: async (given, call) => {
    const database = databasePath(call.world, given.db);
    requireDatabase(database);
    const keys = await (given.new ? replaceKey(call) : call.readExisting(recordedKeys));
    const [inUse, ...earlier] = keys.map(({ text }) => text).reverse();
    if (inUse === undefined)
      throw new UsageError(
        'no key was made yet',
        'The first checkpoint makes one: codex-cockpit audit checkpoint',
      );
    return { inUse, earlier: earlier.reverse(), file: keyPath(database) };
  },
  text: ({ inUse }) => `${inUse}\n`,
  json: ({ inUse, earlier, file }) => jsonDocument('key', { key: inUse, earlier, private_key_file: file }),
});

function replaceKey({ world, record }: Call) {
  return record(
    async (store) => {
      await replaceSigningKey(world, store);
      return recordedKeys(store);
    },
    { daily: 'leave to the caller' },
  );
}

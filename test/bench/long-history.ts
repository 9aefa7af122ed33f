import { hash, randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { entryPreimage } from '../../src/domain/history/entry/entry.ts';
import { openStore, type Store } from '../../src/store/connection/open.ts';
import { rolloutStarted } from '../support/history.ts';
import { fillHistory } from '../support/long-history.ts';
import { medians, type Ratio, time } from './measure.ts';

const count = Number(process.env.BENCH_ENTRIES ?? 1_000_000);

/** Proving a history of a million entries, beside bare SHA-256 over what is hashed of it. */
export async function longHistory(folder: string): Promise<Ratio[]> {
  const path = join(folder, 'long.db');
  const source = { now: () => new Date(), newId: () => randomUUID() };
  await (await openStore(path, source)).close();
  const bare = fill(path);
  const store = await openStore(path, source);
  const size = statSync(path).size;
  const verified = await time(async () => {
    const proof = await store.verify();
    if (!proof.whole || proof.entries !== count) throw new Error('the history of the bench is not whole');
  });
  // Not an empty one, where there is no entry to be hashed and compared with its neighbours.
  const one = await openStore(join(folder, 'one.db'), source);
  await one.append(() => [{ actor: 'bench@example.com', subject: 'bench', event: rolloutStarted }]);
  const pages = await medians(30, {
    long: () => firstPage(store),
    one: () => firstPage(one),
  });
  const { bytesPerEntry = 0 } = await store.stats();
  await one.close();
  await store.close();
  const all = bare.entries + bare.tree;
  const percent = (part: number) => `${((part / verified) * 100).toFixed(0)} %`;
  return [
    {
      what: `verify ${count} entries`,
      ratio: verified / all,
      yardstick: 'SHA-256 over the same bytes',
      goal: '≤ 2',
      note: `${percent(all)} of its speed over entries, leaves and nodes, ${percent(bare.entries)} over the entries alone`,
    },
    {
      what: 'the newest entry of it',
      ratio: pages.long / pages.one,
      yardstick: 'that of a history of one entry',
      goal: '≤ 2',
    },
    {
      what: 'size of an entry',
      ratio: size / count / 1024,
      yardstick: 'a KiB',
      note: `${bytesPerEntry} bytes in the log and its indexes`,
    },
  ];
}

async function firstPage(store: Store): Promise<void> {
  await Array.fromAsync(store.entries({ newestFirst: true, limit: 1 }));
}

/** Milliseconds that SHA-256 takes over all of these. */
function hashing(messages: readonly Buffer[]): number {
  const started = performance.now();
  for (const bytes of messages) hash('sha256', bytes, 'hex');
  return performance.now() - started;
}

/** Fills the database. Returns how long hashing what is hashed of its entries takes bare. */
function fill(path: string): { entries: number; tree: number } {
  const bare = { entries: 0, tree: 0 };
  for (const entries of fillHistory(path, count)) {
    const preimages = entries.map((entry) => Buffer.from(entryPreimage(entry)));
    bare.entries += hashing(preimages);
    // For each entry the tree has a leaf and, but for one, a node.
    bare.tree += hashing(preimages.map((bytes) => bytes.subarray(0, 33)));
    bare.tree += hashing(preimages.map((bytes) => bytes.subarray(0, 65)));
  }
  return bare;
}

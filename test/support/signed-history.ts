import { join } from 'node:path';
import { type MadeCheckpoint, makeCheckpoint } from '../../src/app/history/checkpoints/make-checkpoint.ts';
import { recordedKeys } from '../../src/app/history/checkpoints/signing-key.ts';
import { startRollout } from '../../src/app/rollout/start-rollout.ts';
import { databasePath } from '../../src/app/world/database-path.ts';
import { openWritableHistory } from '../../src/app/world/session.ts';
import type { World } from '../../src/app/world/world.ts';
import { type Entry, hashEntry } from '../../src/domain/history/entry/entry.ts';
import type { Store } from '../../src/store/connection/open.ts';
import type { Draft } from '../../src/store/log/append.ts';
import { draft, runStarted } from './history.ts';
import { asAnyClient } from './store-files.ts';
import { testWorld } from './world.ts';

/** A world with a rollout, a key and a first checkpoint, as `init` leaves it. */
export async function signedHistory(): Promise<SignedHistory> {
  const world = { ...testWorld(), as: 'ada@example.com' };
  const history = new SignedHistory(world);
  await history.working(async (store) => {
    await startRollout(world, store, { name: 'Acme' });
    await makeCheckpoint(world, store);
  });
  return history;
}

/** A history of a world, and what an honest and a dishonest person do to it. */
export class SignedHistory {
  readonly world: World & { root: string };

  constructor(world: World & { root: string }) {
    this.world = world;
  }

  get path(): string {
    return databasePath(this.world);
  }

  async working<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await openWritableHistory(this.world, {});
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  }

  async record(...drafts: readonly Draft[]): Promise<void> {
    const some = drafts.length > 0 ? drafts : [draft(runStarted(`run-${Math.random()}`))];
    await this.working((store) => store.append(() => some));
  }

  async sign(to?: string): Promise<MadeCheckpoint> {
    return this.working((store) => makeCheckpoint(this.world, store, { to }));
  }

  /** Signs, and keeps the checkpoint in a file outside of the database. */
  async keepOutside(name = 'outside.checkpoint'): Promise<string> {
    const path = join(this.world.root, name);
    await this.sign(path);
    return path;
  }

  async publicKey(): Promise<string> {
    return this.working(async (store) => (await recordedKeys(store)).at(-1)?.text ?? '');
  }

  /** Carries out SQL as somebody who can write the file, the guards taken away first. */
  tamper(...statements: readonly string[]): void {
    asAnyClient(this.path, (raw) => {
      const guards = raw.prepare("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all();
      for (const name of guards) raw.exec(`DROP TRIGGER ${name}`);
      raw.pragma('ignore_check_constraints = ON');
      for (const statement of statements) raw.exec(statement);
    });
  }

  /** Changes entries and gives all of them new, matching hashes, as somebody would who knows the format. */
  rewrite(change: (entries: Entry[]) => readonly Entry[]): void {
    this.tamper('CREATE TABLE forged AS SELECT * FROM entry ORDER BY seq', 'DELETE FROM entry');
    asAnyClient(this.path, (raw) => {
      const entries = raw.prepare<[], Entry>('SELECT * FROM forged ORDER BY seq').all();
      const insert = raw.prepare(
        'INSERT INTO entry VALUES (@seq, @id, @at, @actor, @kind, @subject, @body, @prev_hash, @hash, @origin)',
      );
      let prev_hash = '0'.repeat(64);
      for (const [index, entry] of change(entries).entries()) {
        const linked = { ...entry, seq: index + 1, prev_hash };
        prev_hash = hashEntry(linked);
        insert.run({ ...linked, hash: prev_hash });
      }
      raw.exec('DROP TABLE forged');
    });
  }
}

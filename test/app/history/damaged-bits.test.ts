import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkDatabase } from '../../../src/app/database/look-at-database.ts';
import { listHistory } from '../../../src/app/history/search-history.ts';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { openHistory } from '../../../src/app/world/session.ts';
import { CockpitError } from '../../../src/domain/base/errors.ts';
import { toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import { checkFinished, draft } from '../../support/history.ts';
import { signedHistory } from '../../support/signed-history.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

type Files = {
  db: Buffer;
  wal: Buffer | undefined;
  /** A checkpoint that was kept elsewhere, and how many entries it vouches for. */
  outside: string;
  vouchedFor: number;
};

/** A history with every kind of page: tables, indexes, inner nodes, overflow; with its WAL while it is open. */
async function files(state: 'closed' | 'open'): Promise<Files> {
  const history = await signedHistory();
  const blob = toBlob('what the CLI printed '.repeat(1000));
  const checks = Array.from({ length: 80 }, (_, n) =>
    draft(checkFinished('r1', `check-${n}`, [toEvidence('output', blob)]), { blobs: [blob] }),
  );
  return history.working(async (store) => {
    await store.append(() => checks);
    const outside = join(history.world.root, 'outside');
    if (state === 'closed') await store.close();
    await history.sign(outside);
    const wal = `${history.path}-wal`;
    return {
      db: readFileSync(history.path),
      wal: existsSync(wal) && state === 'open' ? readFileSync(wal) : undefined,
      outside: readFileSync(outside, 'utf8'),
      vouchedFor: 84,
    };
  });
}

/** What a person gets from a file: a clear refusal, or a verdict. Anything else fails the test. */
async function lookAt(bytes: Files, what: string): Promise<'refused' | 'found' | 'irrelevant'> {
  const folder = tempFolder();
  const db = join(folder, 'cockpit.db');
  writeFileSync(db, bytes.db);
  if (bytes.wal) writeFileSync(`${db}-wal`, bytes.wal);
  const outside = join(folder, 'outside');
  writeFileSync(outside, bytes.outside);
  const world = testWorld();
  try {
    const proof = await verifyHistory(world, { db }, { checkpoints: [outside] });
    await read(world, db);
    const { sound } = await checkDatabase(world, { db });
    if (!proof.whole || !sound) return 'found';
    // The entry of the checkpoint itself is the one that nothing outside vouches for yet.
    expect(proof.entries, what).toBeGreaterThanOrEqual(bytes.vouchedFor);
    return 'irrelevant';
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw new Error(`${what}: ${(cause as Error).stack}`);
    return 'refused';
  }
}

async function read(world: ReturnType<typeof testWorld>, db: string): Promise<void> {
  const store = await openHistory(world, { db });
  try {
    await Array.fromAsync(listHistory(store, { limit: 1000 }));
  } finally {
    await store?.close();
  }
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ (1 << (at % 8));
  return copy;
}

describe('a file with one bit flipped', () => {
  it('in its header is refused, found, or as good as before, and never a stack trace', async () => {
    const whole = await files('closed');
    const seen = new Set<string>();
    for (let at = 0; at < 100; at++)
      seen.add(await lookAt({ ...whole, db: flipped(whole.db, at) }, `header byte ${at}`));
    expect(seen).toContain('refused');
  });

  it('in a page is refused, found, or as good as before: every page, at its head and within', async () => {
    const whole = await files('closed');
    const seen: string[] = [];
    for (let page = 0; page < whole.db.length; page += 4096) {
      for (const at of [page + (page === 0 ? 100 : 0), page + 5, page + 2048, page + 4000])
        seen.push(await lookAt({ ...whole, db: flipped(whole.db, at) }, `byte ${at}`));
    }
    expect(seen.filter((verdict) => verdict !== 'irrelevant').length).toBeGreaterThan(20);
  });

  it('in its WAL loses nothing unseen: a checkpoint from outside shows what is missing', async () => {
    const whole = await files('open');
    const wal = whole.wal;
    if (!wal) throw new Error('there is no WAL');
    const seen: string[] = [];
    for (let n = 0; n < 60; n++) {
      const at = n < 32 ? n : Math.floor((wal.length * (n - 31)) / 30);
      seen.push(
        await lookAt({ ...whole, wal: flipped(wal, Math.min(at, wal.length - 1)) }, `WAL byte ${at}`),
      );
    }
    expect(seen.filter((verdict) => verdict !== 'irrelevant').length).toBeGreaterThan(20);
  });

  it('none flipped at all is a history as it was', async () => {
    for (const state of ['closed', 'open'] as const)
      expect(await lookAt(await files(state), state)).toBe('irrelevant');
  });
});

it.each([0, 1, 99, 4096, 6000])('a file cut off after %i bytes is a clear refusal', async (length) => {
  const history = await signedHistory();
  const db = join(history.world.root, 'cut.db');
  copyFileSync(history.path, db);
  writeFileSync(db, readFileSync(db).subarray(0, length));
  const verdict = await verifyHistory(history.world, { db }).catch((cause) => cause);
  if (verdict instanceof Error) expect(verdict).toBeInstanceOf(CockpitError);
  else expect(verdict).toMatchObject({ whole: false });
});

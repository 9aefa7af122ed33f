import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openReadStore, type ReadStore } from '../../../src/store/connection/open.ts';
import type { EntryRange } from '../../../src/store/log/entries.ts';
import { draft, runStarted, testStore } from '../../support/history.ts';
import { tamperedCopy } from '../../support/store-files.ts';

async function historyOf(length: number) {
  const store = await testStore();
  await store.append(() => Array.from({ length }, (_, n) => draft(runStarted(`r${n}`))));
  const seqs = async (range?: EntryRange) =>
    (await Array.fromAsync(store.entries(range))).map(({ seq }) => seq);
  return { ...store, seqs };
}

describe('a part of the history', () => {
  it('is what a list of all entries would give, whichever is asked for', async () => {
    const { seqs } = await historyOf(12);
    const all = await seqs();
    expect(all).toEqual(Array.from({ length: 12 }, (_, n) => n + 1));
    const ranges = fc.record(
      { after: fc.nat(14), limit: fc.integer({ min: 1, max: 14 }), newestFirst: fc.boolean() },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(ranges, async (range) => {
        const ordered = range.newestFirst ? all.toReversed() : all;
        const expected = ordered.filter((seq) => seq > (range.after ?? 0)).slice(0, range.limit);
        expect(await seqs(range)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['exactly a page', 1000],
    ['a page and one', 1001],
    ['two pages', 2000],
  ])('of %s has every entry once, in both directions', async (_, length) => {
    const { seqs } = await historyOf(length);
    const all = Array.from({ length }, (_, n) => n + 1);
    expect(await seqs()).toEqual(all);
    expect(await seqs({ newestFirst: true })).toEqual(all.toReversed());
  });

  it('is nothing of nothing, and nothing when nothing is asked for', async () => {
    const { seqs } = await historyOf(0);
    expect(await seqs()).toEqual([]);
    expect(await (await historyOf(3)).seqs({ limit: 0 })).toEqual([]);
  });

  it('may be left early, and be recorded to while it is read', async () => {
    const { entries, append, countEntries } = await historyOf(1500);
    let read = 0;
    for await (const _ of entries()) {
      if (read === 0) await append(() => [draft(runStarted('meanwhile'))]);
      read += 1;
    }
    expect(read).toBe(1501);
    for await (const _ of entries()) break;
    expect(await countEntries()).toBe(1501);
  });
});

describe('an entry that the proof refuses', () => {
  const readers: readonly (readonly [string, (store: ReadStore) => Promise<unknown>])[] = [
    ['reads all', (store) => Array.fromAsync(store.entries())],
    ['reads the newest', (store) => Array.fromAsync(store.entries({ newestFirst: true, limit: 3 }))],
    ['reads one', (store) => store.entry(3)],
    ['reads those of a kind', (store) => store.entriesOfKind('run.started')],
    ['reads what a filter finds', (store) => store.findEntries({ kinds: ['run'] }, { limit: 50 })],
  ];
  const changes: readonly (readonly [string, string, RegExp])[] = [
    [
      'was changed',
      "UPDATE entry SET body = replace(body, '0.139.0', '0.150.0') WHERE seq = 3",
      /entry 3 is not as it was recorded: its content does not match its hash/,
    ],
    [
      'was changed behind the one read',
      `UPDATE entry SET prev_hash = '${'f'.repeat(64)}' WHERE seq = 4`,
      /entry 4 is not as it was recorded/,
    ],
    [
      'was removed before the one read',
      'DELETE FROM entry WHERE seq = 2',
      /entry 2 is not as it was recorded/,
    ],
  ];

  it.each(
    readers.flatMap(([who, read]) =>
      changes.map(([how, sql, message]) => [how, who, sql, read, message] as const),
    ),
  )('because it %s is named to whoever %s', async (_, __, sql, read, message) => {
    const { path, close } = await historyOf(4);
    await close();
    const store = await openReadStore(tamperedCopy(path, sql));
    onTestFinished(() => store.close());
    await expect(read(store)).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(message),
      next: expect.stringContaining('audit verify'),
    });
  });

  it('stays out of sight when its number is one that no entry has', async () => {
    const { path, close } = await historyOf(3);
    await close();
    const row = `INSERT INTO entry SELECT 0, 'x', at, actor, kind, subject, body, 'p', 'h', NULL FROM entry WHERE seq = 1`;
    const store = await openReadStore(tamperedCopy(path, row));
    onTestFinished(() => store.close());
    expect((await store.entriesOfKind('run.started')).map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(await store.entry(0)).toBeUndefined();
  });
});

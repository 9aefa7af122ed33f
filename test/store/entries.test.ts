import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryRange } from '../../src/store/entries.ts';
import { draft, runStarted, testStore } from '../support/history.ts';

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

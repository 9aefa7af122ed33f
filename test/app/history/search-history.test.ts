import { describe, expect, it } from 'vitest';
import { searchHistory } from '../../../src/app/history/search-history.ts';
import { openHistory } from '../../../src/app/world/session.ts';
import { draft, runStarted, testStore } from '../../support/history.ts';
import { signedHistory } from '../../support/signed-history.ts';

describe('a page of the history', () => {
  it('says where the next one begins, until there is none', async () => {
    const history = await signedHistory();
    await history.record();
    const store = await openHistory(history.world, {});
    const seen: number[] = [];
    let before: number | undefined;
    do {
      const page = await searchHistory(store, { who: 'ada@example.com' }, { before, limit: 2 });
      seen.push(...page.entries.map(({ seq }) => seq));
      before = page.nextBefore;
    } while (before !== undefined);
    await store?.close();
    expect(seen).toEqual([5, 4, 3, 2, 1]);
  });

  it('is as long as asked for, or short where the entries are long, and the next one goes on there', async () => {
    const store = await testStore();
    const pages = async (limit: number) => {
      const sizes: number[] = [];
      let before: number | undefined;
      do {
        const page = await searchHistory(store, {}, { before, limit });
        sizes.push(page.entries.length);
        before = page.nextBefore;
      } while (before !== undefined);
      return sizes;
    };
    const record = (count: number, name: string) =>
      store.append(() => Array.from({ length: count }, (_, index) => draft(runStarted(`${name} ${index}`))));
    await record(70, 'short');
    expect(await pages(60)).toEqual([60, 10]);
    expect(await pages(30)).toEqual([30, 30, 10]);
    await record(2, 'long '.repeat(200_000));
    expect(await pages(60)).toEqual([50, 22]);
  });

  it('has the events of its entries, read', async () => {
    const history = await signedHistory();
    const store = await openHistory(history.world, {});
    const { entries } = await searchHistory(store, { kinds: ['rollout'] }, { limit: 10 });
    await store?.close();
    expect(entries).toMatchObject([{ seq: 1, event: { kind: 'rollout.started', body: { name: 'Acme' } } }]);
  });

  it('is empty where there is no history', async () => {
    expect(await searchHistory(undefined, {}, { limit: 10 })).toEqual({ entries: [], nextBefore: undefined });
  });
});

import { describe, expect, it } from 'vitest';
import { searchHistory } from '../../../src/app/history/search-history.ts';
import { openHistory } from '../../../src/app/world/session.ts';
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

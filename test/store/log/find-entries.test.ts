import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import type { HistoryFilter } from '../../../src/domain/history/find/history-filter.ts';
import { openStore, type Store } from '../../../src/store/connection/open.ts';
import type { Draft } from '../../../src/store/log/append.ts';
import { checkFinished, draft, rolloutStarted, runStarted, testStore } from '../../support/history.ts';
import { tempFolder } from '../../support/temp.ts';

const found = async (store: Store, filter: HistoryFilter, limit = 1000) =>
  (await store.findEntries(filter, { limit })).map(({ seq }) => seq);

const revisited = (phase: 'pilot' | 'govern', reason: string): CockpitEvent => ({
  kind: 'phase.revisited',
  body: { v: 1, phase, reason },
});

const moved: CockpitEvent = {
  kind: 'rollout.pin-moved',
  body: { v: 1, from: '0.139.0', to: '0.150.0', reason: 'a fault in the sandbox' },
};

describe('the entries that are found', () => {
  it('are those of a person, a kind, a subject, newest first', async () => {
    const store = await testStore();
    await store.append(() => [
      draft(rolloutStarted, { subject: 'rollout' }),
      draft(runStarted('r1'), { subject: 'run/r1', actor: 'Bob@example.com' }),
      draft(checkFinished('r1'), { subject: 'run/r1' }),
      draft(revisited('govern', 'audit'), { subject: 'phase/govern', actor: 'bob@example.com' }),
    ]);
    expect(await found(store, {})).toEqual([4, 3, 2, 1]);
    expect(await found(store, { who: 'BOB@example.com' })).toEqual([4, 2]);
    expect(await found(store, { who: 'bob' })).toEqual([]);
    expect(await found(store, { subject: 'run/r1' })).toEqual([3, 2]);
    expect(await found(store, { subject: 'run' })).toEqual([3, 2]);
    expect(await found(store, { kinds: ['run', 'phase.revisited'] })).toEqual([4, 2]);
    expect(await found(store, { kinds: ['run'], who: 'ada@example.com' })).toEqual([]);
    expect(await store.countFound({})).toBe(4);
    expect(await store.countFound({ who: 'bob@example.com' })).toBe(2);
    expect(await store.countFound({ kinds: ['run'], until: '2026-11-20T12:00:02.000Z' })).toBe(1);
  });

  it('are those about a phase, and those recorded while the rollout was in it', async () => {
    const store = await testStore();
    const passed: CockpitEvent = {
      kind: 'phase.passed',
      body: { v: 1, phase: 'pilot', pin: '0.139.0', evidence_sha256: '', items: [], sign_offs: [] },
    };
    await store.append(() => [
      draft(rolloutStarted),
      draft(runStarted('r1')),
      draft(passed),
      draft(runStarted('r2')),
      draft(revisited('pilot', 'we forgot')),
      draft(runStarted('r3')),
      draft(revisited('govern', 'early')),
    ]);
    expect(await found(store, { phase: 'pilot' })).toEqual([7, 6, 5, 3, 2]);
    expect(await found(store, { phase: 'standardize' })).toEqual([5, 4]);
    expect(await found(store, { phase: 'govern' })).toEqual([7]);
    expect(await found(store, { phase: 'scale' })).toEqual([]);
  });

  it('are those that name a version, and others those recorded while it was the pin', async () => {
    const store = await testStore();
    await store.append(() => [
      draft(rolloutStarted),
      draft(revisited('govern', 'audit')),
      draft(moved),
      draft(revisited('govern', 'audit')),
      draft(checkFinished('r1')),
    ]);
    expect(await found(store, { version: '0.139.0' })).toEqual([5, 3, 1]);
    expect(await found(store, { version: '0.150.0' })).toEqual([3]);
    expect(await found(store, { pin: '0.139.0' })).toEqual([3, 2]);
    expect(await found(store, { pin: '0.150.0' })).toEqual([5, 4]);
    expect(await found(store, { version: '0.15' })).toEqual([]);
  });

  it('are those with all the words, whole unless an ending is left open', async () => {
    const store = await testStore();
    await store.append(() => [draft(rolloutStarted), draft(moved), draft(checkFinished('r1'))]);
    expect(await found(store, { text: 'Sandbox fault' })).toEqual([2]);
    expect(await found(store, { text: 'sand' })).toEqual([]);
    expect(await found(store, { text: 'sand*' })).toEqual([2]);
    expect(await found(store, { text: '"the sandbox"' })).toEqual([2]);
    expect(await found(store, { text: '"sandbox the"' })).toEqual([]);
    expect(await found(store, { text: 'cli.version' })).toEqual([3]);
    expect(await found(store, { text: 'upgrade.yaml' })).toEqual([3]);
    expect(await found(store, { what: 'upgrade.yaml' })).toEqual([]);
    expect(await found(store, { what: 'pinned' })).toEqual([3]);
  });

  it.each([
    'NEAR(a b)',
    'what:x',
    'a OR b',
    '"',
    '"open',
    '(',
    '^x',
    'a + b',
    '-x',
    '*x',
    'x**',
    "';--",
    '{what}:a',
    '\u0000',
  ])('take %o for words, not for a language of their own', async (text) => {
    const store = await testStore();
    await store.append(() => [draft(rolloutStarted)]);
    expect(await found(store, { what: 'Acme', text })).toEqual(/\p{L}/u.test(text) ? [] : [1]);
  });

  it('come page by page', async () => {
    const store = await testStore();
    await store.append(() => Array.from({ length: 7 }, (_, n) => draft(runStarted(`r${n}`))));
    const page = (before?: number) => store.findEntries({ kinds: ['run'] }, { before, limit: 3 });
    const seqs = async (before?: number) => (await page(before)).map(({ seq }) => seq);
    expect(await seqs()).toEqual([7, 6, 5]);
    expect(await seqs(5)).toEqual([4, 3, 2]);
    expect(await seqs(2)).toEqual([1]);
    expect(await seqs(1)).toEqual([]);
  });

  it('come oldest first from an entry on', async () => {
    const store = await testStore();
    await store.append(() => Array.from({ length: 5 }, (_, n) => draft(runStarted(`r${n}`))));
    const seqs = async (filter: HistoryFilter, after: number) =>
      (await store.findEntries(filter, { after, limit: 3 })).map(({ seq }) => seq);
    expect(await seqs({}, 0)).toEqual([1, 2, 3]);
    expect(await seqs({ kinds: ['run'] }, 1)).toEqual([2, 3, 4]);
    expect(await seqs({ kinds: ['run'], since: '2026-11-20T12:00:03.000Z' }, 1)).toEqual([4, 5]);
    expect(await seqs({ kinds: ['run'] }, 5)).toEqual([]);
  });

  it('are the same after the projections were derived again', async () => {
    const store = await testStore();
    await store.append(() => [draft(rolloutStarted), draft(moved), draft(checkFinished('r1'))]);
    const ask = async () => [
      await found(store, { version: '0.150.0' }),
      await found(store, { text: 'sandbox' }),
      await found(store, { since: '2026-11-20T12:00:01.000Z' }),
    ];
    const before = await ask();
    expect(before).toEqual([[2], [2], [3, 2]]);
    await store.rebuild();
    expect(await ask()).toEqual(before);
  });
});

describe('any filter on any history', () => {
  const people = ['ada@example.com', 'bob@example.com'] as const;
  const words = ['sandbox', 'profile', 'audit'] as const;
  const subjects = ['item/a', 'item/b', 'rollout'] as const;
  const times = Array.from(
    { length: 8 },
    (_, n) => new Date(Date.UTC(2026, 10, 18 + Math.floor(n / 2), n % 2 ? 6 : 18)),
  );
  const recorded = fc.record({
    actor: fc.constantFrom(...people),
    subject: fc.constantFrom(...subjects),
    phase: fc.constantFrom('pilot', 'govern'),
    reason: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 2 }),
    // A clock that goes back, as two machines have it.
    time: fc.constantFrom(...times),
  });
  const moment = fc.option(fc.constantFrom(...times.map((time) => time.toISOString())), { nil: undefined });
  const asked = fc.record({
    who: fc.option(fc.constantFrom(...people), { nil: undefined }),
    subject: fc.option(fc.constantFrom('item/a', 'item', 'rollout'), { nil: undefined }),
    phase: fc.option(fc.constantFrom('pilot', 'govern'), { nil: undefined }),
    text: fc.option(fc.constantFrom(...words, 'sand*', 'sandbox audit'), { nil: undefined }),
    since: moment,
    until: moment,
  });

  it('finds what a look at each entry finds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(recorded, { maxLength: 25 }),
        fc.array(asked, { minLength: 5, maxLength: 5 }),
        async (given, filters) => {
          let index = 0;
          const store = await openStore(join(tempFolder(), 'any.db'), {
            now: () => given[index++]?.time ?? new Date(0),
            newId: () => `id-${index}`,
          });
          onTestFinished(() => store.close());
          const drafts: Draft[] = given.map(({ actor, subject, phase, reason }) =>
            draft(revisited(phase as 'pilot', reason.join(' ')), { actor, subject }),
          );
          await store.append(() => drafts);
          for (const filter of filters) {
            const expected = given.flatMap((entry, place) => {
              const at = entry.time.toISOString();
              const { who, subject, phase, text, since, until } = filter;
              const fits =
                (who === undefined || entry.actor === who) &&
                (subject === undefined ||
                  entry.subject === subject ||
                  entry.subject.split('/')[0] === subject) &&
                (phase === undefined || entry.phase === phase) &&
                (since === undefined || at >= since) &&
                (until === undefined || at < until) &&
                (text ?? '')
                  .split(' ')
                  .every((word) => entry.reason.some((one) => one.startsWith(word.replace('*', ''))));
              return fits ? [place + 1] : [];
            });
            expect(await found(store, filter as HistoryFilter)).toEqual(expected.reverse());
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

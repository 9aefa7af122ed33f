import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GENESIS_HASH } from '../../../src/domain/history/entry/entry.ts';
import { ChainVerifier } from '../../../src/domain/history/proof/chain.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import type { Draft } from '../../../src/store/log/append.ts';
import { toBlob } from '../../../src/store/log/blob.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testSource,
  testStore,
} from '../../support/history.ts';
import { dumpProjections } from '../../support/store-files.ts';

describe('what is appended', () => {
  it('follows what is there, across appends and across programs', async () => {
    const store = await testStore();
    const [first] = await store.append(() => [draft(rolloutStarted)]);
    const [second, third] = await store.append(() => [draft(runStarted('r1')), draft(runFinished('r1'))]);
    const other = await openStore(store.path, { ...testSource(), newId: () => 'of another' });
    const [fourth] = await other.append(() => [draft(runStarted('r2'))]);
    await other.close();
    const entries = await Array.fromAsync(store.entries());
    expect(entries).toEqual([first, second, third, fourth]);
    expect(entries.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(entries.map((entry) => entry.prev_hash)).toEqual([
      GENESIS_HASH,
      ...entries.slice(0, 3).map(({ hash }) => hash),
    ]);
  });

  it('has the time and the id that it is given, and who did what to what', async () => {
    const store = await testStore();
    const [entry] = await store.append(() => [draft(runStarted('r1'), { actor: 'eve', subject: 'run/r1' })]);
    expect(entry).toMatchObject({
      id: 'id-000001',
      at: '2026-11-20T12:00:00.000Z',
      actor: 'eve',
      kind: 'run.started',
      subject: 'run/r1',
    });
    expect(entry?.body).toMatch(/^\{"checks":\["cli\.version"\],"cli_path":/);
  });

  it('may be nothing', async () => {
    const store = await testStore();
    expect(await store.append(() => [])).toEqual([]);
    expect(await store.countEntries()).toBe(0);
  });

  it('is whole afterwards, whoever did it to whatever', async () => {
    const store = await testStore();
    const text = fc.string({ unit: 'binary' });
    await fc.assert(
      fc.asyncProperty(text, text, text, fc.uuid(), async (actor, subject, title, run) => {
        const finished = checkFinished(run, run);
        if (finished.kind !== 'check.finished') throw new Error('another kind of event');
        const event = { ...finished, body: { ...finished.body, title } };
        await store.append(() => [draft(event, { actor, subject })]);
        const [last] = await Array.fromAsync(store.entries({ newestFirst: true, limit: 1 }));
        expect(last).toMatchObject({ actor, subject });
      }),
      { numRuns: 50 },
    );
    expect(await store.verify()).toMatchObject({ whole: true, entries: 50 });
  });

  it('by many at once in one program is one chain', async () => {
    const store = await testStore();
    await Promise.all(Array.from({ length: 60 }, (_, n) => store.append(() => [draft(runStarted(`r${n}`))])));
    expect(await store.verify()).toMatchObject({ whole: true, entries: 60 });
  });
});

describe('a decision', () => {
  it('sees what was there when the lock was taken, and decides by it', async () => {
    const store = await testStore();
    const once = () =>
      store.append(async (views) => ((await views.rollout()) ? [] : [draft(rolloutStarted)]));
    const entries = (await Promise.all([once(), once(), once()])).flat();
    expect(entries).toHaveLength(1);
    expect(await store.countEntries()).toBe(1);
  });

  it('sees the runs and checks of before, and not what it is about to record', async () => {
    const store = await testStore();
    await store.append(() => [draft(runStarted('r1')), draft(checkFinished('r1'))]);
    await store.append(async (views) => {
      expect((await views.runs(9)).map(({ id }) => id)).toEqual(['r1']);
      expect((await views.checksOf('r1')).map(({ check }) => check)).toEqual(['cli.version']);
      return [draft(runStarted('r2'))];
    });
    expect((await store.runs(9)).map(({ id }) => id)).toEqual(['r2', 'r1']);
  });
});

describe('what cannot be recorded', () => {
  const refused: readonly [string, () => Draft[] | Promise<Draft[]>][] = [
    [
      'a decision that throws',
      () => {
        throw new Error('no');
      },
    ],
    ['a decision that fails later', async () => Promise.reject(new Error('no'))],
    ['a second rollout', () => [draft(runStarted('r2')), draft(rolloutStarted)]],
    ['a run that started already', () => [draft(runStarted('r2')), draft(runStarted('r1'))]],
    ['a check that finished already in its run', () => [draft(runStarted('r2')), draft(checkFinished('r1'))]],
    [
      'a body that could not be read again',
      () => [draft(runStarted('r2')), draft({ kind: 'run.finished', body: { v: 1 } } as never)],
    ],
    [
      'a kind that nobody knows',
      () => [draft(runStarted('r2')), draft({ kind: 'moon.landed', body: {} } as never)],
    ],
    ['half a character', () => [draft(runStarted('r2')), draft(runStarted('r3'), { actor: '\ud83d' })]],
    ['half a character in a body', () => [draft(runStarted('r2')), draft(runStarted('\ud83d'))]],
  ];

  it.each(refused)('leaves nothing behind: %s', async (_, decide) => {
    const store = await testStore();
    const blob = toBlob('kept');
    await store.append(() => [
      draft(rolloutStarted),
      draft(runStarted('r1')),
      draft(checkFinished('r1'), { blobs: [blob] }),
    ]);
    const before = { rows: dumpProjections(store.path), proof: await store.verify() };
    await expect(store.append(decide)).rejects.toThrow();
    expect({ rows: dumpProjections(store.path), proof: await store.verify() }).toEqual(before);
    expect(before.proof).toMatchObject({ whole: true, entries: 3 });
  });

  it('does not stand in the way of what comes after it', async () => {
    const store = await testStore();
    await expect(store.append(() => [draft(runStarted('r1')), draft(runStarted('r1'))])).rejects.toThrow();
    const [entry] = await store.append(() => [draft(runStarted('r1'))]);
    expect(entry?.seq).toBe(1);
    const verifier = new ChainVerifier();
    for await (const each of store.entries()) expect(verifier.next(each)).toBeUndefined();
    expect(verifier.verified).toBe(1);
  });

  it('is told apart from what was recorded beside it', async () => {
    const store = await testStore();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        store.append(() => [draft(runStarted(`r${n}`)), ...(n % 2 ? [draft(runStarted(`r${n}`))] : [])]),
      ),
    );
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(10);
    expect(await store.verify()).toMatchObject({ whole: true, entries: 10 });
  });
});

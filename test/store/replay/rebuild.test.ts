import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/domain/base/canonical-json.ts';
import { sealEntry } from '../../../src/domain/history/entry/entry.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testSource,
  testStore,
} from '../../support/history.ts';
import { asAnyClient, dumpProjections } from '../../support/store-files.ts';

async function recorded() {
  const store = await testStore();
  await store.append(() => [
    draft(rolloutStarted),
    draft(runStarted('r1')),
    draft(checkFinished('r1')),
    draft(runFinished('r1')),
    draft(runStarted('r2')),
  ]);
  return store;
}

describe('a rebuild', () => {
  it.each([
    ['changed', "UPDATE run SET verdict = 'fail', interrupted = 1; UPDATE rollout SET pin = '9.9.9'"],
    ['emptied', 'DELETE FROM run; DELETE FROM check_result; DELETE FROM rollout'],
    ['dropped', 'DROP TABLE run; DROP TABLE check_result; DROP TABLE rollout'],
    [
      'added to',
      "INSERT INTO check_result (run, check_id, seq, verdict, as_candidate) VALUES ('r1', 'forged.check', 99, 'pass', 0)",
    ],
    ['given another form', 'DROP TABLE run; CREATE TABLE run (other TEXT)'],
  ])('makes derived tables right again that were %s by hand', async (_, statement) => {
    const store = await recorded();
    const before = dumpProjections(store.path);
    asAnyClient(store.path, (raw) => raw.exec(statement));
    expect(await store.rebuild()).toBe(5);
    expect(dumpProjections(store.path)).toEqual(before);
  });

  it('changes nothing where nothing was changed, however often', async () => {
    const store = await recorded();
    const before = dumpProjections(store.path);
    const head = (await store.verify()).head;
    for (let round = 0; round < 3; round++) expect(await store.rebuild()).toBe(5);
    expect(dumpProjections(store.path)).toEqual(before);
    expect(await store.verify()).toMatchObject({ whole: true, head });
  });

  it('of an empty history leaves empty tables', async () => {
    const store = await testStore();
    expect(await store.rebuild()).toBe(0);
    for (const rows of Object.values(dumpProjections(store.path))) expect(rows).toEqual([]);
  });

  it('goes on beside what is being recorded', async () => {
    const store = await recorded();
    const other = await openStore(store.path, { ...testSource(), newId: () => crypto.randomUUID() });
    await Promise.all([
      store.rebuild(),
      ...Array.from({ length: 10 }, (_, n) => store.append(() => [draft(runStarted(`n${n}`))])),
      store.rebuild(),
    ]);
    await other.append(() => [draft(runStarted('of another'))]);
    await other.close();
    const before = dumpProjections(store.path);
    expect(await store.rebuild()).toBe(16);
    expect(dumpProjections(store.path)).toEqual(before);
  });

  it('that comes upon an entry it cannot read leaves the tables as they were', async () => {
    const store = await recorded();
    const before = dumpProjections(store.path);
    const [last] = await Array.fromAsync(store.entries({ newestFirst: true, limit: 1 }));
    const newer = sealEntry(
      {
        id: 'newer',
        at: 't',
        actor: 'a',
        kind: 'phase.advanced',
        subject: 's',
        body: canonicalJson({ v: 1 }),
        origin: null,
      },
      last,
    );
    asAnyClient(store.path, (raw) =>
      raw
        .prepare(
          'INSERT INTO entry VALUES (@seq, @id, @at, @actor, @kind, @subject, @body, @prev_hash, @hash, @origin)',
        )
        .run(newer),
    );
    await expect(store.rebuild()).rejects.toMatchObject({ exitCode: 78, next: 'Use a newer codex-cockpit.' });
    expect(dumpProjections(store.path)).toEqual(before);
  });
});

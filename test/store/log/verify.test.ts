import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canonicalJson } from '../../../src/domain/base/canonical-json.ts';
import { sealEntry } from '../../../src/domain/history/entry/entry.ts';
import { EMPTY_ROOT } from '../../../src/domain/history/proof/merkle.ts';
import { EMPTY_PROOF, isInOrder } from '../../../src/domain/history/proof/proof.ts';
import type { Role } from '../../../src/domain/people/role.ts';
import { renderProof } from '../../../src/report/history/proof.ts';
import { openReadStore, openStore } from '../../../src/store/connection/open.ts';
import { toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import {
  checkFinished,
  draft,
  rolloutStarted,
  runFinished,
  runStarted,
  testSource,
  testStore,
} from '../../support/history.ts';
import { asAnyClient, tamperedCopy } from '../../support/store-files.ts';
import { tempFolder } from '../../support/temp.ts';

const said = ['printed by codex 0.139.0\n', '{"installed": []}\n'] as const;
const blobs = said.map((text) => toBlob(text));

/** A closed database: a rollout, a run, two checks with a text each, the end of the run. */
async function recorded(): Promise<string> {
  const path = join(tempFolder(), 'cockpit.db');
  const store = await openStore(path, testSource());
  await store.append(() => [
    draft(rolloutStarted),
    draft(runStarted('r1', ['cli.version', 'plugins.inventory'])),
    ...['cli.version', 'plugins.inventory'].map((check, index) => {
      const kept = blobs.slice(index, index + 1);
      return draft(
        checkFinished(
          'r1',
          check,
          kept.map((blob) => toEvidence(check, blob)),
        ),
        { blobs: kept },
      );
    }),
    draft(runFinished('r1')),
  ]);
  await store.close();
  return path;
}

async function verify(path: string) {
  const store = await openReadStore(path);
  try {
    return await store.verify();
  } finally {
    await store.close();
  }
}

/** A copy of the file in which a text was overwritten by one of the same length, as with a hex editor. */
function patchedCopy(path: string, text: string, other: string): string {
  const copy = join(tempFolder(), 'patched.db');
  const bytes = readFileSync(path).toString('latin1');
  expect(bytes).toContain(text);
  expect(other).toHaveLength(text.length);
  writeFileSync(copy, bytes.replaceAll(text, other), 'latin1');
  return copy;
}

describe('an honest history', () => {
  it('is whole, and its head is the hash of its last entry', async () => {
    const path = await recorded();
    const head = asAnyClient(path, (raw) =>
      raw.prepare('SELECT hash FROM entry ORDER BY seq DESC LIMIT 1').pluck().get(),
    );
    expect(await verify(path)).toEqual({
      ...EMPTY_PROOF,
      entries: 5,
      head,
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
      // These entries are as an older version made them: without an origin, and results without the program.
      untold: [
        { what: 'origin', entries: 5, first: 1, last: 5 },
        { what: 'program', entries: 2, first: 3, last: 4 },
      ],
    });
  });

  it('is whole while it is empty, and has no head', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    await (await openStore(path, testSource())).close();
    expect(await verify(path)).toEqual({ ...EMPTY_PROOF, root: EMPTY_ROOT });
  });

  it('is proved over more entries than are read at once', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    const store = await openStore(path, testSource());
    await store.append(() => Array.from({ length: 2001 }, (_, n) => draft(runStarted(`r${n}`))));
    expect(await store.verify()).toMatchObject({ whole: true, entries: 2001 });
    await store.close();
  });
});

describe('a file that was changed byte by byte', () => {
  it.each([
    ['the name of the rollout', '"name":"Acme"', '"name":"Evil"', 1],
    ['who did it', 'ada@example.com', 'eve@example.com', 1],
    ['when', '2026-11-20T12:00:02', '2025-11-20T12:00:02', 3],
    ['an id', 'id-000004', 'id-000009', 4],
    ['a verdict', '"verdict":"pass"', '"verdict":"fail"', 3],
    ['the pin of a run', '"pin":"0.139.0","run"', '"pin":"0.150.0","run"', 2],
  ])('is not whole: %s', async (_, text, other, seq) => {
    const { whole, fault, entries } = await verify(patchedCopy(await recorded(), text, other));
    expect({ whole, fault, entries }).toEqual({
      whole: false,
      fault: { seq, reason: 'its content does not match its hash' },
      entries: seq - 1,
    });
  });

  it.each([
    [0, 'printed by codex 0.139.0', 'printed by codex 0.150.0'],
    [1, '{"installed": []}', '{"installed": [}}'],
  ])('is not whole: what the CLI printed, text %i', async (index, text, other) => {
    expect(await verify(patchedCopy(await recorded(), text, other))).toMatchObject({
      whole: false,
      entries: 5,
      fault: undefined,
      damagedBlobs: [blobs[index]?.sha256],
    });
  });

  it('is not whole: any single letter of any text that was kept', async () => {
    const path = await recorded();
    const letters = said[0].slice(0, -1);
    await fc.assert(
      fc.asyncProperty(fc.nat(letters.length - 1), fc.stringMatching(/^[ -~]$/), async (at, letter) => {
        fc.pre(letters[at] !== letter);
        const other = letters.slice(0, at) + letter + letters.slice(at + 1);
        expect((await verify(patchedCopy(path, letters, other))).whole).toBe(false);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a database whose guards were taken away', () => {
  it.each([
    [
      'the first entry is gone',
      'DELETE FROM entry WHERE seq = 1',
      { seq: 1, reason: 'entry 1 is missing; 2 follows' },
    ],
    [
      'one in the middle is gone',
      'DELETE FROM entry WHERE seq = 3',
      { seq: 3, reason: 'entry 3 is missing; 4 follows' },
    ],
    [
      'an entry has another hash',
      "UPDATE entry SET hash = 'ff' WHERE seq = 2",
      { seq: 2, reason: 'its content does not match its hash' },
    ],
    [
      'an entry names another before it',
      `UPDATE entry SET prev_hash = '${'f'.repeat(64)}' WHERE seq = 4`,
      { seq: 4, reason: 'it does not follow the entry before it' },
    ],
    [
      'an entry tells of another subject',
      "UPDATE entry SET subject = 'x' WHERE seq = 5",
      { seq: 5, reason: 'its content does not match its hash' },
    ],
    [
      'an entry is of another kind',
      "UPDATE entry SET kind = 'run.finished' WHERE seq = 2",
      { seq: 2, reason: 'its content does not match its hash' },
    ],
    [
      'an entry holds no JSON',
      "UPDATE entry SET body = 'junk' WHERE seq = 2",
      { seq: 2, reason: 'its content does not match its hash' },
    ],
    [
      'the numbers of two were exchanged',
      'UPDATE entry SET seq = 99 WHERE seq = 2; UPDATE entry SET seq = 2 WHERE seq = 3; UPDATE entry SET seq = 3 WHERE seq = 99',
      { seq: 2, reason: 'it does not follow the entry before it' },
    ],
  ])('is not whole when %s', async (_, statement, fault) => {
    expect(await verify(tamperedCopy(await recorded(), statement))).toMatchObject({ whole: false, fault });
  });

  it.each([
    ['one text is gone', `DELETE FROM blob WHERE sha256 = '${blobs[0]?.sha256}'`, [blobs[0]?.sha256]],
    ['all texts are gone', 'DELETE FROM blob', blobs.map(({ sha256 }) => sha256)],
    [
      'a text was emptied',
      `UPDATE blob SET bytes = x'' WHERE sha256 = '${blobs[1]?.sha256}'`,
      [blobs[1]?.sha256],
    ],
  ])('is not whole when %s, and names each', async (_, statement, damagedBlobs) => {
    const proof = await verify(tamperedCopy(await recorded(), statement));
    expect(proof).toMatchObject({ whole: false, entries: 5, fault: undefined });
    expect([...proof.damagedBlobs].sort()).toEqual([...damagedBlobs].sort());
  });

  it('is not accused for a text that no entry names', async () => {
    const stray = "INSERT INTO blob VALUES ('00', x'00', 1, NULL)";
    expect((await verify(tamperedCopy(await recorded(), stray))).whole).toBe(true);
  });

  // docs/history.md says so: only a head that is kept elsewhere shows it.
  it('looks whole when its newest entries were cut off, but has another head', async () => {
    const path = await recorded();
    const shorter = await verify(tamperedCopy(path, 'DELETE FROM entry WHERE seq > 3'));
    expect(shorter).toMatchObject({ whole: true, entries: 3 });
    expect(shorter.head).not.toBe((await verify(path)).head);
  });
});

describe('a row that no version of this program writes', () => {
  // A table without types, as whoever writes the file can put it in the place of ours.
  const untyped = [
    'CREATE TABLE other AS SELECT * FROM entry',
    'DROP TABLE entry',
    'ALTER TABLE other RENAME TO entry',
  ];

  it.each([0, -1])('makes the history not whole: an entry with the number %i', async (seq) => {
    const row = `INSERT INTO entry SELECT ${seq}, 'x', at, actor, kind, subject, body, 'p', 'h', NULL FROM entry WHERE seq = 1`;
    const fault = { seq, reason: 'no entry has such a number; somebody put it there' };
    expect(await verify(tamperedCopy(await recorded(), row))).toMatchObject({ whole: false, fault });
  });

  it.each(['id', 'actor', 'body', 'hash', 'origin'])(
    'makes the history not whole: bytes as the %s',
    async (column) => {
      const copy = tamperedCopy(
        await recorded(),
        ...untyped,
        `UPDATE entry SET ${column} = CAST(coalesce(${column}, '{}') AS BLOB) WHERE seq = 3`,
      );
      const fault = { seq: 3, reason: `its ${column} is not a text` };
      expect(await verify(copy)).toMatchObject({ whole: false, entries: 2, fault });
    },
  );
});

describe('an entry that somebody appended by hand', () => {
  /** Puts an entry with a right hash behind the last one, as any client can. */
  function forge(path: string, kind: string, body: string): void {
    asAnyClient(path, (raw) => {
      const last = raw.prepare('SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1').get() as {
        seq: number;
        hash: string;
      };
      const draft = { id: 'forged', at: 't', actor: 'eve', kind, subject: 's', body, origin: null };
      const entry = sealEntry(draft, last);
      raw
        .prepare(
          'INSERT INTO entry VALUES (@seq, @id, @at, @actor, @kind, @subject, @body, @prev_hash, @hash, @origin)',
        )
        .run(entry);
    });
  }

  // It was changed by nobody: whether it can be read is another question, which `db check` answers.
  it.each([
    ['a kind from another world', 'moon.landed', '{}'],
    ['a body of another form', 'rollout.started', canonicalJson({ v: 9 })],
  ])('is as it was recorded, and is named as unreadable: %s', async (_, kind, body) => {
    const path = await recorded();
    forge(path, kind, body);
    expect(await verify(path)).toMatchObject({ whole: true, entries: 6 });
    const store = await openReadStore(path);
    onTestFinished(() => store.close());
    expect(await store.check()).toMatchObject({
      unreadable: [expect.stringContaining(`entry 6 (${kind}) cannot be read`)],
    });
  });

  it.each([
    ['no JSON', 'junk'],
    ['JSON with a space', '{"name": "Acme","pin":"0.139.0","v":1}'],
    ['JSON with a member twice', '{"name":"Acme","name":"Evil","pin":"0.139.0","v":1}'],
    ['JSON with its members in another order', '{"v":1,"name":"Acme","pin":"0.139.0"}'],
  ])('is not whole though its hash matches when its body is %s', async (_, body) => {
    const path = await recorded();
    forge(path, 'rollout.started', body);
    const fault = { seq: 6, reason: 'its body is not in canonical form' };
    expect(await verify(path)).toMatchObject({ whole: false, entries: 5, fault });
  });

  it('is followed by what is recorded after it, like any other', async () => {
    const path = await recorded();
    forge(path, 'run.started', canonicalJson(runStarted('forged').body));
    const store = await openStore(path, { ...testSource(), newId: () => 'later' });
    await store.append(() => [draft(runStarted('r2'))]);
    await store.close();
    expect(await verify(path)).toMatchObject({ whole: true, entries: 7 });
  });
});

describe('somebody who recorded what they were not allowed to', () => {
  it('is named when they only look, and only for what they recorded while they only looked', async () => {
    const store = await testStore();
    const person = (email: string, roles: readonly Role[]) =>
      draft({ kind: 'person.recorded', body: { v: 1, email, name: null, roles: [...roles], keys: [] } });
    const run = (name: string) => ({ ...draft(runStarted(name)), actor: 'Aud' });
    await store.append(() => [
      draft(rolloutStarted),
      person('ada@example.com', ['rollout owner']),
      run('r1'),
      person('aud', ['auditor']),
      run('r2'),
      person('aud', []),
      run('r3'),
    ]);
    expect((await store.verify()).authority).toEqual([
      { seq: 5, kind: 'unauthorised', actor: 'Aud', reason: 'an auditor records nothing' },
    ]);
  });

  it('is named, though every hash is right', async () => {
    const store = await testStore();
    const person = (email: string, roles: readonly Role[]) => ({
      ...draft({ kind: 'person.recorded', body: { v: 1, email, name: null, roles: [...roles], keys: [] } }),
    });
    await store.append(() => [draft(rolloutStarted), person('ada@example.com', ['rollout owner'])]);
    expect(await store.verify()).toMatchObject({ whole: true, authority: [] });
    await store.append(() => [{ ...person('eve@example.com', ['rollout owner']), actor: 'eve@example.com' }]);
    const proof = await store.verify();
    expect(proof).toMatchObject({
      whole: true,
      authority: [{ seq: 3, kind: 'unauthorised', actor: 'eve@example.com' }],
    });
    expect(isInOrder(proof)).toBe(false);
    expect(renderProof(proof)).toContain(
      'NOT ALLOWED: entry 3 (unauthorised): eve@example.com had no role then and might not manage people.',
    );
  });
});

import {
  appendFileSync,
  cpSync,
  readFileSync,
  renameSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importSessions } from '../../../src/app/metrics/import-sessions.ts';
import { readActivity } from '../../../src/app/metrics/read-activity.ts';
import { findSessionFiles } from '../../../src/codex/sessions/find-session-files.ts';
import type { Activity } from '../../../src/domain/metrics/activity.ts';
import { copyOfHome, ledgerOf, recordedHome } from '../../support/sessions/recorded-homes.ts';
import { team } from '../../support/team.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
const ledger = ledgerOf('0.169.0');
const handedOut = Object.values(ledger).reduce((sum, { total }) => sum + total, 0);

/** A rollout, and the import of a home into it. */
async function importer() {
  const { world, store, as } = await team();
  const importFrom = (
    homes: readonly string[],
    more: { person?: string; actor?: 'ada' | 'bob' | 'eve' } = {},
  ) =>
    importSessions(as(more.actor ?? 'ada'), store, {
      ...{ homes, person: more.person, signal: new AbortController().signal },
      onProgress: () => undefined,
    });
  const activity = async () => (await readActivity(store, november)).rows;
  const entries = async () => (await store.entriesOfKind('sessions.imported')).length;
  return { world, store, as, importFrom, activity, entries };
}

const totalOf = (rows: readonly Activity[], person?: string) =>
  rows
    .filter((row) => person === undefined || row.person === person)
    .reduce((sum, { measures }) => sum + (measures.total_tokens ?? 0), 0);

const pathOf = (home: string, id = '') =>
  findSessionFiles(home).files.find(({ name }) => name.includes(id))?.path ?? '';

describe('an import of session files', () => {
  it('records what the model handed out, once, however often it is run', async () => {
    const { importFrom, activity, entries } = await importer();
    const home = recordedHome('0.169.0');
    const files = findSessionFiles(home).files.length;
    expect(await importFrom([home])).toMatchObject({
      person: 'ada@example.com',
      files,
      read: files,
      unchanged: 0,
      unread: [],
    });
    expect(totalOf(await activity(), 'ada@example.com')).toBe(handedOut);
    expect(await importFrom([home])).toMatchObject({ files, read: 0, unchanged: files, bytes: 0 });
    expect(await entries()).toBe(1);
    expect(totalOf(await activity())).toBe(handedOut);
  });

  it('reads the new bytes alone of a file that grew', async () => {
    const { importFrom, activity } = await importer();
    const home = copyOfHome('0.169.0');
    const path = pathOf(home, ledger.plain?.id);
    const whole = readFileSync(path);
    const half = whole.lastIndexOf(10, whole.length / 2) + 1;
    truncateSync(path, half);
    await importFrom([home]);
    expect(totalOf(await activity())).toBeLessThan(handedOut);
    appendFileSync(path, whole.subarray(half));
    expect(await importFrom([home])).toMatchObject({ read: 1, bytes: whole.length - half });
    expect(totalOf(await activity())).toBe(handedOut);
  });

  it('knows a file again when it is archived, compressed or in a copy of the folder', async () => {
    const { importFrom, activity } = await importer();
    const home = copyOfHome('0.169.0');
    await importFrom([home]);
    const plain = pathOf(home, ledger.plain?.id);
    renameSync(plain, join(home, 'archived_sessions', basename(plain)));
    const cut = pathOf(home, ledger.cut?.id);
    writeFileSync(cut, zstdCompressSync(readFileSync(cut)));
    renameSync(cut, `${cut}.zst`);
    expect(await importFrom([home])).toMatchObject({ read: 1 });
    const elsewhere = copyOfHome('0.169.0');
    expect(await importFrom([elsewhere])).toMatchObject({
      copies: 10,
      read: 1,
    });
    expect(totalOf(await activity())).toBe(handedOut);
  });

  it('says whose the work is, and can be told so later', async () => {
    const { importFrom, activity } = await importer();
    const home = recordedHome('0.169.0');
    await importFrom([home], { person: 'Bob@Example.com ' });
    expect(totalOf(await activity(), 'bob@example.com')).toBe(handedOut);
    expect(await importFrom([home], { person: 'eve@example.com' })).toMatchObject({ read: 0 });
    expect([
      totalOf(await activity(), 'bob@example.com'),
      totalOf(await activity(), 'eve@example.com'),
    ]).toEqual([0, handedOut]);
  });

  it('takes several folders, and names what cannot be read in one of them', async () => {
    const { importFrom, activity } = await importer();
    const home = copyOfHome('0.139.0');
    const path = pathOf(home, ledgerOf('0.139.0').plain?.id);
    renameSync(path, `${path}.zst`);
    const came = await importFrom([recordedHome('0.169.0'), home]);
    expect(came.unread).toEqual([
      { path: `${path}.zst`, reason: expect.stringContaining('it cannot be unpacked') },
    ]);
    expect(totalOf(await activity())).toBeGreaterThan(handedOut);
  });

  it('keeps at most 500 rows in an entry', async () => {
    const { importFrom, store } = await importer();
    const home = copyOfHome('0.139.0');
    const path = pathOf(home, ledgerOf('0.139.0').fork?.id);
    for (let n = 0; n < 520; n++)
      cpSync(
        path,
        join(
          path,
          '..',
          `rollout-2026-11-22T10-00-00-01a201b0-0000-7000-8000-${String(n).padStart(12, '0')}.jsonl`,
        ),
      );
    await importFrom([home]);
    const entries = await store.entriesOfKind('sessions.imported');
    const rows = entries.map(
      ({ body }) => (JSON.parse(body).files as { rows: unknown[] }[]).flatMap((file) => file.rows).length,
    );
    expect(rows.length).toBe(2);
    expect(Math.max(...rows)).toBeLessThanOrEqual(500);
  });

  it('that was stopped keeps what it read, and the next one reads the rest', async () => {
    const { as, store, activity, importFrom } = await importer();
    const home = copyOfHome('0.169.0');
    const stop = new AbortController();
    stop.abort();
    const stopped = importSessions(as('ada'), store, {
      ...{ homes: [home], person: undefined, signal: stop.signal, onProgress: () => undefined },
    });
    await expect(stopped).rejects.toThrow();
    expect(await activity()).toEqual([]);
    await importFrom([home]);
    expect(totalOf(await activity())).toBe(handedOut);
  });

  it('reads a file again whose size is the same and whose time is not', async () => {
    const { importFrom } = await importer();
    const home = copyOfHome('0.139.0');
    await importFrom([home]);
    utimesSync(pathOf(home), 5, 5);
    expect(await importFrom([home])).toMatchObject({ read: 1, bytes: 0 });
  });

  it('is refused without the role, and for a folder without sessions, before anything is read', async () => {
    const { importFrom, world, entries } = await importer();
    await expect(importFrom([recordedHome('0.139.0')], { actor: 'eve' })).rejects.toThrow('import metrics');
    await expect(importFrom([recordedHome('0.139.0'), world.root])).rejects.toThrow(
      'there are no session files',
    );
    expect(await entries()).toBe(0);
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findSecrets, scrubTexts } from '../../../src/app/database/scrub-texts.ts';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { addPerson } from '../../../src/app/people/people.ts';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { toBlob, toEvidence } from '../../../src/store/log/blob.ts';
import { checkFinished, draft } from '../../support/history.ts';
import { signedHistory } from '../../support/signed-history.ts';

const byPlace = '{"mcp_servers":{"a":{"args":["--access","planted-0001"]}}}';
const byValue = 'it said: planted-0002 is wrong';

/** A history as an older version wrote it. */
async function withSecrets(actual = 'fine') {
  const history = await signedHistory();
  const texts = [byPlace, byValue, 'nothing secret'].map(toBlob);
  const evidence = texts.map((blob, index) => toEvidence(`output ${index}`, blob));
  const event = checkFinished('r1', 'config.warnings', evidence);
  if (event.kind !== 'check.finished') throw new Error('not a check');
  await history.record(draft({ ...event, body: { ...event.body, actual } }, { blobs: texts }));
  const teamHome = join(history.world.root, '.codex');
  writeFileSync(join(teamHome, 'config.toml'), '[mcp_servers.a]\nenv = { A_TOKEN = "planted-0002" }\n');
  return history;
}

const stored = (path: string) =>
  [path, `${path}-wal`]
    .filter(existsSync)
    .map((file) => readFileSync(file, 'latin1'))
    .join('');

describe('secrets that an older version recorded', () => {
  it('are found by their place and by what the team has configured, and named by their entries', async () => {
    const { world, path } = await withSecrets();
    const finds = await findSecrets(world, {});
    expect(finds).toEqual({
      entries: [],
      texts: expect.arrayContaining([
        { digest: toBlob(byPlace).sha256, bytes: byPlace.length, namedBy: [{ seq: 5, label: 'output 0' }] },
        { digest: toBlob(byValue).sha256, bytes: byValue.length, namedBy: [{ seq: 5, label: 'output 1' }] },
      ]),
    });
    expect(finds.texts).toHaveLength(2);
    expect(stored(path)).toContain('planted-0001');
  });

  it('are gone from every byte of the database once they are removed, and the history stays whole', async () => {
    const { world, path } = await withSecrets();
    await scrubTexts(world, {});
    expect(stored(path)).not.toContain('planted');
    expect(stored(path)).toContain('nothing secret');
    const store = await openReadStore(path);
    const [entry] = await store.entriesOfKind('blobs.removed');
    await store.close();
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({ v: 2, reason: 'secrets' });
    expect(await verifyHistory(world, {})).toMatchObject({ whole: true, removedBlobs: 2, damagedBlobs: [] });
    expect(await findSecrets(world, {})).toEqual({ texts: [], entries: [] });
  });

  it('in the words of an entry are told, since an entry is never changed', async () => {
    const { world } = await withSecrets('env = { A = "planted-0003" }');
    expect((await scrubTexts(world, {})).entries).toEqual([5]);
    expect((await findSecrets(world, {})).entries).toEqual([5]);
  });

  it('are removed by an owner only', async () => {
    const history = await withSecrets();
    const { world } = history;
    await history.working((store) =>
      addPerson(world, store, { email: 'bob@example.com', add: ['team lead'] }),
    );
    await expect(scrubTexts({ ...world, as: 'bob@example.com' }, {})).rejects.toMatchObject({ exitCode: 1 });
    expect((await findSecrets(world, {})).texts).toHaveLength(2);
  });
});

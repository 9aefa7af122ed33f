import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openReadStore, openStore } from '../../../src/store/connection/open.ts';
import { draft, rolloutStarted, testSource } from '../../support/history.ts';
import { asAnyClient } from '../../support/store-files.ts';
import { tempFolder } from '../../support/temp.ts';

it('says of a change that was stopped in the middle that it has to be taken back, which a writing command does', async () => {
  const folder = tempFolder();
  const path = join(folder, 'cockpit.db');
  const store = await openStore(path, testSource());
  await store.append(() => [draft(rolloutStarted)]);
  await store.close();
  const stopped = join(folder, 'stopped.db');
  asAnyClient(path, (raw) => {
    raw.pragma('journal_mode = DELETE');
    raw.pragma('cache_size = 1');
    raw.exec('BEGIN; CREATE TABLE big (x)');
    for (let n = 0; n < 500; n++) raw.exec('INSERT INTO big VALUES (randomblob(2000))');
    // As a kill would leave both.
    copyFileSync(path, stopped);
    copyFileSync(`${path}-journal`, `${stopped}-journal`);
    raw.exec('ROLLBACK');
  });
  expect(statSync(`${stopped}-journal`).size).toBeGreaterThan(0);
  await expect(openReadStore(stopped)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining('a program was stopped while it changed the database'),
  });
  await (await openStore(stopped, testSource())).close();
  const again = await openReadStore(stopped);
  expect(await again.check()).toMatchObject({ sound: true });
  await again.close();
});

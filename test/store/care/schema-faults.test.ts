import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { findSchemaFaults } from '../../../src/store/care/schema-faults.ts';
import { migrations } from '../../../src/store/connection/migrate.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import {
  partsOf,
  SCHEMA_DIGEST,
  SCHEMA_PARTS,
  SCHEMA_VERSION,
  schemaDigest,
} from '../../../src/store/connection/schema-version.ts';
import { tempFolder } from '../../support/temp.ts';

it('a new database has the schema whose digest is known', async () => {
  const path = join(tempFolder(), 'new.db');
  await (await openStore(path, { now: () => new Date(), newId: () => crypto.randomUUID() })).close();
  const raw = new Database(path);
  onTestFinished(() => void raw.close());
  // After a change of the schema, this is the digest to write down.
  expect(SCHEMA_DIGEST).toBe(schemaDigest(raw));
  expect(SCHEMA_VERSION).toBe(migrations.length);
  expect(SCHEMA_PARTS).toBe(partsOf(raw).length);
  expect(await findSchemaFaults(raw)).toEqual({ log: [], derived: [], untrusted: [] });
  raw.exec('CREATE VIEW stranger AS SELECT 1');
  expect((await findSchemaFaults(raw)).untrusted).toEqual(['the view stranger was added']);
});

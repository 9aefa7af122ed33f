import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeBundle } from '../../../../src/app/history/bundle/write-bundle.ts';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import { type Blob, toBlob, toEvidence } from '../../../../src/store/log/blob.ts';
import { bundleOf, runVerifier } from '../../../support/bundle.ts';
import { eventOf } from '../../../support/every-event.ts';
import { checkFinished, draft } from '../../../support/history.ts';
import { signedHistory } from '../../../support/signed-history.ts';
import { asAnyClient } from '../../../support/store-files.ts';
import { tempFolder } from '../../../support/temp.ts';

const digests = (folder: string) => readFileSync(join(folder, 'SHA256SUMS'), 'utf8');

const { signal } = new AbortController();

function published(runbook: string, text: Blob): CockpitEvent {
  const { body } = eventOf('runbook.published');
  return { kind: 'runbook.published', body: { ...body, runbook, text: toEvidence('runbooks/x.md', text) } };
}

function revised(artifact: string, text: Blob): CockpitEvent {
  const { body } = eventOf('artifact.revised');
  return { kind: 'artifact.revised', body: { ...body, artifact, text: toEvidence('draft.md', text) } };
}

describe('a bundle', () => {
  it('has everything that an auditor needs', async () => {
    const history = await signedHistory();
    const blob = toBlob('what the CLI printed');
    await history.record({
      ...draft(checkFinished('r1', 'cli.version', [toEvidence('output', blob)])),
      blobs: [blob],
    });
    const folder = await bundleOf(history);
    expect(readdirSync(folder).sort()).toEqual([
      ...[
        'README.md',
        'SHA256SUMS',
        'SHA256SUMS.note',
        'checkpoints',
        'entries.jsonl',
        'keys',
        'report.html',
        'texts',
      ],
      'verify.mjs',
    ]);
    const lines = readFileSync(join(folder, 'entries.jsonl'), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(canonicalJson(JSON.parse(line))).toBe(line);
    expect(readFileSync(join(folder, 'texts', blob.sha256), 'utf8')).toBe('what the CLI printed');
    const key = await history.publicKey();
    expect(readFileSync(join(folder, 'keys', `${key.split('+')[1]}.pub`), 'utf8')).toBe(`${key}\n`);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(key);
  });

  it('has every revision of a document under a harmless name', async () => {
    const history = await signedHistory();
    const [first, second, policy] = ['one', 'two', 'no secrets'].map(toBlob) as [Blob, Blob, Blob];
    await history.record(
      { ...draft(published('pilot', first)), blobs: [first] },
      { ...draft(published('../../../pilot', second)), blobs: [second] },
      { ...draft(revised('usage-policy', policy)), blobs: [policy] },
    );
    const folder = await bundleOf(history);
    const documents = Object.fromEntries(
      ['runbooks', 'artifacts'].flatMap((name) =>
        readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), 'utf8')]),
      ),
    );
    expect(documents).toEqual({
      'entry-000000005-pilot.md': 'one',
      'entry-000000006-..-..-..-pilot.md': 'two',
      'entry-000000007-usage-policy.md': 'no secrets',
    });
    expect(runVerifier(folder).code).toBe(0);
  });

  it('never has the private key, and is for its owner only', async () => {
    const history = await signedHistory();
    const secret = readFileSync(`${history.path}.key`, 'utf8').trim().slice(-40);
    const folder = await bundleOf(history);
    const names = readdirSync(folder, { recursive: true, withFileTypes: true });
    for (const entry of names) {
      const path = join(entry.parentPath, entry.name);
      expect(statSync(path).mode & 0o077).toBe(0);
      if (entry.isFile()) expect(readFileSync(path, 'utf8')).not.toContain(secret);
    }
  });

  it('of the same history is the same, as a folder and as an archive', async () => {
    const history = await signedHistory();
    const at = new Date('2026-11-21T12:00:00.000Z');
    Object.assign(history.world, { now: () => at });
    const [one, other] = [await bundleOf(history, 'acme.tar.gz'), await bundleOf(history, 'acme.tar.gz')];
    expect(readFileSync(one)).toEqual(readFileSync(other));
    expect(digests(await bundleOf(history))).toBe(digests(await bundleOf(history)));
  });

  it.each(['acme.tar.gz', 'acme.tgz'])('is unpacked from %s and verified', async (name) => {
    const archive = await bundleOf(await signedHistory(), name);
    expect(statSync(archive).mode & 0o777).toBe(0o600);
    const folder = tempFolder();
    execFileSync('tar', ['-xzf', archive, '-C', folder]);
    expect(readdirSync(folder)).toEqual(['acme']);
    expect(runVerifier(join(folder, 'acme')).code).toBe(0);
  });

  it('is of one moment, while others record', async () => {
    const history = await signedHistory();
    const out = join(tempFolder(), 'bundle');
    const { entries } = await writeBundle(
      history.world,
      {},
      {
        out,
        readme: () => 'read me',
        signal,
        async *report(_, timeline) {
          await history.record();
          for await (const { seq } of timeline) yield `${seq} `;
        },
      },
    );
    expect(entries).toBe(4);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe('1 2 3 4 ');
    expect(runVerifier(out).stdout).toContain('Entries      4,');
  });

  it('leaves nothing behind when it cannot be finished', async () => {
    const history = await signedHistory();
    const out = join(tempFolder(), 'bundle.tar.gz');
    const failing = writeBundle(
      history.world,
      {},
      {
        out,
        readme: () => 'read me',
        signal,
        // biome-ignore lint/correctness/useYield: it fails before it has anything to give
        async *report() {
          throw new Error('the disk is gone');
        },
      },
    );
    await expect(failing).rejects.toThrow('the disk is gone');
    expect(readdirSync(dirname(out))).toEqual([]);
  });

  it('leaves nothing behind when somebody ends it', async () => {
    const history = await signedHistory();
    const out = join(tempFolder(), 'bundle.tar.gz');
    const interrupt = new AbortController();
    const ended = writeBundle(
      history.world,
      {},
      {
        out,
        readme: () => 'read me',
        async *report() {
          interrupt.abort(new Error('enough'));
          yield 'a report';
        },
        signal: interrupt.signal,
      },
    );
    await expect(ended).rejects.toThrow('enough');
    expect(readdirSync(dirname(out))).toEqual([]);
  });

  it('takes the place of nothing', async () => {
    const history = await signedHistory();
    const out = join(tempFolder(), 'mine.tar.gz');
    writeFileSync(out, 'mine');
    const parts = { readme: () => '', signal, report: async function* () {} };
    await expect(writeBundle(history.world, {}, { out, ...parts })).rejects.toThrow(
      'there is something of that name',
    );
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await expect(
      writeBundle(history.world, { db: '/nowhere.db' }, { out: `${out}2`, ...parts }),
    ).rejects.toThrow('there is no database');
  });

  it('of a history that is not whole is written, and shows it', async () => {
    const history = await signedHistory();
    history.tamper("UPDATE entry SET body = 'nonsense' WHERE seq IN (1, 3)");
    const folder = await bundleOf(history);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('the history was not whole');
    expect(runVerifier(folder)).toMatchObject({
      code: 1,
      faults: expect.arrayContaining(['Entry 1: its line is not JSON.']),
    });
  });

  it('tells nothing that only derived tables say, whoever wrote into them', async () => {
    const history = await signedHistory();
    const at = new Date('2026-11-21T12:00:00.000Z');
    Object.assign(history.world, { now: () => at });
    const report = async () => readFileSync(join(await bundleOf(history), 'report.html'), 'utf8');
    const honest = await report();
    asAnyClient(history.path, (raw) => {
      raw.exec(`INSERT INTO gate VALUES ('pilot', 'passed', 3, '2026-11-20T12:00:00.000Z', 'ada@example.com');
        INSERT INTO run SELECT 'r9', 3, 's', '0.139.0', '/x', NULL, at, actor, 1, at, 1, 'pass', 0, 0 FROM entry WHERE seq = 3;
        UPDATE rollout SET name = 'Evil', pin = '9.9.9'; DELETE FROM person;
        DROP TABLE waiver; CREATE VIEW waiver AS SELECT 1 AS item`);
    });
    expect(await report()).toBe(honest);
  });

  it('leaves the database as it is, byte by byte', async () => {
    const history = await signedHistory();
    const before = readFileSync(history.path);
    await bundleOf(history);
    expect(readFileSync(history.path).equals(before)).toBe(true);
  });

  it('writes nowhere else, whatever somebody put into the database', async () => {
    const history = await signedHistory();
    history.tamper("INSERT INTO blob VALUES ('../../escaped', x'00', 1, NULL)");
    const folder = await bundleOf(history);
    expect(existsSync(join(folder, '..', 'escaped'))).toBe(false);
    expect(existsSync(join(folder, '..', '..', 'escaped'))).toBe(false);
  });
});

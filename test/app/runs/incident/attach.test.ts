import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AskedStep, openIncident, recordStep } from '../../../../src/app/runs/incidents.ts';
import { stepOf } from '../../../../src/domain/runs/incident/incident.ts';
import { renderIncidentMarkdown } from '../../../../src/report/runs/incident/markdown.ts';
import { teamWithRuns } from '../../../support/incidents.ts';

async function withEvidence() {
  const all = await teamWithRuns();
  const { good, bad } = await all.harmed();
  await all.packed(bad.body);
  const place = join(all.world.root, 'evidence');
  const attach = (more: Partial<Extract<AskedStep, { step: 'attach' }>> = {}) =>
    recordStep(all.world, all.store, {
      ...{ step: 'attach', out: place, textOf: renderIncidentMarkdown, ...more },
    });
  const around = () => readdirSync(all.world.root).filter((name) => name.includes('evidence'));
  return { ...all, good, bad, place, attach, around };
}

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name));

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('the evidence of an incident', () => {
  it('is a folder with both runs, their provenance, pack and comparison, for its owner alone', async () => {
    const { attach, place, around } = await withEvidence();
    const { done } = stepOf(await attach(), 'attach');
    expect(
      filesIn(place)
        .map((path) => path.slice(place.length + 1))
        .toSorted(),
    ).toEqual([
      'SHA256SUMS',
      'bad/events.jsonl',
      'bad/pack-record.json',
      'bad/pack.md',
      'bad/provenance.json',
      'bad/run.json',
      'comparison.json',
      'good/events.jsonl',
      'good/provenance.json',
      'good/run.json',
      'incident.md',
    ]);
    for (const path of filesIn(place)) expect(statSync(path).mode & 0o777).toBe(0o600);
    expect([place, join(place, 'bad')].map((path) => statSync(path).mode & 0o777)).toEqual([0o700, 0o700]);
    for (const { name, sha256: stated } of done?.files ?? [])
      expect(sha256(join(place, name)), name).toBe(stated);
    expect(done?.files).toHaveLength(10);
    expect(around()).toEqual(['evidence']);
  });

  it('may be an archive', async () => {
    const { attach, place, around } = await withEvidence();
    await attach({ out: `${place}.tar.gz` });
    expect(around()).toEqual(['evidence.tar.gz']);
  });

  it.each([
    [
      'a file with one byte changed',
      (folder: string) => writeFileSync(join(folder, 'events.jsonl'), '{"type":"turn.completed"}!'),
      'bad run, events.jsonl: it is not as it was recorded',
    ],
    [
      'a missing file',
      (folder: string) => rmSync(join(folder, 'events.jsonl')),
      'bad run, events.jsonl: it is not in ',
    ],
    [
      'a link to another file',
      (folder: string) => {
        rmSync(join(folder, 'events.jsonl'));
        symlinkSync('/etc/hostname', join(folder, 'events.jsonl'));
      },
      'bad run, events.jsonl: it is not in ',
    ],
    [
      'a record that says something else than the history',
      (folder: string) => writeFileSync(join(folder, 'run.json'), '{}\n'),
      'bad run, run.json: it says something else than the history',
    ],
  ])('is refused and nothing is left of it for %s', async (_, harm, message) => {
    const { attach, bad, store, around } = await withEvidence();
    harm(bad.folder);
    await expect(attach()).rejects.toThrow(message);
    expect(around()).toEqual([]);
    expect(await store.entriesOfKind('incident.step-done')).toEqual([]);
  });

  it('is written with what is wrong when a reason says so', async () => {
    const { attach, bad, around } = await withEvidence();
    rmSync(join(bad.folder, 'events.jsonl'));
    const { done } = stepOf(await attach({ exception: 'the disk was lost' }), 'attach');
    expect(done?.exception).toMatchObject({ reason: 'the disk was lost' });
    expect(around()).toEqual(['evidence']);
  });

  it('is not written over something', async () => {
    const { attach, place } = await withEvidence();
    writeFileSync(place, 'mine');
    await expect(attach()).rejects.toMatchObject({ exitCode: 2 });
    expect(readFileSync(place, 'utf8')).toBe('mine');
  });

  it('takes no file from outside of an evidence folder, whatever an imported record names', async () => {
    const { attach, captured, store, world, commit } = await withEvidence();
    const digests = { sha256: 'aa'.repeat(32), bytes: 1 };
    const files = [{ name: '../../../.ssh/id_ed25519', stored: digests, raw: digests }];
    const { body } = await captured({ 'src/b.ts': 'b\n' }, { files });
    commit('Another');
    await openIncident(world, store, { run: body.run, title: 'hostile' });
    await expect(attach({ incident: 'i2' })).rejects.toThrow('this is not the name of a file');
  });

  it('needs the role', async () => {
    const { store, as, place } = await withEvidence();
    const asked = { step: 'attach' as const, out: place, textOf: renderIncidentMarkdown };
    await expect(recordStep(as('eve'), store, asked)).rejects.toThrow('record an incident');
    expect(readdirSync(dirname(place))).not.toContain(basename(place));
  });
});

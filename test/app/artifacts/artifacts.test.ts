import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { approveArtifact } from '../../../src/app/artifacts/approve-artifact.ts';
import { compareRevisions, readWithChanges } from '../../../src/app/artifacts/compare-revisions.ts';
import { importArtifact, planImport } from '../../../src/app/artifacts/import-artifact.ts';
import { readArtifact, readArtifacts } from '../../../src/app/artifacts/read-artifacts.ts';
import { reviseArtifact } from '../../../src/app/artifacts/revise-artifact.ts';
import { submitArtifact } from '../../../src/app/artifacts/submit-artifact.ts';
import { kindsText, teamWithKinds } from '../../support/artifacts.ts';
import { team } from '../../support/team.ts';

const artifact = 'policy';
const file = 'policy.md';

describe('the artifacts of a rollout', () => {
  it('are the shipped ones and those of the project, which take the place of a shipped one', async () => {
    const { world, store } = await teamWithKinds(kindsText({ id: 'usage-policy', title: 'Ours' }));
    const artifacts = await readArtifacts(world, store);
    expect(artifacts.map(({ id }) => id).sort()).toEqual([
      ...['approved-profiles', 'cloud-model-policy', 'high-risk-checklist', 'instruction-template'],
      ...['local-model-policy', 'question-registry', 'rbac-matrix', 'upgrade-cadence', 'usage-policy'],
      'verification-catalog',
    ]);
    expect(artifacts.find(({ id }) => id === 'usage-policy')?.declaration.title).toBe('Ours');
  });

  it('can be declared in another file, which must be there', async () => {
    const { world, store } = await team();
    writeFileSync(join(world.cwd, 'kinds.yaml'), kindsText());
    const choice = { declaredIn: 'kinds.yaml' };
    expect((await readArtifacts(world, store, choice)).map(({ id }) => id)).toContain('policy');
    expect((await readArtifacts(world, store)).map(({ id }) => id)).not.toContain('policy');
    await expect(readArtifacts(world, store, { declaredIn: 'none.yaml' })).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  it('are found by name, and a misspelt name finds the nearest', async () => {
    const { world, store } = await team();
    await expect(readArtifact(world, store, { id: 'usage-polcy' })).rejects.toThrow(
      'did you mean "usage-policy"?',
    );
  });

  it('stay readable when their kind is not declared any more', async () => {
    const { world, store, approved } = await teamWithKinds();
    await approved(artifact, 'Be careful.');
    writeFileSync(join(world.cwd, 'artifacts.yaml'), kindsText({ id: 'other' }));
    expect(await readArtifact(world, store, { id: artifact })).toMatchObject({
      text: 'Be careful.\n',
      artifact: { state: 'approved', declaration: { publish_to: 'docs/policy.md' } },
    });
  });
});

describe('a text', () => {
  it('starts from the one that ships, whose gaps are named', async () => {
    const { world, store } = await team();
    const { revision, text, placeholders } = await readArtifact(world, store, { id: 'usage-policy' });
    expect(revision).toBeUndefined();
    expect(text).toBe(readFileSync('data/artifacts/usage-policy.md', 'utf8'));
    expect(placeholders[0]).toEqual({ name: 'TEAM NAME', line: 1, column: 7 });
  });

  it('is recorded with its author, its digest and its gaps, and can be read back', async () => {
    const { world, store, as } = await teamWithKinds();
    writeFileSync(join(world.cwd, file), 'Ask {{WHO}}.\n');
    const asked = { artifact, file, note: 'first' };
    expect(await importArtifact(as('bob'), store, asked)).toMatchObject({
      revision: 1,
      state: 'draft',
      author: 'bob@example.com',
      placeholders: ['WHO'],
      note: 'first',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await readArtifact(world, store, { id: artifact, revision: 1 })).text).toBe('Ask {{WHO}}.\n');
    await expect(readArtifact(world, store, { id: artifact, revision: 2 })).rejects.toThrow(
      'has no revision 2',
    );
  });

  it('is refused when it is the newest already, too large, or nobody may write it', async () => {
    const { world, store, as } = await teamWithKinds();
    await reviseArtifact(world, store, { artifact, text: 'x', file });
    const before = await store.countEntries();
    await expect(reviseArtifact(world, store, { artifact, text: 'x\r\n', file })).rejects.toThrow(
      'revision 1 of policy is that text already',
    );
    const large = 'x'.repeat(300_000);
    await expect(reviseArtifact(world, store, { artifact, text: large, file })).rejects.toThrow(
      'policy.md: 293.0 KiB is too large; an artifact has 256.0 KiB at most',
    );
    writeFileSync(join(world.cwd, file), large);
    await expect(importArtifact(world, store, { artifact, file })).rejects.toThrow('too large');
    await expect(importArtifact(world, store, { artifact, file: 'none.md' })).rejects.toThrow(
      'cannot read the text',
    );
    for (const who of ['aud', 'eve'] as const) {
      const writing = reviseArtifact(as(who), store, { artifact, text: 'y', file });
      await expect(writing).rejects.toMatchObject({ exitCode: 1 });
    }
    expect(await store.countEntries()).toBe(before);
  });

  it('can be looked at before it is imported', async () => {
    const { world, store, as } = await teamWithKinds();
    await reviseArtifact(as('bob'), store, { artifact, text: 'one\n', file });
    const entries = await store.countEntries();
    writeFileSync(join(world.cwd, file), '\ufeffone\r\n{{TWO}}');
    expect(await planImport(world, store, { artifact, file })).toEqual({
      ...{ artifact, file, text: 'one\n{{TWO}}\n', before: 'one\n', basedOn: 1 },
    });
    writeFileSync(join(world.cwd, file), 'one');
    await expect(planImport(world, store, { artifact, file })).rejects.toThrow(
      'revision 1 of policy is that text already',
    );
    expect(await store.countEntries()).toBe(entries);
  });

  it('is refused when its file is not valid UTF-8, with the place', async () => {
    const { world, store } = await teamWithKinds();
    writeFileSync(join(world.cwd, file), Buffer.from([0x61, 0x0a, 0x62, 0xff]));
    await expect(importArtifact(world, store, { artifact, file })).rejects.toMatchObject({
      exitCode: 2,
      message: 'policy.md:2:2: not UTF-8: byte 0xff at offset 3',
      next: 'Save it as UTF-8.',
    });
  });

  it('is shown with how much of it changed since the text that counts', async () => {
    const { world, store, as, approved } = await teamWithKinds();
    expect(await readWithChanges(world, store, { id: artifact })).toMatchObject({ changes: undefined });
    await approved(artifact, 'one\ntwo\n');
    const changes = async () => (await readWithChanges(world, store, { id: artifact })).changes;
    expect(await changes()).toEqual({ since: 0, added: 2, removed: 0 });
    await reviseArtifact(as('bob'), store, { artifact, text: 'one\n2\n3\n', file });
    expect(await changes()).toEqual({ since: 1, added: 2, removed: 1 });
  });

  it('is refused when somebody else recorded one while it was written', async () => {
    const { world, store, as } = await teamWithKinds();
    await reviseArtifact(as('bob'), store, { artifact, text: 'x', file, basedOn: 0 });
    await expect(reviseArtifact(world, store, { artifact, text: 'y', file, basedOn: 0 })).rejects.toThrow(
      'bob@example.com recorded revision 1 of policy while you wrote',
    );
  });

  it('is compared with the one that counts, or with any other', async () => {
    const { world, store, approved } = await teamWithKinds();
    await expect(compareRevisions(world, store, { id: artifact })).rejects.toThrow('not begun');
    await approved(artifact, 'one');
    await reviseArtifact(world, store, { artifact, text: 'two', file });
    await reviseArtifact(world, store, { artifact, text: 'three', file });
    const numbers = async (asked: { from?: number; to?: number }) => {
      const { from, to } = await compareRevisions(world, store, { id: artifact, ...asked });
      return [from.revision, from.text, to.revision, to.text];
    };
    expect(await numbers({})).toEqual([1, 'one\n', 3, 'three\n']);
    expect(await numbers({ from: 2 })).toEqual([2, 'two\n', 3, 'three\n']);
    expect(await numbers({ to: 1 })).toEqual([0, '', 1, 'one\n']);
  });
});

describe('the approval of a text', () => {
  it('waits until no gap is left, and names each with its place', async () => {
    const { store, as } = await teamWithKinds();
    await reviseArtifact(as('bob'), store, { artifact, text: '# {{TEAM}}\n\nAsk {{WHO}}.', file });
    await expect(submitArtifact(as('sue'), store, { artifact })).rejects.toMatchObject({
      exitCode: 2,
      message: 'revision 1 of policy has 2 gaps to fill:\n  policy:1:3 {{TEAM}}\n  policy:3:5 {{WHO}}',
    });
  });

  it('is asked for by the owner of the artifact or a rollout owner, once', async () => {
    const { store, as } = await teamWithKinds();
    await expect(submitArtifact(as('sue'), store, { artifact })).rejects.toThrow('not begun');
    await reviseArtifact(as('bob'), store, { artifact, text: 'x', file });
    await expect(submitArtifact(as('bob'), store, { artifact })).rejects.toThrow(
      'bob@example.com may not submit policy: that needs the role security owner or rollout owner',
    );
    expect(await submitArtifact(as('sue'), store, { artifact })).toMatchObject({ state: 'in review' });
    await expect(submitArtifact(as('ada'), store, { artifact })).rejects.toThrow('is in review already');
  });

  it('by every role makes it count, and is evidence by the digest of the text', async () => {
    const { world, store, as } = await teamWithKinds();
    const { sha256: digest } = await reviseArtifact(as('bob'), store, { artifact, text: 'x', file });
    await submitArtifact(as('ada'), store, { artifact });
    await approveArtifact(as('sue'), store, { artifact, digest });
    expect((await store.evidence()).filter(({ kind }) => kind === 'artifact')).toEqual([]);
    expect(await approveArtifact(as('ada'), store, { artifact, digest: digest.slice(0, 8) })).toMatchObject({
      complete: true,
      nextReviewOn: '2027-02-18',
    });
    expect((await store.evidence()).filter(({ kind }) => kind === 'artifact')).toMatchObject([
      { key: artifact, outcome: 'good', digest, good_until: '2027-02-18T00:00:00.000Z' },
    ]);
    expect(await readArtifacts(world, store)).toContainEqual(
      expect.objectContaining({ id: artifact, state: 'approved' }),
    );
  });

  it('is refused for a text that was changed under the approver', async () => {
    const { store, as } = await teamWithKinds();
    const { sha256: digest } = await reviseArtifact(as('bob'), store, { artifact, text: 'x', file });
    await submitArtifact(as('sue'), store, { artifact });
    await reviseArtifact(as('bob'), store, { artifact, text: 'y', file });
    await expect(approveArtifact(as('sue'), store, { artifact, digest })).rejects.toThrow('is a draft');
    await submitArtifact(as('sue'), store, { artifact });
    await expect(approveArtifact(as('sue'), store, { artifact, digest })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('it was changed since you read it'),
    });
  });

  it('is by what was declared when the text was written, whatever the file says later', async () => {
    const { world, store, as } = await teamWithKinds();
    const { sha256: digest } = await reviseArtifact(as('bob'), store, { artifact, text: 'x', file });
    await submitArtifact(as('sue'), store, { artifact });
    writeFileSync(join(world.cwd, 'artifacts.yaml'), kindsText({ reviewers: '[team lead]' }));
    await expect(approveArtifact(as('bob'), store, { artifact, digest })).rejects.toThrow(
      'that needs the role security owner or rollout owner',
    );
  });

  it('survives that the tables are derived from the history again', async () => {
    const { world, store, approved } = await teamWithKinds();
    await approved(artifact, 'x');
    const before = await readArtifacts(world, store);
    await store.rebuild();
    expect(await readArtifacts(world, store)).toEqual(before);
  });
});

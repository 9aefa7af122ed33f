import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDrift, hasDrifted } from '../../../src/app/artifacts/find-drift.ts';
import { importArtifact } from '../../../src/app/artifacts/import-artifact.ts';
import { planPublication, publishArtifact } from '../../../src/app/artifacts/publish-artifact.ts';
import { reviseArtifact } from '../../../src/app/artifacts/revise-artifact.ts';
import type { World } from '../../../src/app/world/world.ts';
import type { Store } from '../../../src/store/connection/open.ts';
import { kindsText, teamWithKinds } from '../../support/artifacts.ts';
import { makePipe } from '../../support/pipe.ts';
import { testRepository } from '../../support/repository.ts';
import { tempFolder } from '../../support/temp.ts';

const artifact = 'policy';
const path = 'docs/policy.md';

async function published(text = '# Policy\n') {
  const all = await teamWithKinds();
  const repository = testRepository({}, { origin: 'https://ada:s3cret@git.example.com/shop.git' });
  await all.approved(artifact, text);
  const publish = (more: Partial<Parameters<typeof publishArtifact>[2]> = {}) =>
    publishArtifact(all.world, all.store, {
      artifact,
      repository: repository.root,
      overwrite: 'never',
      ...more,
    });
  const drift = (more: { path?: string } = {}) =>
    driftOf(all.world, all.store, { repositories: [repository.root], ...more });
  return { ...all, repository, publish, drift, done: await publish() };
}

async function driftOf(
  world: World,
  store: Store,
  asked: { repositories: readonly string[]; artifacts?: readonly string[]; path?: string },
) {
  const reports = [];
  for await (const report of findDrift(world, store, { artifacts: [artifact], ...asked }))
    reports.push(report);
  return reports;
}

describe('publishing an artifact', () => {
  it('writes the approved text where it belongs, with its revision and digest, and records it', async () => {
    const { repository, done, store } = await published();
    expect(done).toMatchObject({
      ...{ artifact, revision: 1, path, replaced: 'nothing', header: true },
      repository: 'https://git.example.com/shop.git',
      file: join(repository.root, path),
    });
    expect(repository.read(path)).toMatch(
      new RegExp(`^<!-- codex-cockpit: policy, revision 1, sha256 ${done.sha256}; .*-->\n\n# Policy\n`),
    );
    expect(readdirSync(join(repository.root, 'docs'))).toEqual(['policy.md']);
    expect(await store.artifactCopies()).toMatchObject([{ artifact, path, revision: 1 }]);
  });

  it('twice changes nothing and records nothing more', async () => {
    const { publish, store, repository } = await published();
    const [before, entries] = [repository.read(path), await store.countEntries()];
    expect(await publish()).toMatchObject({ replaced: 'same' });
    expect([repository.read(path), await store.countEntries()]).toEqual([before, entries]);
  });

  it('brings an older revision up to date and keeps what the repository added', async () => {
    const { publish, repository, approved } = await published();
    repository.write(path, `${repository.read(path)}\n## Build\n\nmake\n`);
    expect(await publish()).toMatchObject({ replaced: 'same' });
    await approved(artifact, '# Policy 2\n');
    expect(await publish()).toMatchObject({ replaced: 'older', revision: 2 });
    expect(repository.read(path)).toMatch(/# Policy 2\n[\s\S]*\n## Build\n\nmake\n$/);
  });

  it('never overwrites an edited text or one that is not ours, unless it is told to', async () => {
    const { publish, repository, store } = await published();
    const edited = repository.read(path).replace('# Policy', '# Our policy');
    repository.write(path, edited);
    const entries = await store.countEntries();
    await expect(publish()).rejects.toMatchObject({
      exitCode: 1,
      message: 'docs/policy.md: the text was edited here since it was published',
    });
    repository.write('README.md', 'Hello.\n');
    await expect(publish({ path: 'README.md' })).rejects.toThrow('its text is not a revision of policy');
    expect([repository.read(path), repository.read('README.md')]).toEqual([edited, 'Hello.\n']);
    expect(await store.countEntries()).toBe(entries);
    expect(await publish({ overwrite: 'always' })).toMatchObject({ replaced: 'edited' });
    expect(repository.read(path)).toContain('# Policy\n');
  });

  it('can be looked at before: the file and its text before and after, and nothing is written', async () => {
    const { world, store, repository, approved } = await published();
    const before = repository.read(path);
    await approved(artifact, '# Policy 2\n');
    const entries = await store.countEntries();
    const asked = { artifact, repository: repository.root, overwrite: 'never' } as const;
    const planned = await planPublication(world, store, asked);
    expect(planned).toMatchObject({ file: join(repository.root, path), replaced: 'older', before });
    expect(planned.after).toContain('# Policy 2\n');
    expect([repository.read(path), await store.countEntries()]).toEqual([before, entries]);
    repository.write('README.md', 'Hello.\n');
    await expect(planPublication(world, store, { ...asked, path: 'README.md' })).rejects.toThrow(
      'its text is not a revision of policy',
    );
  });

  it('overwrites what was shown, and no other text that came in its place', async () => {
    const { publish, repository } = await published();
    repository.write(path, 'theirs\n');
    const shown = { text: 'theirs\n' };
    repository.write(path, 'theirs, later\n');
    await expect(publish({ overwrite: 'always', shown })).rejects.toMatchObject({
      exitCode: 1,
      message: 'docs/policy.md: it was changed since its difference was shown',
    });
    await expect(publish({ overwrite: 'always', shown: { text: undefined } })).rejects.toThrow('changed');
    expect(repository.read(path)).toBe('theirs, later\n');
    repository.write(path, 'theirs\n');
    expect(await publish({ overwrite: 'always', shown })).toMatchObject({ replaced: 'foreign' });
  });

  it('keeps the permissions of a file that is there', async () => {
    const { publish, repository, approved } = await published();
    execFileSync('chmod', ['600', join(repository.root, path)]);
    await approved(artifact, '# Policy 2\n');
    await publish();
    expect(statSync(join(repository.root, path)).mode & 0o777).toBe(0o600);
  });

  it.each(['../outside.md', '/tmp/outside.md', '.git/hooks/post-checkout', 'docs/../../x', ''])(
    'goes to no path outside: %j',
    async (outside) => {
      const { publish, store } = await published();
      const entries = await store.countEntries();
      await expect(publish({ path: outside })).rejects.toMatchObject({ exitCode: 2 });
      expect(await store.countEntries()).toBe(entries);
    },
  );

  it('follows a link inside of the repository, and none that leads out or nowhere', async () => {
    const { publish, repository } = await published();
    const outside = tempFolder();
    writeFileSync(join(outside, 'file.md'), 'theirs\n');
    mkdirSync(join(repository.root, 'real'));
    for (const [name, target] of [
      ['inside', join(repository.root, 'real')],
      ['out', outside],
      ['out.md', join(outside, 'file.md')],
      ['nowhere.md', join(outside, 'none.md')],
      ['hooks', join(repository.root, '.git', 'hooks')],
    ] as const)
      symlinkSync(target, join(repository.root, name));
    expect(await publish({ path: 'inside/p.md' })).toMatchObject({
      file: join(repository.root, 'real/p.md'),
    });
    for (const leaving of ['out/p.md', 'out.md', 'nowhere.md', 'hooks/p.md'])
      await expect(publish({ path: leaving, overwrite: 'always' }), leaving).rejects.toThrow(
        /is a link that leads/,
      );
    expect(readFileSync(join(outside, 'file.md'), 'utf8')).toBe('theirs\n');
    expect(existsSync(join(outside, 'p.md')) || existsSync(join(outside, 'none.md'))).toBe(false);
  });

  it('needs an approved text, a repository and a role', async () => {
    const { world, store } = await teamWithKinds();
    const { root } = testRepository();
    const asked = { artifact, repository: root, overwrite: 'never' } as const;
    await reviseArtifact(world, store, { artifact, text: 'x', file: 'f' });
    await expect(publishArtifact(world, store, asked)).rejects.toThrow('no revision of policy is approved');
    const ready = await published();
    await expect(
      publishArtifact({ ...ready.world, as: 'sue@example.com' }, ready.store, asked),
    ).rejects.toThrow('sue@example.com may not publish an artifact');
    const elsewhere = { ...asked, repository: tempFolder() };
    await expect(publishArtifact(ready.world, ready.store, elsewhere)).rejects.toThrow(
      'is not in a git repository',
    );
  });

  it('of JSON has no header, and is found again by its digest', async () => {
    const { world, store, approved } = await teamWithKinds(
      kindsText({ format: 'json', publish_to: 'p.json' }),
    );
    const { root, read } = testRepository();
    await approved(artifact, '{"a": 1}');
    const asked = { artifact, repository: root, overwrite: 'never' } as const;
    expect(await publishArtifact(world, store, asked)).toMatchObject({ header: false });
    expect(read('p.json')).toBe('{"a": 1}\n');
    expect(await driftOf(world, store, { repositories: [root] })).toMatchObject([{ state: 'same' }]);
  });
});

describe('a copy that was edited in its repository', () => {
  it('can be imported: what was put around it is left out', async () => {
    const { repository, world, store } = await published();
    repository.write(path, `${repository.read(path).replace('# Policy', '# Better')}\n## Build\n`);
    await importArtifact(world, store, { artifact, file: join(repository.root, path) });
    const [, second] =
      (await store.artifactEntries())
        .get(artifact)
        ?.filter(({ event }) => event.kind === 'artifact.revised') ?? [];
    const digest = second?.event.kind === 'artifact.revised' ? second.event.body.text.sha256 : '';
    expect((await store.blob(digest))?.text).toBe('# Better\n');
  });
});

describe('the drift of copies', () => {
  it('is none right after publishing, with additions and with line ends of Windows too', async () => {
    const { drift, repository } = await published();
    expect(await drift()).toMatchObject([{ state: 'same', path, approvedRevision: 1 }]);
    repository.write(path, `${repository.read(path)}\n## Build\n`.replaceAll('\n', '\r\n'));
    expect(await drift()).toMatchObject([{ state: 'same' }]);
  });

  it('tells edited, older, unapproved, foreign and missing copies apart', async () => {
    const { drift, repository, approved, world, store } = await published();
    const copy = repository.read(path);
    repository.write(path, copy.replace('# Policy', '# Our policy'));
    expect(await drift()).toMatchObject([
      { state: 'edited', revision: 1, texts: { approved: '# Policy\n', copy: '# Our policy\n' } },
    ]);
    repository.write(path, 'Hello.\n');
    expect(await drift()).toMatchObject([{ state: 'foreign' }]);
    execFileSync('rm', [join(repository.root, path)]);
    expect(await drift()).toMatchObject([{ state: 'missing' }]);
    repository.write(path, copy);
    await approved(artifact, '# Policy 2\n');
    expect(await drift()).toMatchObject([{ state: 'older', revision: 1, approvedRevision: 2 }]);
    await reviseArtifact(world, store, { artifact, text: '# Policy 3\n', file: 'f' });
    repository.write(path, '# Policy 3\n');
    expect(await drift()).toMatchObject([{ state: 'not approved', revision: 3 }]);
  });

  it('is not hidden by a header that claims to be the approved revision', async () => {
    const { drift, repository } = await published();
    repository.write(path, repository.read(path).replace('# Policy', '# Anything goes'));
    const [report] = await drift();
    expect(report && hasDrifted(report)).toBe(true);
  });

  it('is looked for in many repositories; where nothing was published, nothing is missed', async () => {
    const { world, store, repository } = await published();
    const others = [testRepository(), testRepository({ [path]: 'Hello.\n' })];
    const repositories = [repository.root, ...others.map(({ root }) => root)];
    const reports = await driftOf(world, store, { repositories });
    expect(reports.map(({ state }) => state)).toEqual(['same', 'absent', 'foreign']);
    expect(reports.map(hasDrifted)).toEqual([false, false, true]);
  });

  it('is looked for at other paths where it was published, or that are named', async () => {
    const { world, store, publish, drift } = await published();
    await publish({ path: 'other/policy.md' });
    expect((await drift()).map((one) => one.path)).toEqual([path, 'other/policy.md']);
    expect(await drift({ path: 'third.md' })).toContainEqual(
      expect.objectContaining({ path: 'third.md', state: 'missing' }),
    );
    await expect(driftOf(world, store, { repositories: [], artifacts: [], path: 'x' })).rejects.toThrow(
      'a path belongs to one artifact',
    );
  });

  it('follows no link out of the repository, and waits for no pipe', async () => {
    const { drift, repository } = await published();
    const outside = tempFolder();
    writeFileSync(join(outside, 'x.md'), repository.read(path));
    execFileSync('rm', [join(repository.root, path)]);
    symlinkSync(join(outside, 'x.md'), join(repository.root, path));
    expect(await drift()).toMatchObject([
      {
        state: 'out of reach',
        why: 'docs/policy.md: docs/policy.md is a link that leads out of the repository',
      },
    ]);
    execFileSync('rm', [join(repository.root, path)]);
    makePipe(join(repository.root, path));
    expect(await drift()).toMatchObject([{ state: 'out of reach', why: 'it is not a file' }]);
  });
});

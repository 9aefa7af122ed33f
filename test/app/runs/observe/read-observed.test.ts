import { describe, expect, it } from 'vitest';
import { publishArtifact } from '../../../../src/app/artifacts/publish-artifact.ts';
import { readObserved } from '../../../../src/app/runs/observe/read-observed.ts';
import { teamWithKinds } from '../../../support/artifacts.ts';
import {
  candidateStarted,
  checkFinishedWith,
  draft,
  runFinished,
  runStarted,
} from '../../../support/history.ts';
import { testRepository } from '../../../support/repository.ts';
import { team } from '../../../support/team.ts';

describe('what the metrics are made from', () => {
  it('has copies as they were published, and as they are in the repositories that are named', async () => {
    const { world, store, approved } = await teamWithKinds();
    const artifact = 'policy';
    await approved(artifact, '# Policy\n');
    const [edited, old] = ['shop', 'web'].map((name) =>
      testRepository({}, { origin: `https://git.example.com/${name}.git` }),
    );
    for (const repository of [edited?.root ?? '', old?.root ?? ''])
      await publishArtifact(world, store, { artifact, repository, overwrite: 'never' });
    const copies = async (...repositories: string[]) =>
      (await readObserved(world, store, { repositories })).copies;
    const same = { state: 'same', seen: 'history' };
    expect(await copies()).toEqual([same, same]);
    edited?.write('docs/policy.md', edited.read('docs/policy.md').replace('# Policy', '# Ours'));
    expect(await copies(edited?.root ?? '')).toEqual([{ state: 'edited', seen: 'repository' }, same]);
    await approved(artifact, '# Policy 2\n');
    expect(await copies()).toEqual([
      { state: 'older', seen: 'history' },
      { state: 'older', seen: 'history' },
    ]);
  });

  it('has the newest run of each suite that came to its end, and none of a candidate', async () => {
    const { world, store } = await team();
    const started = (run: string, suite: string) => {
      const event = runStarted(run);
      return { kind: event.kind, body: { ...event.body, suite } } as typeof event;
    };
    const events = [
      ...[started('a1', 'upgrade'), checkFinishedWith('a1', { verdict: 'fail' }), runFinished('a1')],
      ...[started('b1', 'team'), checkFinishedWith('b1', { verdict: 'warn' }), runFinished('b1')],
      ...[started('a2', 'upgrade'), checkFinishedWith('a2', { verdict: 'pass' }), runFinished('a2')],
      ...[candidateStarted('c1'), checkFinishedWith('c1', { verdict: 'fail' }), runFinished('c1')],
      ...[started('a3', 'upgrade'), checkFinishedWith('a3', { verdict: 'fail' })],
    ];
    await store.append(async () => events.map((event) => draft(event)));
    const { suites } = await readObserved(world, store, { repositories: [] });
    expect(suites).toMatchObject([
      { suite: 'team', verdict: 'pass', counts: { warn: 1, pass: 0 } },
      { suite: 'upgrade', verdict: 'pass', counts: { pass: 1, fail: 0 } },
    ]);
  });

  it('has each machine by the version in its newest report', async () => {
    const { world, store } = await team();
    const report = (machine: string, version: string | null, hour: number) => ({
      ...{ machine, version, cli_sha256: null, verdict: 'pass' as const, suite: null, failed: [] },
      ...{ at: `2026-11-20T1${hour}:00:00.000Z`, signed_by: null, sha256: '0'.repeat(64) },
    });
    const reports = [
      report('ci-1', '0.150.0', 0),
      report('ci-1', '0.139.0', 1),
      report('ci-2', '0.150.0', 0),
      report('ci-3', null, 0),
    ];
    await store.append(async () => [
      {
        actor: 'ada@example.com',
        subject: 'rings',
        event: { kind: 'machines.reported', body: { v: 2, reports, role: 'platform engineer' } },
      },
    ]);
    const { machines } = await readObserved(world, store, { repositories: [] });
    expect(machines).toEqual(['on pin', 'stray', 'unknown']);
  });
});

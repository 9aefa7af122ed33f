import { describe, expect, it } from 'vitest';
import { approveArtifact } from '../../../src/app/artifacts/approve-artifact.ts';
import { reviseArtifact } from '../../../src/app/artifacts/revise-artifact.ts';
import { submitArtifact } from '../../../src/app/artifacts/submit-artifact.ts';
import { readItem } from '../../../src/app/rollout/item-decisions.ts';
import { readNext } from '../../../src/app/rollout/read-next.ts';
import { publishRunbook } from '../../../src/app/runbooks/publish-runbook.ts';
import { teamWithKinds } from '../../support/artifacts.ts';
import { itemText, runbookText } from '../../support/runbooks.ts';
import { writeRunbook } from '../../support/team.ts';

const artifact = 'policy';
const item = 'pilot.policy';

/** A rollout whose Pilot asks for an approved policy, and nothing else. */
async function asking(evidence = '[{artifact: policy}]') {
  const all = await teamWithKinds();
  const { world, store } = all;
  const items = itemText(item, { evidence, owner: 'security owner' });
  writeRunbook(world, 'pilot', runbookText({ items }));
  await publishRunbook(world, store, { runbook: 'pilot', reason: 'x', waiveSuite: 'a test' });
  const state = async () => {
    const { state, reason } = await readItem(world, store, item);
    return [state, reason];
  };
  const next = async (name: 'ada' | 'bob' | 'sue') =>
    (await readNext(all.as(name), store)).actions
      .filter(({ subject }) => subject === item)
      .map(({ command }) => command.replace('codex-cockpit artifact ', ''));
  return { ...all, state, next };
}

describe('an item that asks for an artifact', () => {
  it('leads from writing over approving to its next review, each person by their role', async () => {
    const { store, as, state, next, setNow } = await asking();
    expect(await state()).toEqual(['open', 'the artifact policy is not approved']);
    expect([await next('sue'), await next('ada'), await next('bob')]).toEqual([['edit policy'], [], []]);

    const { sha256: digest } = await reviseArtifact(as('bob'), store, { artifact, text: 'x', file: 'f' });
    expect(await next('sue')).toEqual(['submit policy']);
    await submitArtifact(as('sue'), store, { artifact });
    const approve = [`approve policy ${digest.slice(0, 12)}`];
    expect([await next('sue'), await next('ada')]).toEqual([approve, approve]);

    await approveArtifact(as('sue'), store, { artifact, digest });
    expect([await next('sue'), await next('ada')]).toEqual([[], approve]);
    expect((await state())[0]).toBe('open');
    await approveArtifact(as('ada'), store, { artifact, digest });
    expect(await state()).toEqual([
      'satisfied',
      'revision 1 of policy is approved; its next review is on 2027-02-18',
    ]);
    expect(await next('sue')).toEqual([]);

    setNow('2027-02-18T00:00:00.000Z');
    expect(await state()).toEqual(['stale', 'its review was due on 2027-02-18']);
    expect(await next('sue')).toEqual(['submit policy']);
  });

  it('holds while the next revision is written, and rests on that once it is approved', async () => {
    const { store, as, state, approved } = await asking();
    await approved(artifact, 'one');
    await reviseArtifact(as('bob'), store, { artifact, text: 'two', file: 'f' });
    await submitArtifact(as('sue'), store, { artifact });
    expect((await state())[1]).toContain('revision 1 of policy is approved');
    const before = (await readItem(as('ada'), store, item)).requirements[0]?.evidence?.digest;
    await approved(artifact, 'three');
    const after = (await readItem(as('ada'), store, item)).requirements[0]?.evidence?.digest;
    expect((await state())[1]).toContain('revision 3 of policy is approved');
    expect(after).not.toBe(before);
  });

  it('is satisfied again by a review that changes nothing', async () => {
    const { store, as, state, approved, setNow } = await asking();
    const { sha256: digest } = await approved(artifact, 'one');
    setNow('2027-03-01T12:00:00.000Z');
    await submitArtifact(as('sue'), store, { artifact });
    expect((await state())[0]).toBe('stale');
    await approveArtifact(as('sue'), store, { artifact, digest });
    await approveArtifact(as('ada'), store, { artifact, digest });
    expect(await state()).toEqual([
      'satisfied',
      'revision 1 of policy is approved; its next review is on 2027-05-30',
    ]);
  });
});

describe('two people who approve at the same moment', () => {
  it('complete it once, whoever comes last', async () => {
    const { store, as } = await asking();
    const { sha256: digest } = await reviseArtifact(as('bob'), store, { artifact, text: 'x', file: 'f' });
    await submitArtifact(as('sue'), store, { artifact });
    const done = await Promise.all([
      approveArtifact(as('sue'), store, { artifact, digest }),
      approveArtifact(as('ada'), store, { artifact, digest }),
    ]);
    expect(done.map(({ complete }) => complete).sort()).toEqual([false, true]);
  });

  it('in the same role do so once', async () => {
    const { store, as } = await asking();
    const { sha256: digest } = await reviseArtifact(as('bob'), store, { artifact, text: 'x', file: 'f' });
    await submitArtifact(as('sue'), store, { artifact });
    const twice = await Promise.allSettled([
      approveArtifact(as('sue'), store, { artifact, digest }),
      approveArtifact(as('sue'), store, { artifact, digest }),
    ]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('while somebody writes approve what they read, or nothing', async () => {
    const { world, store, as } = await asking();
    const { sha256: digest } = await reviseArtifact(as('bob'), store, { artifact, text: 'x', file: 'f' });
    await submitArtifact(as('sue'), store, { artifact });
    await Promise.allSettled([
      reviseArtifact(world, store, { artifact, text: 'y', file: 'f' }),
      approveArtifact(as('sue'), store, { artifact, digest }),
    ]);
    for (const { event } of (await store.artifactEntries()).get(artifact) ?? [])
      if (event.kind === 'artifact.approved')
        expect(event.body).toMatchObject({ revision: 1, sha256: digest });
  });
});

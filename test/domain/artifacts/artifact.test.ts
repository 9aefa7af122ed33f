import { describe, expect, it } from 'vitest';
import { deriveArtifact } from '../../../src/domain/artifacts/artifact.ts';
import { type EntryLine, entriesOf, kindOf } from '../../support/artifacts.ts';

const now = new Date('2026-11-21T12:00:00Z');
const bob = 'bob@x.org';
const sue = 'sue@x.org';
const ada = 'ada@x.org';
type Lines = EntryLine[];

const derive = (...lines: Lines) =>
  deriveArtifact({ id: 'policy', kind: kindOf(), entries: entriesOf(...lines) }, now);
const states = (...lines: Lines) => derive(...lines)?.revisions.map(({ state }) => state);

const written = { revised: 1, by: bob } as const;
const submitted = { submitted: 1, by: bob } as const;
const bySue = { approved: 1, by: sue, role: 'security owner' } as const;
const byAda = { approved: 1, by: ada, role: 'rollout owner', complete: '2027-02-18' } as const;

describe('an artifact', () => {
  it('is not begun while the history has nothing of it', () => {
    expect(derive()).toMatchObject({ state: 'not begun', newest: undefined, approved: undefined });
  });

  it('goes from draft over review to approved', () => {
    expect(states(written)).toEqual(['draft']);
    expect(derive(written, submitted)).toMatchObject({
      state: 'in review',
      newest: { awaits: ['security owner', 'rollout owner'] },
    });
    expect(derive(written, submitted, bySue)).toMatchObject({
      state: 'in review',
      newest: { awaits: ['rollout owner'] },
    });
    expect(derive(written, submitted, bySue, byAda)).toMatchObject({
      state: 'approved',
      newest: { awaits: [] },
      approved: { revision: 1 },
      nextReviewOn: '2027-02-18',
      reviewDue: false,
    });
  });

  it('keeps counting while the next revision is written and reviewed, and is superseded by its approval', () => {
    const first = [written, submitted, bySue, byAda] as const;
    const second = { revised: 2, by: bob } as const;
    expect(states(...first, second)).toEqual(['approved', 'draft']);
    expect(derive(...first, second)).toMatchObject({ approved: { revision: 1 }, state: 'draft' });
    expect(
      states(
        ...first,
        second,
        { submitted: 2, by: bob },
        { ...bySue, approved: 2 },
        { ...byAda, approved: 2 },
      ),
    ).toEqual(['superseded', 'approved']);
  });

  it('in review is superseded by a newer text, and what was approved of it is not approved of that', () => {
    const changed = derive(written, submitted, bySue, { revised: 2, by: bob }, { submitted: 2, by: bob });
    expect(changed?.revisions.map(({ state }) => state)).toEqual(['superseded', 'in review']);
    expect(changed?.newest?.awaits).toEqual(['security owner', 'rollout owner']);
  });

  it('is due from its review day on, and counts meanwhile', () => {
    const due = derive(written, submitted, bySue, { ...byAda, complete: '2026-11-21' });
    expect(due).toMatchObject({ reviewDue: true, approved: { revision: 1 } });
  });

  it('in its periodic review counts and waits for every role once more', () => {
    const again = derive(written, submitted, bySue, byAda, { submitted: 1, by: ada });
    expect(again).toMatchObject({
      state: 'approved',
      newest: { awaits: ['security owner', 'rollout owner'] },
    });
    const renewed = derive(written, submitted, bySue, byAda, submitted, bySue, {
      ...byAda,
      complete: '2027-05-01',
    });
    expect(renewed).toMatchObject({ nextReviewOn: '2027-05-01', newest: { awaits: [] } });
  });

  it('that no file declares any more is told by its newest revision', () => {
    const entries = entriesOf(written);
    expect(deriveArtifact({ id: 'policy', kind: undefined, entries }, now)?.declaration.title).toBe(
      'A policy',
    );
    expect(deriveArtifact({ id: 'policy', kind: undefined, entries: [] }, now)).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { deriveArtifact } from '../../../src/domain/artifacts/artifact.ts';
import { describeInForce, describeStep } from '../../../src/report/artifacts/artifact-steps.ts';
import { type EntryLine, entriesOf, kindOf } from '../../support/artifacts.ts';

const by = 'bob@x.org';
const digest = '1'.repeat(12);
const written: EntryLine = { revised: 1, by };
const submitted: EntryLine = { submitted: 1, by };
const bySecurity: EntryLine = { approved: 1, by: 'sue@x.org', role: 'security owner' };
const byOwner = (complete: string): EntryLine => ({
  approved: 1,
  by: 'ada@x.org',
  role: 'rollout owner',
  complete,
});
const approved = [written, submitted, bySecurity, byOwner('2027-02-18')];
const due = [written, submitted, bySecurity, byOwner('2026-11-20')];

it.each<[string, EntryLine[], string, string]>([
  ['is not begun', [], 'nothing yet', 'write it: codex-cockpit artifact edit policy'],
  [
    'has gaps',
    [{ ...written, placeholders: ['TEAM'] }],
    'nothing yet, revision 1 is draft',
    'fill the gaps of revision 1: codex-cockpit artifact edit policy',
  ],
  [
    'is a draft',
    [written],
    'nothing yet, revision 1 is draft',
    'submit revision 1: codex-cockpit artifact submit policy',
  ],
  [
    'is in review',
    [written, submitted, bySecurity],
    'nothing yet, revision 1 is in review',
    `rollout owner to approve revision 1: codex-cockpit artifact approve policy ${digest}`,
  ],
  ['is approved', approved, 'revision 1', 'next review on 2027-02-18'],
  ['is due', due, 'revision 1', 'its review was due on 2026-11-20: codex-cockpit artifact submit policy'],
  [
    'is reviewed again',
    [...due, submitted],
    'revision 1',
    `security owner and rollout owner to approve its periodic review: codex-cockpit artifact approve policy ${digest}`,
  ],
  [
    'has a newer draft',
    [...approved, { revised: 2, by }],
    'revision 1',
    'submit revision 2: codex-cockpit artifact submit policy',
  ],
])('an artifact that %s says what counts and what comes next', (_, lines, counts, next) => {
  const entries = entriesOf(...lines);
  const artifact = deriveArtifact(
    { id: 'policy', kind: kindOf(), entries },
    new Date('2026-11-21T00:00:00Z'),
  );
  if (!artifact) throw new Error('no artifact');
  expect([describeInForce(artifact), describeStep(artifact)]).toEqual([counts, next]);
});

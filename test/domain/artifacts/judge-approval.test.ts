import { describe, expect, it } from 'vitest';
import { deriveArtifact } from '../../../src/domain/artifacts/artifact.ts';
import { judgeApproval } from '../../../src/domain/artifacts/judge-approval.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import type { Role } from '../../../src/domain/people/role.ts';
import { type EntryLine, entriesOf, kindOf } from '../../support/artifacts.ts';

const now = new Date('2026-11-20T23:30:00Z');
const digest = '1'.repeat(64);
const person = (name: string, ...roles: Role[]): Person => ({
  ...{ email: `${name}@x.org`, name: undefined, roles, keys: [], seq: 1 },
});
const ada = person('ada', 'rollout owner');
const sue = person('sue', 'security owner');
const bob = person('bob', 'team lead');
const inReview = [
  { revised: 1, by: 'bob@x.org' },
  { submitted: 1, by: 'bob@x.org' },
] as const satisfies EntryLine[];

function judge(
  actor: string,
  {
    people = [ada, sue, bob],
    lines = inReview,
    ...asked
  }: {
    people?: readonly Person[];
    lines?: readonly EntryLine[];
    digest?: string;
    role?: Role;
  } = {},
) {
  const artifact = deriveArtifact({ id: 'policy', kind: kindOf(), entries: entriesOf(...lines) }, now);
  if (!artifact) throw new Error('no artifact');
  return judgeApproval(artifact, people, { actor: `${actor}@x.org`, digest, role: undefined, ...asked }, now);
}

describe('an approval', () => {
  it('is given in the role that is awaited and held', () => {
    expect(judge('sue')).toMatchObject({ role: 'security owner', byAuthor: false, complete: false });
    expect(judge('ada')).toMatchObject({ role: 'rollout owner', complete: false, nextReviewOn: undefined });
  });

  it('is complete with the last role, and names the next review day', () => {
    const lines = [...inReview, { approved: 1, by: 'sue@x.org', role: 'security owner' }] as const;
    expect(judge('ada', { lines })).toMatchObject({ complete: true, nextReviewOn: '2027-02-18' });
  });

  it.each([
    [
      'nobody holds the role',
      'bob',
      {},
      'bob@x.org may not approve policy: that needs the role security owner or rollout owner',
    ],
    ['another role is asked for', 'sue', { role: 'rollout owner' }, 'that needs the role rollout owner'],
    ['the role is not awaited', 'bob', { role: 'team lead' }, 'does not wait for a team lead'],
    ['it was changed meanwhile', 'sue', { digest: '2'.repeat(12) }, 'it was changed since you read it'],
    ['the digest is too short', 'sue', { digest: '1111' }, '"1111" is not a digest'],
    ['the digest is none', 'sue', { digest: 'revision' }, '"revision" is not a digest'],
    [
      'it is a draft',
      'sue',
      { lines: [inReview[0]] },
      'revision 1 of policy is a draft: there is nothing to approve',
    ],
    ['it is not begun', 'sue', { lines: [] }, 'policy is not begun'],
  ] as const)('is refused when %s', (_, actor, given, message) => {
    expect(() => judge(actor, given as never)).toThrow(message);
  });
});

describe('four eyes', () => {
  const wrote = (name: string) =>
    [
      { revised: 1, by: `${name}@x.org` },
      { submitted: 1, by: 'bob@x.org' },
    ] as const;

  it('are asked for: the author gives way to somebody else with the role', () => {
    const people = [ada, sue, person('eve', 'security owner')];
    expect(() => judge('sue', { people, lines: wrote('sue') })).toThrow(
      'sue@x.org wrote revision 1, so another security owner approves it',
    );
    expect(judge('eve', { people, lines: wrote('sue') })).toMatchObject({ byAuthor: false });
  });

  it('cannot be had when nobody else has the role, and the entry says so', () => {
    expect(judge('sue', { lines: wrote('sue') })).toMatchObject({ role: 'security owner', byAuthor: true });
    expect(judge('SUE', { lines: wrote('sue') })).toMatchObject({ byAuthor: true });
  });

  it('are two people: who approved in one role gives way in the other', () => {
    const both = person('sue', 'security owner', 'rollout owner');
    const lines = [...inReview, { approved: 1, by: 'sue@x.org', role: 'security owner' }] as const;
    expect(() => judge('sue', { people: [ada, both], lines })).toThrow('already approved revision 1');
    expect(judge('sue', { people: [both, bob], lines })).toMatchObject({ complete: true });
  });

  it('prefer somebody who approved already to the author', () => {
    const bea = person('bob', 'rollout owner');
    const both = person('sue', 'security owner', 'rollout owner');
    const lines = [...inReview, { approved: 1, by: 'sue@x.org', role: 'security owner' }] as const;
    expect(() => judge('bob', { people: [bea, both], lines })).toThrow('bob@x.org wrote revision 1');
    expect(judge('sue', { people: [bea, both], lines })).toMatchObject({
      role: 'rollout owner',
      byAuthor: false,
    });
  });

  it('begin anew with each round of review', () => {
    const lines = [
      ...inReview,
      { approved: 1, by: 'sue@x.org', role: 'security owner' },
      { approved: 1, by: 'ada@x.org', role: 'rollout owner', complete: '2026-12-01' },
      { submitted: 1, by: 'bob@x.org' },
    ] as const;
    expect(judge('sue', { lines })).toMatchObject({ role: 'security owner', complete: false });
  });
});

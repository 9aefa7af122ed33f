import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Artifact, deriveArtifact } from '../../../src/domain/artifacts/artifact.ts';
import { judgeApproval } from '../../../src/domain/artifacts/judge-approval.ts';
import { RefusedError } from '../../../src/domain/base/errors.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import type { Role } from '../../../src/domain/people/role.ts';
import { type EntryLine, entriesOf, kindOf } from '../../support/artifacts.ts';

const now = new Date('2026-11-21T12:00:00Z');
const emails = ['ada@x.org', 'bob@x.org', 'sue@x.org'] as const;
const roles: readonly Role[] = ['security owner', 'rollout owner'];

/** What people try with an artifact, allowed or not. */
type Attempt = { what: 'write' | 'submit' | 'approve'; by: (typeof emails)[number]; role: Role };

const attempts = fc.array(
  fc.record({
    what: fc.constantFrom('write', 'submit', 'approve', 'approve'),
    by: fc.constantFrom(...emails),
    role: fc.constantFrom(...roles),
  }) as fc.Arbitrary<Attempt>,
  { maxLength: 25 },
);

const staff = fc.tuple(
  ...emails.map((email) =>
    fc
      .subarray([...roles])
      .map((held): Person => ({ ...{ email, roles: held }, name: undefined, keys: [], seq: 1 })),
  ),
);

function derive(lines: readonly EntryLine[]): Artifact {
  const artifact = deriveArtifact({ id: 'policy', kind: kindOf(), entries: entriesOf(...lines) }, now);
  if (!artifact) throw new Error('no artifact');
  return artifact;
}

/** The entries that come of attempts: each is recorded only where the rules let it. */
function play(happened: readonly Attempt[], people: readonly Person[]): readonly EntryLine[] {
  const lines: EntryLine[] = [];
  for (const { what, by, role } of happened) {
    const { newest } = derive(lines);
    const revision = newest?.revision ?? 0;
    if (what === 'write') lines.push({ revised: revision + 1, by });
    if (what === 'submit' && newest && newest.awaits.length === 0) lines.push({ submitted: revision, by });
    if (what === 'approve' && newest) {
      const line = approve(lines, people, { by, role, digest: newest.sha256.slice(0, 64) });
      if (line) lines.push(line);
    }
  }
  return lines;
}

function approve(
  lines: readonly EntryLine[],
  people: readonly Person[],
  { by, role, digest }: { by: string; role: Role; digest: string },
): EntryLine | undefined {
  try {
    const allowed = judgeApproval(derive(lines), people, { actor: by, digest, role }, now);
    const done = { approved: allowed.revision.revision, by, role: allowed.role };
    return allowed.nextReviewOn === undefined ? done : { ...done, complete: allowed.nextReviewOn };
  } catch (cause) {
    if (cause instanceof RefusedError) return undefined;
    throw cause;
  }
}

describe('whatever people try with an artifact', () => {
  it('one revision counts at most, and it is the newest that every role approved', () => {
    fc.assert(
      fc.property(attempts, staff, (happened, people) => {
        const { revisions, approved } = derive(play(happened, people));
        const complete = revisions.filter(({ approvals }) => approvals.some((one) => one.complete));
        expect(revisions.filter(({ state }) => state === 'approved')).toEqual(complete.slice(-1));
        expect(approved).toBe(revisions.find(({ state }) => state === 'approved'));
      }),
    );
  });

  it('no role ever approves without holding it, and what counts has the approval of each', () => {
    fc.assert(
      fc.property(attempts, staff, (happened, people) => {
        const { revisions, approved } = derive(play(happened, people));
        for (const { by, role } of revisions.flatMap(({ approvals }) => approvals))
          expect(people.find(({ email }) => email === by)?.roles).toContain(role);
        if (approved) expect(new Set(approved.approvals.map(({ role }) => role))).toEqual(new Set(roles));
      }),
    );
  });

  it('an author approves only what nobody else with the role could', () => {
    fc.assert(
      fc.property(attempts, staff, (happened, people) => {
        for (const { author, approvals } of derive(play(happened, people)).revisions)
          for (const { by, role } of approvals.filter((one) => one.by === author))
            expect(people.filter(({ email, roles: held }) => email !== by && held.includes(role))).toEqual(
              [],
            );
      }),
    );
  });

  it('only the newest revision waits for anybody, and the others are approved or superseded', () => {
    fc.assert(
      fc.property(attempts, staff, (happened, people) => {
        const { revisions } = derive(play(happened, people));
        for (const { state, awaits } of revisions.slice(0, -1))
          expect([state === 'approved' || state === 'superseded', awaits]).toEqual([true, []]);
      }),
    );
  });
});

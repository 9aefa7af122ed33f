import { describe, expect, it } from 'vitest';
import { deriveArtifact } from '../../../src/domain/artifacts/artifact.ts';
import { artifactStep } from '../../../src/domain/artifacts/artifact-step.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import type { Role } from '../../../src/domain/people/role.ts';
import { type EntryLine, entriesOf, kindOf } from '../../support/artifacts.ts';

const person = (email: string, ...roles: Role[]): Person => ({
  email,
  name: undefined,
  roles,
  keys: [],
  seq: 1,
});
const people = [person('ada', 'rollout owner'), person('sue', 'security owner'), person('bob', 'team lead')];

function step(email: string | undefined, lines: EntryLine[], { day = '2026-11-21', team = people } = {}) {
  const entries = entriesOf(...lines);
  const artifact = deriveArtifact({ id: 'policy', kind: kindOf(), entries }, new Date(`${day}T12:00:00Z`));
  if (!artifact) throw new Error('no artifact');
  return artifactStep(artifact, team, email);
}

const written = { revised: 1, by: 'bob' };
const submitted = { submitted: 1, by: 'sue' };
const half = { approved: 1, by: 'sue', role: 'security owner' } as const;
const whole = { approved: 1, by: 'ada', role: 'rollout owner', complete: '2027-02-20' } as const;

describe('what an artifact waits for', () => {
  it.each([
    ['nothing was written', [], 'write', ['security owner'], [], ['sue']],
    ['a text with gaps', [{ ...written, placeholders: ['TEAM'] }], 'fill', ['security owner'], [], ['sue']],
    ['a text without gaps', [written], 'submit', ['security owner'], [], ['sue']],
    [
      'a text in review',
      [written, submitted],
      'approve',
      ['security owner', 'rollout owner'],
      ['rollout owner'],
      ['sue'],
    ],
    [
      'a text that one approved',
      [written, submitted, half],
      'approve',
      ['rollout owner'],
      ['rollout owner'],
      [],
    ],
    ['an approved text', [written, submitted, half, whole], 'none', [], [], []],
  ] as const)('is known of %s', (_, lines, kind, roles, mine, others) => {
    expect(step('ada', [...lines])).toEqual({ kind, roles, mine, others });
  });

  it('is its review from the day on', () => {
    const lines = [written, submitted, half, whole];
    expect(step('sue', lines, { day: '2027-02-20' })).toMatchObject({
      kind: 'review',
      mine: ['security owner'],
    });
    expect(step('sue', lines, { day: '2027-02-19' })).toMatchObject({ kind: 'none' });
  });

  it('does not fall to its author while somebody else has the role', () => {
    const team = [...people, person('eve', 'security owner')];
    const lines = [{ revised: 1, by: 'sue' }, submitted];
    expect(step('sue', lines, { team })).toMatchObject({ mine: [], others: ['ada', 'eve'] });
    expect(step('sue', lines)).toMatchObject({ mine: ['security owner'], others: ['ada'] });
  });

  it('falls to nobody when nobody has the role, or looks', () => {
    expect(step(undefined, [], { team: [] })).toMatchObject({ mine: [], others: [] });
  });
});

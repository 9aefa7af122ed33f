import { type Artifact, deriveArtifact } from '../../../../src/domain/artifacts/artifact.ts';
import type { Person } from '../../../../src/domain/people/person.ts';
import type { Role } from '../../../../src/domain/people/role.ts';
import { artifacts } from '../../../../src/tui/screens/artifacts/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { type EntryLine, entriesOf, kindOf } from '../../../support/artifacts.ts';
import { on } from '../../support.tsx';

const person = (email: string, ...roles: Role[]): Person => ({
  ...{ email: `${email}@example.com`, name: undefined, roles, keys: [], seq: 1 },
});
export const people = [
  person('ada', 'rollout owner'),
  person('sue', 'security owner'),
  person('bob', 'team lead', 'platform engineer'),
  person('aud', 'auditor'),
];

/** An artifact of a security owner that security owner and rollout owner approve. */
export function artifactOf(id: string, lines: EntryLine[] = [], kind: Record<string, string> = {}): Artifact {
  const found = deriveArtifact(
    { id, kind: kindOf({ ...kind, id }), entries: entriesOf(...lines) },
    new Date('2026-11-21T12:00:00Z'),
  );
  if (!found) throw new Error('no artifact');
  return found;
}

export const written = { revised: 1, by: 'bob@example.com' };
export const submitted = { submitted: 1, by: 'ada@example.com' };
const bySue = { approved: 1, by: 'sue@example.com', role: 'security owner' } as const;
export const byAda = {
  approved: 1,
  by: 'ada@example.com',
  role: 'rollout owner',
  complete: '2027-02-20',
} as const;

export const none = artifactOf('none');
export const gaps = artifactOf('gaps', [{ ...written, placeholders: ['TEAM NAME', 'WHO'] }]);
export const draft = artifactOf('draft', [written]);
export const review = artifactOf('review', [written, submitted]);
export const half = artifactOf('half', [written, submitted, bySue]);
export const whole = artifactOf('whole', [written, submitted, bySue, byAda]);

/** The screen as somebody sees it. */
export function as(name: string, all: readonly Artifact[], more: Partial<State> = {}): State {
  const email = `${name}@example.com`;
  const roles = people.find((one) => one.email === email)?.roles ?? [];
  return artifacts.set(on('artifacts', { me: { email, roles, hasKey: false }, people, ...more }), all);
}

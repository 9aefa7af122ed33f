import { isSamePerson, type Person, rolesOf } from '../people/person.ts';
import type { Role } from '../people/role.ts';
import type { Artifact } from './artifact.ts';
import { betterPlaced } from './judge-approval.ts';

/** What is to be done next with an artifact, in which roles, and who could do it. */
export type ArtifactStep = {
  /** `review`: the day of the periodic review has come. `none`: nothing until that day. */
  kind: 'write' | 'fill' | 'submit' | 'approve' | 'review' | 'none';
  roles: readonly Role[];
  /** The roles among them in which the person who looks does it. */
  mine: readonly Role[];
  /** Who else could, by address. */
  others: readonly string[];
};

/** What an artifact waits for, as somebody sees it. An approval falls to whoever had least to do with the text. */
export function artifactStep(
  { declaration, newest, reviewDue }: Artifact,
  people: readonly Person[],
  email: string | undefined,
): ArtifactStep {
  const step = (kind: ArtifactStep['kind'], roles: readonly Role[]): ArtifactStep => {
    const held = email === undefined ? [] : rolesOf(people, email);
    const mayAct = (actor: string, role: Role) =>
      kind !== 'approve' || !newest || betterPlaced(newest, people, { actor, role }).length === 0;
    return {
      kind,
      roles,
      mine: email === undefined ? [] : roles.filter((role) => held.includes(role) && mayAct(email, role)),
      others: people
        .filter((one) => email === undefined || !isSamePerson(one.email, email))
        .filter((one) => roles.some((role) => one.roles.includes(role) && mayAct(one.email, role)))
        .map((one) => one.email),
    };
  };
  if (!newest) return step('write', [declaration.owner]);
  if (newest.awaits.length > 0) return step('approve', newest.awaits);
  const owners = [newest.declaration.owner];
  if (newest.state !== 'approved') return step(newest.placeholders.length > 0 ? 'fill' : 'submit', owners);
  return reviewDue ? step('review', owners) : step('none', []);
}

/** How an artifact stands, in a word that people read: its newest text, unless its periodic review is due. */
export type ArtifactStanding = 'not begun' | 'draft' | 'in review' | 'review due' | 'approved';

/** The standing of an artifact. An approved one is in review again from the submission for its periodic review on. */
export function standingOf({ newest, reviewDue }: Artifact): ArtifactStanding {
  if (!newest) return 'not begun';
  if (newest.awaits.length > 0) return 'in review';
  if (newest.state !== 'approved') return 'draft';
  return reviewDue ? 'review due' : 'approved';
}

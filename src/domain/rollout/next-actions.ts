import type { Artifact } from '../artifacts/artifact.ts';
import { ACTS } from '../people/act.ts';
import { isSamePerson, type Person, rolesOf } from '../people/person.ts';
import { ROLES, type Role } from '../people/role.ts';
import { currentPhase, type DerivedPhase, type DerivedRollout } from './derive-rollout.ts';
import { currentOf } from './gate/sign-off.ts';
import { approvalActions, itemActions } from './items/item-actions.ts';
import { holds, type JudgedItem } from './items/item-status.ts';
import type { AwaitedAction, NextAction } from './next-action.ts';

/**
 * What a person could do to bring the rollout forward, most useful first.
 *
 * @param due what is due on a day whatever the phase is (`dueActions`); it comes first
 */
export function nextActions(
  derived: DerivedRollout,
  people: readonly Person[],
  email: string,
  due: readonly NextAction[] = [],
): readonly NextAction[] {
  const roles = rolesOf(people, email);
  return [...due, ...actionsFor(derived, people, email)].filter(({ role }) => roles.includes(role));
}

/** Everything that would bring the rollout forward now, in the same order, each with the people who could do it. */
export function awaitedActions(
  derived: DerivedRollout,
  people: readonly Person[],
  due: readonly NextAction[] = [],
): readonly AwaitedAction[] {
  const doable = new Map<string, ReadonlySet<string>>();
  const mayDo = (email: string, action: NextAction) => {
    const known = doable.get(email) ?? new Set(actionsFor(derived, people, email).map(identityOf));
    doable.set(email, known);
    return known.has(identityOf(action));
  };
  return [...due, ...actionsFor(derived, people, '')].map((action) => {
    const holders = people.filter(({ roles }) => roles.includes(action.role)).map(({ email }) => email);
    // Only an approval and a signature depend on what the person did before.
    const isPersonal = action.kind === 'artifact' || action.kind === 'sign';
    return { action, people: isPersonal ? holders.filter((email) => mayDo(email, action)) : holders };
  });
}

/** The first thing that each role is awaited for, in the order of the roles. */
export function firstOfEachRole(awaited: readonly AwaitedAction[]): readonly AwaitedAction[] {
  return ROLES.flatMap((role) => awaited.find(({ action }) => action.role === role) ?? []);
}

/** What one action is known by among those that are awaited. */
export function identityOf({ kind, subject, action, role }: NextAction): string {
  return [kind, subject, action, role].join('\u0000');
}

/**
 * What would bring the rollout forward, whatever roles the person has, most useful first: what drifted, then what
 * keeps the gate of the current phase closed, then signing and passing it, then approvals of later phases.
 *
 * @param email leaves out what another person has to sign or approve; nobody for an empty one
 */
function actionsFor(
  derived: DerivedRollout,
  people: readonly Person[],
  email: string,
): readonly NextAction[] {
  const current = currentPhase(derived);
  const concerned = [
    ...derived.phases.filter(({ state }) => state === 'drifted'),
    ...(current ? [current] : []),
  ];
  const surroundings = { artifacts: derived.artifacts, people, email };
  const about = (items: readonly JudgedItem[]) => items.flatMap((one) => itemActions(one, surroundings));
  const others = derived.phases.filter((phase) => !concerned.includes(phase));
  const approvals = others
    .flatMap(({ items }) => items.filter((one) => !holds(one)))
    .flatMap((one) => approvalActions(one, surroundings));
  const actions = concerned.flatMap((phase) => [
    ...about(phase.items.filter((one) => !holds(one) && one.item.required)),
    ...signActions(phase, people, email),
    ...staffActions(phase, people, derived.artifacts),
    ...passActions(phase),
    ...about(phase.items.filter((one) => !holds(one) && !one.item.required)),
  ]);
  return [...actions, ...approvals];
}

function signActions(phase: DerivedPhase, people: readonly Person[], email: string): NextAction[] {
  if (!phase.items.every((one) => holds(one) || !one.item.required) || phase.state === 'passed') return [];
  const hasSigned = currentOf(phase.signOffs).some(({ person }) => isSamePerson(person, email));
  const othersWith = (role: Role) =>
    people.filter((person) => person.roles.includes(role) && !isSamePerson(person.email, email));
  return (
    phase.requiredSignOffs
      .filter((role) => !currentOf(phase.signOffs).some((one) => one.role === role))
      // Who has signed already signs in a second role only for want of others.
      .filter((role) => !hasSigned || othersWith(role).length === 0)
      .map((role) => ({
        kind: 'sign',
        action: `sign the gate of ${phase.title} as ${role}`,
        why: 'all its required items are done',
        command: `codex-cockpit phase sign ${phase.id}`,
        role,
        subject: phase.id,
      }))
  );
}

/** A role that something waits for and that no person has. */
function staffActions(
  phase: DerivedPhase,
  people: readonly Person[],
  artifacts: readonly Artifact[],
): NextAction[] {
  const wanting = phase.items.filter((one) => one.item.required && !holds(one));
  const owners = wanting.map(({ item }) => item.owner);
  const texts = wanting.flatMap(({ item }) => item.requirements).filter(({ kind }) => kind === 'artifact');
  const approvers = artifacts
    .filter(({ id }) => texts.some(({ key }) => key === id))
    .flatMap(({ newest }) => newest?.awaits ?? []);
  const why = (role: Role) => {
    if (owners.includes(role)) return `items of ${phase.title} fall to that role and no person has it`;
    if (approvers.includes(role))
      return `a text of ${phase.title} waits for its approval and no person has the role`;
    return `the gate of ${phase.title} needs their signature and no person has the role`;
  };
  return [...new Set([...owners, ...approvers, ...phase.requiredSignOffs])]
    .filter((role) => !people.some((person) => person.roles.includes(role)))
    .map((role) => ({
      kind: 'staff',
      action: `name a ${role}`,
      why: why(role),
      command: `codex-cockpit people add EMAIL --role "${role}"`,
      role: ACTS['manage people'][0],
      subject: phase.id,
      wanted: role,
    }));
}

function passActions(phase: DerivedPhase): NextAction[] {
  if (phase.blockers.length > 0 || phase.state !== 'current') return [];
  return [
    {
      kind: 'pass',
      action: `pass the gate of ${phase.title}`,
      why: 'everything it waited for is there',
      command: `codex-cockpit phase pass ${phase.id}`,
      role: ACTS['pass a phase'][0],
      subject: phase.id,
    },
  ];
}

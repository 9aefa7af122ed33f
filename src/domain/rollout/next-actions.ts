import { catalogCommandOf } from '../artifacts/judge-command.ts';
import { ACTS } from '../people/act.ts';
import { isSamePerson, type Person, rolesOf } from '../people/person.ts';
import { ROLES, type Role } from '../people/role.ts';
import { currentPhase, type DerivedPhase, type DerivedRollout } from './derive-rollout.ts';
import type { EvidenceKind } from './item.ts';
import { holds, type JudgedItem } from './item-status.ts';

/** Something useful that a person could do now. */
export type NextAction = {
  kind: 'check' | 'attest' | 'sign' | 'pass' | 'staff' | 'other';
  /** In words, such as `attest pilot.use-cases`. */
  action: string;
  why: string;
  /** The command that does it. */
  command: string;
  /** The role that it falls to. */
  role: Role;
  /** The item or phase it is about. */
  subject: string;
};

/**
 * What a person could do to bring the rollout forward, most useful first: what drifted, then what keeps
 * the gate of the current phase closed, then signing and passing it.
 */
export function nextActions(
  derived: DerivedRollout,
  people: readonly Person[],
  email: string,
): readonly NextAction[] {
  const roles = rolesOf(people, email);
  const current = currentPhase(derived);
  const concerned = [
    ...derived.phases.filter(({ state }) => state === 'drifted'),
    ...(current ? [current] : []),
  ];
  const actions = concerned.flatMap((phase) => [
    ...phase.items.filter((one) => !holds(one) && one.item.required).flatMap(itemActions),
    ...signActions(phase, email),
    ...staffActions(phase, people),
    ...passActions(phase),
    ...phase.items.filter((one) => !holds(one) && !one.item.required).flatMap(itemActions),
  ]);
  return actions.filter(({ role }) => roles.includes(role));
}

/** The roles that could bring the rollout forward now, each with its first action. */
export function awaited(derived: DerivedRollout, people: readonly Person[]): ReadonlyMap<Role, NextAction> {
  const found = new Map<Role, NextAction>();
  for (const role of ROLES) {
    const somebody = { email: '', name: undefined, roles: [role], keys: [], seq: 0 };
    const [first] = nextActions(derived, [...people, somebody], '');
    if (first) found.set(role, first);
  }
  return found;
}

function itemActions({ item, state, reason, requirements }: JudgedItem): NextAction[] {
  const wanting = requirements.find((one) => one.state !== 'satisfied');
  if (!wanting) return [];
  const { kind, key } = wanting.requirement;
  const asksPerson = wanting.evidence?.outcome === 'manual';
  const doable = remedies[asksPerson ? 'attestation' : kind](key, item.id);
  return [{ ...doable, why: `${item.title}: ${state}, ${reason}`, role: item.owner, subject: item.id }];
}

const remedies: Record<
  EvidenceKind,
  (key: string, item: string) => Pick<NextAction, 'kind' | 'action' | 'command'>
> = {
  check: (key) => {
    const command = catalogCommandOf(key);
    if (command === undefined)
      return { kind: 'check', action: `run the check ${key}`, command: `codex-cockpit check ${key}` };
    return {
      kind: 'other',
      action: `run ${command} of the catalog`,
      command: `codex-cockpit catalog run ${command}`,
    };
  },
  attestation: (_, item) => ({
    kind: 'attest',
    action: `attest ${item}`,
    command: `codex-cockpit item attest ${item}`,
  }),
  artifact: (key, item) => ({
    kind: 'other',
    action: `get ${key} approved`,
    command: `codex-cockpit item show ${item}`,
  }),
  metric: (key) => ({
    kind: 'other',
    action: `record ${key}`,
    command: `codex-cockpit metric record ${key} --help`,
  }),
  review: (key, item) => ({
    kind: 'other',
    action: `finish the review ${key}`,
    command: `codex-cockpit item show ${item}`,
  }),
};

function signActions(phase: DerivedPhase, email: string): NextAction[] {
  if (!phase.items.every((one) => holds(one) || !one.item.required) || phase.state === 'passed') return [];
  return phase.requiredSignOffs
    .filter((role) => !phase.signOffs.some((one) => one.role === role))
    .filter(() => !phase.signOffs.some(({ person }) => isSamePerson(person, email)))
    .map((role) => ({
      kind: 'sign',
      action: `sign the gate of ${phase.title} as ${role}`,
      why: 'all its required items hold',
      command: `codex-cockpit phase sign ${phase.id}`,
      role,
      subject: phase.id,
    }));
}

/** A role that something waits for and that nobody has. */
function staffActions(phase: DerivedPhase, people: readonly Person[]): NextAction[] {
  const owners = phase.items.filter((one) => one.item.required && !holds(one)).map(({ item }) => item.owner);
  return [...new Set([...owners, ...phase.requiredSignOffs])]
    .filter((role) => !people.some((person) => person.email !== '' && person.roles.includes(role)))
    .map((role) => ({
      kind: 'staff',
      action: `name a ${role}`,
      why: owners.includes(role)
        ? `items of ${phase.title} fall to that role and nobody has it`
        : `the gate of ${phase.title} needs their signature and nobody has the role`,
      command: `codex-cockpit people add EMAIL --role "${role}"`,
      role: ACTS['manage people'][0],
      subject: phase.id,
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

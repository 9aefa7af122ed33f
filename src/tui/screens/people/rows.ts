import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import type { Person } from '../../../domain/people/person.ts';
import { ROLES, type Role } from '../../../domain/people/role.ts';
import type { NextAction } from '../../../domain/rollout/next-action.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, type Field, filterOf, type State, slice } from '../../shell/state.ts';

/** A line of the screen: a person, or a role that no one has, with the first thing that waits for it. */
export type PersonRow =
  | { type: 'person'; person: Person; last: HistoryEntry | undefined }
  | { type: 'role'; role: Role; waiting: NextAction | undefined };

/** The newest entry of each person by address, and at how many entries of the history they were read. */
export const lastEntries = slice<{ at: number; of: ReadonlyMap<string, HistoryEntry> }>('last entries', {
  at: 0,
  of: new Map(),
});

export const peopleSorting = sorting<PersonRow>('people', {
  PERSON: (row) => (row.type === 'person' ? row.person.email : ''),
  ROLES: (row) => (row.type === 'person' ? row.person.roles.join(', ') : row.role),
  'SSH KEY': (row) => (row.type === 'person' ? row.person.keys.length : -1),
  'LAST ENTRY OR WAITING': (row) =>
    row.type === 'person' ? -(row.last?.seq ?? 0) : (row.waiting?.action ?? ''),
});

/** Roles that something waits for and no person has, then everybody, then the other roles that no person has. */
export function peopleRows(state: State): readonly PersonRow[] {
  if (!state.status?.rollout) return [];
  const { of } = lastEntries.of(state);
  const roles = unassignedRoles(state);
  const rows: readonly PersonRow[] = [
    ...roles.filter(({ waiting }) => waiting),
    ...state.people.map((person) => ({ type: 'person' as const, person, last: of.get(person.email) })),
    ...roles.filter(({ waiting }) => !waiting),
  ];
  const filter = filterOf(state, 'people');
  return peopleSorting.apply(
    state,
    rows.filter((row) => matches(wordsOf(row), filter)),
  );
}

/** What identifies a row. */
export function personRowId(row: PersonRow): string {
  return row.type === 'person' ? row.person.email : `role ${row.role}`;
}

/** The person under the cursor of the screen. */
export function selectedPerson(state: State): Person | undefined {
  const row = peopleRows(state)[cursorOf(state, 'people')];
  return row?.type === 'person' ? row.person : undefined;
}

/** The role under the cursor of the screen, when no person has it. */
export function selectedRole(state: State): Role | undefined {
  const row = peopleRows(state)[cursorOf(state, 'people')];
  return row?.type === 'role' ? row.role : undefined;
}

function unassignedRoles({ people, status }: State) {
  const awaited = status?.awaited ?? [];
  return ROLES.filter((role) => !people.some(({ roles }) => roles.includes(role))).map((role) => ({
    type: 'role' as const,
    role,
    waiting: awaited.find(({ action }) => action.role === role)?.action,
  }));
}

function wordsOf(row: PersonRow): string {
  if (row.type === 'role') return `not assigned ${row.role} ${row.waiting?.action ?? ''}`;
  const { email, name, roles } = row.person;
  return `${email} ${name ?? ''} ${roles.join(' ')}`;
}

/** The people that the palette finds. */
export const peopleTargets = rowTargets<Person>('people', 'person', {
  id: ({ email }) => email,
  label: ({ email }) => email,
  about: aboutPerson,
});

/** People as suggestions of a field, each with their roles; they are found by name too. */
export function personChoices(people: readonly Person[]): Required<Pick<Field, 'choices' | 'notes'>> {
  return {
    choices: people.map(({ email }) => cleanLine(email)),
    notes: Object.fromEntries(people.map((person) => [cleanLine(person.email), aboutPerson(person)])),
  };
}

function aboutPerson({ name, roles }: Person): string {
  return [name, roles.join(', ')].filter(Boolean).join(' · ');
}

import { readLastEntries } from '../../../app/people/people.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { openDetail } from '../../shell/move.ts';
import type { Effect, State, Step } from '../../shell/state.ts';
import { addPerson, peopleKeys } from './decisions.ts';
import { describeLast, personDetail } from './detail.ts';
import { personLinks } from './links.ts';
import {
  lastEntries,
  type PersonRow,
  peopleRows,
  peopleSorting,
  peopleTargets,
  personRowId,
  selectedPerson,
  selectedRole,
} from './rows.ts';

/** Everybody in the rollout with their roles, and the roles that no one has. */
export const peopleScreen = listScreen<PersonRow>({
  id: 'people',
  title: 'People',
  short: 'Ppl',
  description: 'people and their roles',
  keys: peopleKeys,
  targets: ({ people }) => peopleTargets(people),
  rows: peopleRows,
  sorting: peopleSorting,
  rowId: personRowId,
  rowTitle: (row) => (row.type === 'person' ? row.person.email : row.role),
  isSmall: true,
  columns: [
    {
      title: 'PERSON',
      priority: 10,
      least: 20,
      cell: (row, { theme }) =>
        row.type === 'person'
          ? cleanLine(row.person.email)
          : `${theme.verdict('warn').text.split(' ')[0]} not assigned`,
    },
    {
      title: 'ROLES',
      priority: 9,
      least: 32,
      cell: (row) => (row.type === 'person' ? row.person.roles.join(', ') || 'no role' : row.role),
    },
    {
      title: 'SSH KEY',
      priority: 6,
      cell: (row) => (row.type === 'person' ? keyCount(row.person.keys.length) : ''),
    },
    { title: 'LAST ENTRY OR WAITING', priority: 7, least: 12, cell: lastCell },
  ],
  colour: (row, theme) => (row.type === 'role' && row.waiting ? theme.warning : {}),
  empty: (state) => {
    if (!state.status) return 'reading the history…';
    if (!state.status.rollout) return 'No rollout yet. Press 1, then n to start one.';
    return 'no person passes the filter';
  },
  detail: (state, row) => row && personDetail(row, state.status),
  links: personLinks,
  open: (state, cockpit) => {
    const role = selectedRole(state);
    const mayAdd = role !== undefined && addPerson.disabled?.(state) === undefined && !state.readOnly;
    return [mayAdd ? addPerson.openForm(state, role) : openDetail(cockpit, state)];
  },
  copyOf: (state) => selectedPerson(state)?.email ?? selectedRole(state),
  load: loadLast,
});

function lastCell(row: PersonRow): string {
  if (row.type === 'person') return describeLast(row.last);
  return row.waiting ? `waiting: ${cleanLine(row.waiting.action)}` : 'nothing waits for this role';
}

function keyCount(keys: number): string {
  if (keys === 0) return 'no key';
  return keys === 1 ? '1 key' : `${keys} keys`;
}

/** Reads the last entries when the screen is shown and something was recorded since. */
function loadLast(state: State): Step {
  const at = state.status?.entries ?? 0;
  const now = lastEntries.of(state);
  return now.at === at ? [state] : [lastEntries.set(state, { ...now, at }), readLast(at)];
}

function readLast(at: number): Effect {
  return {
    name: 'read-last-entries',
    input: at,
    carryOut: (doing) =>
      doing.reading(async (store) => {
        const of = await readLastEntries(store);
        doing.change((state) =>
          lastEntries.of(state).at === at ? lastEntries.set(state, { at, of }) : state,
        );
      }),
  };
}

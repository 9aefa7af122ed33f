import { Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { NextAction } from '../../../domain/rollout/next-action.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { filterOf, type State, tell } from '../../shell/state.ts';
import { showArtifact } from '../artifacts/rows.ts';
import { selectedChecks } from '../checks/rows.ts';
import { askToRun } from '../checks/run.ts';
import { addPerson } from '../people/decisions.ts';
import { pass, sign, signingRole } from '../rollout/gate-decisions.ts';
import { attest } from '../rollout/item-decisions.ts';
import { selectedTurn, turnRows, turnSorting } from './rows.ts';

/** What the acting person could do now, most useful first. */
export const turnScreen = listScreen<NextAction>({
  id: 'turn',
  title: 'My turn',
  short: 'Turn',
  description: 'my turn: what I could do now',
  keys: [],
  rows: turnRows,
  sorting: turnSorting,
  rowId: ({ kind, subject, action }) => `${kind} ${subject} ${action}`,
  columns: [
    { title: 'ACTION', priority: 10, cell: ({ action }) => cleanLine(action) },
    { title: 'ROLE', priority: 4, least: 8, cell: ({ role }) => role },
    { title: 'WHY', priority: 6, least: 16, cell: ({ why }) => cleanLine(why) },
  ],
  empty: emptiness,
  detail: () => undefined,
  open: (state) => [actOnTurn(state)],
  copyOf: (state) => selectedTurn(state)?.command,
  above: { count: 1, view: Person },
  below: { count: 3, view: Explanation },
});

/** Does what the selected turn asks for, as far as the screens can. */
function actOnTurn(state: State): State {
  const turn = selectedTurn(state);
  if (!turn) return state;
  const phase = state.status?.phases.find(({ id }) => id === turn.subject);
  switch (turn.kind) {
    case 'check':
      return askToRun(state, selectedChecks(state));
    case 'attest':
      return attest.openForm(state, turn.subject);
    case 'sign': {
      const role = phase && signingRole(state, phase.id);
      return role ? sign.ask(state, { phase: phase.id, role }) : tell(state, 'you have no role to sign with');
    }
    case 'pass':
      return phase ? pass.ask(state, { phase: phase.id }) : state;
    case 'staff':
      return addPerson.openForm(state, turn.wanted ?? '');
    case 'other':
      return turn.artifact === undefined
        ? tell(state, `$ ${turn.command}`)
        : showArtifact(state, turn.artifact);
  }
}

function Person({ state }: { state: State }): ReactNode {
  const roles = state.me?.roles.join(', ') || 'no role here';
  return <Text wrap="truncate">{`${cleanLine(state.me?.email ?? '')}: ${roles}`}</Text>;
}

function Explanation({ state }: { state: State }): ReactNode {
  const selected = selectedTurn(state);
  return (
    <>
      <Text wrap="truncate">{selected ? cleanLine(selected.why) : ' '}</Text>
      <Text dimColor wrap="truncate">
        {selected ? whatEnterDoes(selected) : ' '}
      </Text>
    </>
  );
}

function whatEnterDoes({ kind, artifact, command }: NextAction): string {
  const told = cleanLine(command);
  if (kind !== 'other') return `enter does it here, as ${told} would`;
  if (artifact === undefined) return `in another terminal: ${told}`;
  return `enter opens ${cleanLine(artifact)} on the Artifacts screen; the command is ${told}`;
}

function emptiness(state: State): string {
  if (filterOf(state, 'turn') !== '') return 'nothing passes the filter';
  if (!state.status?.rollout) return 'No rollout yet. Press 1, then n to start one.';
  return state.me?.roles.length
    ? `Nothing waits for you.${othersAwaited(state)}`
    : 'You have no role in this rollout; a rollout owner gives one.';
}

function othersAwaited({ status }: State): string {
  const others = (status?.awaited ?? []).map(
    ({ action, people }) =>
      `${action.role} (${people.join(', ') || 'nobody has this role'}): ${action.action}`,
  );
  return others.length === 0 ? '' : ` ${cleanLine(`Awaited: ${others.join('; ')}`)}`;
}

import type { Role } from '../../../domain/people/role.ts';
import { currentPhase, type PhaseState } from '../../../domain/rollout/derive-rollout.ts';
import type { ItemState } from '../../../domain/rollout/items/item-status.ts';
import type { AwaitedAction, NextAction } from '../../../domain/rollout/next-action.ts';
import { identityOf } from '../../../domain/rollout/next-actions.ts';
import { concernOf, shortNames } from '../../../report/rollout/awaited.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { whileRunning } from '../../shell/guards.ts';
import { reasonAgainst } from '../../shell/keys/keymap.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../shell/state.ts';

/** A line of My turn: an action with the people who could do it, or a role that no person has, with its actions. */
export type TurnRow =
  | { type: 'mine' | 'others'; awaited: AwaitedAction }
  | { type: 'no one'; role: Role; actions: readonly NextAction[] };

/** Whether what waits for others is shown too. */
export const othersShown = slice('others shown', true);

/** What identifies a row. */
export function turnRowId(row: TurnRow): string {
  return row.type === 'no one' ? `no one ${row.role}` : identityOf(row.awaited.action);
}

/** The first action of a row. */
export function actionOf(row: TurnRow): NextAction | undefined {
  return row.type === 'no one' ? row.actions[0] : row.awaited.action;
}

/** Who a row waits for, in one cell: `you`, a person and how many more, or no one. */
export function whoOf(row: TurnRow, nameOf: (email: string) => string): string {
  if (row.type === 'mine') return 'you';
  if (row.type === 'no one') return 'no one';
  const [first = '', ...others] = row.awaited.people;
  return others.length === 0 ? nameOf(first) : `${nameOf(first)} +${others.length}`;
}

const wholeAddress = (email: string) => email;

/** How a person is called in one cell of this rollout. */
export const shortName = perState((state) =>
  shortNames([
    ...state.people.map(({ email }) => email),
    ...(state.status?.awaited ?? []).flatMap(({ people }) => people),
  ]),
);

/** What has to be done, in one cell. */
export function doingOf(row: TurnRow): string {
  if (row.type !== 'no one') return row.awaited.action.action;
  const [first, ...others] = row.actions;
  return `${row.role}${others.length === 0 ? '' : ` (${others.length + 1})`}: ${first?.action ?? ''}`;
}

/** For which gate: the phase, or that it is optional. */
export function purposeOf({ status }: State, row: TurnRow): string {
  const { item, phase } = concernOf(status?.phases ?? [], actionOf(row)?.subject ?? '');
  return item && !item.item.required ? 'optional' : (phase?.title ?? '');
}

/** The state of the item or phase that a row is about; undefined when it is about neither. */
export function stateOf({ status }: State, row: TurnRow): ItemState | PhaseState | undefined {
  const { item, phase } = concernOf(status?.phases ?? [], actionOf(row)?.subject ?? '');
  return item?.state ?? phase?.state;
}

const places = { mine: 0, others: 1, 'no one': 2 } as const;

export const turnSorting = sorting<TurnRow>('turn', {
  WHO: (row) => `${places[row.type]} ${whoOf(row, wholeAddress)}`,
  ACTION: doingOf,
  FOR: (row, state) => purposeOf(state, row),
  STATE: (row, state) => stateOf(state, row) ?? '',
  WHY: (row) => actionOf(row)?.why ?? '',
});

/** What is awaited, as far as it passes the filter: of me first, then of others by person, then of no one. */
export const turnRows = perState((state): readonly TurnRow[] => {
  const filter = filterOf(state, 'turn');
  const found = allRows(state).filter((row) =>
    matches(
      `${whoOf(row, wholeAddress)} ${doingOf(row)} ${actionOf(row)?.why ?? ''} ${actionOf(row)?.role ?? ''}`,
      filter,
    ),
  );
  return turnSorting.apply(state, found);
});

function allRows(state: State): readonly TurnRow[] {
  const awaited = state.status?.awaited ?? [];
  const mine = new Set(state.next.map(identityOf));
  const peopleFor = (action: NextAction) =>
    awaited.find((one) => identityOf(one.action) === identityOf(action))?.people ?? [state.me?.email ?? ''];
  const own = state.next.map((action) => ({
    type: 'mine' as const,
    awaited: { action, people: peopleFor(action) },
  }));
  if (!othersShown.of(state)) return own;
  const left = awaited.filter(({ action }) => !mine.has(identityOf(action)));
  const others = left
    .filter(({ people }) => people.length > 0)
    .map((one) => ({ type: 'others' as const, awaited: one }))
    .toSorted((one, other) => compare(one.awaited.people[0], other.awaited.people[0]));
  const roles = Map.groupBy(
    left.filter(({ people }) => people.length === 0),
    ({ action }) => action.role,
  );
  const unassigned = [...roles].map(([role, waiting]) => ({
    type: 'no one' as const,
    role,
    actions: waiting.map(({ action }) => action),
  }));
  return [...own, ...others, ...unassigned];
}

function compare(one = '', other = ''): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** The row under the cursor of My turn. */
export function selectedTurnRow(state: State): TurnRow | undefined {
  return state.screen === 'turn' ? turnRows(state)[cursorOf(state)] : undefined;
}

/** The action under the cursor of My turn, the first one of a role that no one has. */
export function selectedTurn(state: State): NextAction | undefined {
  const row = selectedTurnRow(state);
  return row && actionOf(row);
}

/** The role under the cursor that no person has. */
export function selectedVacancy(state: State): Role | undefined {
  const row = selectedTurnRow(state);
  return row?.type === 'no one' ? row.role : undefined;
}

/** Why nothing waits for the acting person although the gate of the current phase is closed. */
export function whyNothing({ status, me, people }: State): string {
  if (!me?.roles.length) {
    const owners = people.filter(({ roles }) => roles.includes('rollout owner')).map(({ email }) => email);
    return `You have no role in this rollout; a rollout owner gives one: ${owners.join(', ')}.`;
  }
  const current = status && currentPhase(status);
  if (!current || current.state === 'passed') return 'Nothing waits for you: every gate is passed.';
  const [first, ...others] = current.blockers;
  if (first === undefined) return `Nothing waits for you: the gate of ${current.title} can be passed.`;
  const why = others.length === 0 ? '' : ` for ${others.length + 1} reasons`;
  return `Nothing waits for you. The gate of ${current.title} is closed${why}: ${first}`;
}

/** The review that a statement of a person answers, not a checklist. */
export const MODELS_REVIEW = 'models.cloud';

/** Why nobody can do now what an action asks the acting person for; undefined when they can. */
export function whyNotNow(state: State, { kind, key, command }: NextAction): string | undefined {
  // No screen does this.
  if (kind === 'command') return command;
  // These lead to a screen, which says itself what can be done there.
  if (kind === 'artifact' || (kind === 'review' && key !== MODELS_REVIEW)) return undefined;
  if (kind === 'question' || kind === 'change') return undefined;
  const isRun = kind === 'check' || kind === 'catalog';
  return reasonAgainst({ records: true, ...(isRun ? { disabled: whileRunning } : {}) }, state);
}

import type { Person } from '../../../../src/domain/people/person.ts';
import { deriveRollout, type RolloutRecord } from '../../../../src/domain/rollout/derive-rollout.ts';
import { awaitedActions } from '../../../../src/domain/rollout/next-actions.ts';
import type { Status } from '../../../../src/domain/rollout/status.ts';
import type { Runbook } from '../../../../src/domain/runbooks/runbook.ts';
import { itemRows } from '../../../../src/tui/screens/rollout/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../../support/recorded-builders.ts';
import { evidenceOf, runbookOf, twoItems } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { on } from '../../support.tsx';

export const me: NonNullable<State['me']> = {
  email: 'ada@example.com',
  roles: ['rollout owner', 'team lead', 'platform engineer'],
  hasKey: false,
};

export const now = new Date('2026-11-20T13:00:00.000Z');

/** A person with roles, as the log tells of them. */
export const person = (email: string, ...roles: Person['roles']): Person => ({
  ...{ email, name: undefined, roles, keys: [], seq: 1 },
});

/** The Rollout screen of a rollout with these runbooks, after what the record tells of. */
export function rolloutOf(
  books: readonly Runbook[],
  { record = {}, ...more }: Partial<State> & { record?: Partial<RolloutRecord> } = {},
): State {
  const recorded = recordOf(record);
  const derived = deriveRollout(recorded, books, now);
  const awaited = awaitedActions(derived, recorded.people);
  const status: Status = statusOf({ rollout: recorded.rollout, phases: derived.phases, awaited });
  return on('rollout', { me, now, people: recorded.people, status, ...more });
}

/** The rollout with two items: `pilot.version` wants a check, `pilot.cases` an attestation. */
export const rollout = (record: Partial<RolloutRecord> = {}): State =>
  rolloutOf([runbookOf(twoItems)], { record });

/** The same with the cursor on an item. */
export function at(item: string, record?: Partial<RolloutRecord>): State {
  const state = rollout(record);
  return { ...state, cursor: { rollout: itemRows(state).findIndex((one) => one.item.id === item) } };
}

/** The four phases with an item that is required and one that is not. */
export const fourPhases: readonly Runbook[] = ['pilot', 'standardize', 'govern', 'scale'].map((id) =>
  runbookOf(itemText(`${id}.first`) + itemText(`${id}.second`, { more: 'required: false' }), { id }),
);

/** The ids of the items in the order in which they are shown. */
export const ids = (state: State): readonly string[] => itemRows(state).map(({ item }) => item.id);

/** A Pilot with every kind of item: one is optional, one waits for a role that no one has. */
export const pilotBook = runbookOf(
  itemText('pilot.extra', { owner: 'team lead', more: 'required: false' }) +
    twoItems +
    itemText('pilot.policy', { evidence: '[{artifact: policy}]', owner: 'security owner' }),
  { signOffs: '[rollout owner, security owner]' },
);

const people = [
  person('ada@example.com', 'rollout owner', 'team lead'),
  person('bob@example.com', 'team lead', 'platform engineer'),
];

/** The Rollout screen of that Pilot, with two people. */
export const pilot = (record: Partial<RolloutRecord> = {}, more: Partial<State> = {}): State =>
  rolloutOf([pilotBook], { record: { people, ...record }, ...more });

/** A check of `pilot.version` that failed. */
export const failed = evidenceOf({ outcome: 'bad', summary: 'fail: another version', seq: 87 });

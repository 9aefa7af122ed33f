import { deriveRollout } from '../../../../src/domain/rollout/derive-rollout.ts';
import type { AwaitedAction, NextAction } from '../../../../src/domain/rollout/next-action.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../../support/recorded-builders.ts';
import { runbookOf, twoItems } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { on } from '../../support.tsx';

/** Something that waits: an attestation, but for what is given. */
export const action = (given: Partial<NextAction> = {}): NextAction => ({
  kind: 'attest',
  action: 'attest pilot.cases',
  why: 'Cases: open, not attested yet',
  command: 'codex-cockpit item attest pilot.cases',
  role: 'rollout owner',
  subject: 'pilot.cases',
  ...given,
});

export const attest = action();
export const sign = action({
  kind: 'sign',
  action: 'sign the gate of Pilot as team lead',
  role: 'team lead',
  subject: 'pilot',
});
export const write = action({
  kind: 'artifact',
  action: 'write policy',
  role: 'security owner',
  subject: 'pilot.policy',
  key: 'policy',
});
const other = action({ action: 'attest pilot.risks', role: 'security owner', subject: 'pilot.risks' });

export const me: NonNullable<State['me']> = {
  email: 'ada@example.com',
  roles: ['rollout owner'],
  hasKey: false,
};

const book = runbookOf(
  twoItems +
    itemText('pilot.policy', { evidence: '[{artifact: policy}]', more: 'required: false' }) +
    itemText('pilot.risks', { owner: 'security owner' }),
);
const { phases } = deriveRollout(recordOf(), [book], new Date('2026-11-20T13:00:00.000Z'));

/** My turn with what waits for Ada, and what waits for others by their addresses. */
export function turn(
  next: readonly NextAction[],
  others: readonly AwaitedAction[] = [],
  more: Partial<State> = {},
): State {
  const mine = next.map((one) => ({ action: one, people: ['ada@example.com'] }));
  return on('turn', { next, me, status: statusOf({ phases, awaited: [...mine, ...others] }), ...more });
}

/** One thing waits for Ada, one for Bob, one for two others, and two for a role that no one has. */
export const board = turn(
  [attest],
  [
    { action: sign, people: ['zoe@example.com', 'sam@example.com'] },
    { action: write, people: ['bob@example.com'] },
    { action: other, people: [] },
    { action: action({ ...other, action: 'attest pilot.more', subject: 'pilot.more' }), people: [] },
  ],
);

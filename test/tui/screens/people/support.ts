import type { Person } from '../../../../src/domain/people/person.ts';
import type { NextAction } from '../../../../src/domain/rollout/next-action.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { on, press } from '../../support.tsx';

/** The acting person: the rollout owner. */
const me: State['me'] = { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false };

/** A person of the rollout: a team lead, but for what is given. */
export const person = (email: string, more: Partial<Person> = {}): Person => ({
  email,
  name: undefined,
  roles: ['team lead'],
  keys: [],
  seq: 5,
  ...more,
});

export const ada = person('ada@example.com', { roles: ['rollout owner'], name: 'Ada' });
export const bob = person('bob@example.com', { roles: ['team lead', 'platform engineer'] });

/** What waits for a security owner, which nobody is. */
export const attest: NextAction = {
  kind: 'attest',
  action: 'attest pilot.cases',
  why: 'Cases: open',
  command: 'codex-cockpit item attest pilot.cases',
  role: 'security owner',
  subject: 'pilot.cases',
};

/** The screen with Ada and Bob, and with roles that no one has: that of a security owner first. */
export const people = (more: Partial<State> = {}): State =>
  on('people', {
    me,
    people: [ada, bob],
    status: statusOf({ awaited: [{ action: attest, people: [] }] }),
    ...more,
  });

/** The screen with the cursor on a person. */
export function selecting(email: string, more: Partial<State> = {}): State {
  const state = people(more);
  return press(state, ...Array(1 + state.people.findIndex((one) => one.email === email)).fill('j'));
}

/** A public key of its own for each number. */
export function keyOf(number: number): string {
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const parts = [field(Buffer.from('ssh-ed25519')), field(Buffer.alloc(32, number))];
  return `ssh-ed25519 ${Buffer.concat(parts).toString('base64')}`;
}

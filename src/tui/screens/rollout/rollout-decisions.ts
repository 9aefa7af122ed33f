import { alterPerson, addPerson as recordPerson } from '../../../app/people/people.ts';
import { movePin } from '../../../app/rollout/alter-rollout.ts';
import { beginRollout } from '../../../app/rollout/begin-rollout.ts';
import { exactVersion } from '../../../app/rollout/start-rollout.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { readAddress } from '../../../domain/people/change-person.ts';
import { findPerson } from '../../../domain/people/person.ts';
import { parseRole, type Role } from '../../../domain/people/role.ts';
import { DEFAULT_PIN } from '../../../domain/rollout/rollout.ts';
import { decision, fill, reasonField, required, requireReason } from '../../shell/decision.ts';
import { withoutRole, withRollout } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';

const startRollout = decision<{ name: string; pin: string }>({
  command: 'start-rollout',
  keys: ['n'],
  description: 'start a rollout',
  footer: 'new rollout',
  disabled: withRollout,
  form: {
    title: () => 'Start a rollout',
    fields: () => [
      { label: 'Name', value: '' },
      { label: 'Pinned CLI version', value: DEFAULT_PIN },
    ],
    read: ([name = '', pin = '']) =>
      fill((at) => ({
        name: at(0, () => required(name, 'a rollout needs a name')),
        pin: at(1, () => exactVersion(pin)),
      })),
  },
  confirmation: ({ name, pin }) => ({
    question: `Start the rollout "${name}"?`,
    records: [
      `rollout.started: name "${name}", pin ${pin}`,
      'person.recorded: you as rollout owner',
      'key.made and checkpoint.made: the key is a file beside the database',
    ],
  }),
  run: async (doing, input) => {
    const { name } = await beginRollout(doing.world(), await doing.writable(), input);
    return `started "${name}"; press 4 to see what you could do now`;
  },
});

/** @throws UsageError unless it is one exact version other than the pin */
function otherVersion(text: string, { status }: State): string {
  const version = exactVersion(required(text, 'name one exact version, such as 0.150.0'));
  if (version === status?.pin) throw new UsageError(`${version} is the pin already`);
  return version;
}

const pin = decision<{ version: string; reason: string }>({
  command: 'move-pin',
  keys: ['p'],
  description: 'move the pin to another CLI version',
  disabled: withoutRole('move the pin'),
  form: {
    title: () => 'Move the pin',
    fields: () => [{ label: 'CLI version', value: '' }, reasonField],
    read: ([version = '', reason = ''], _, state) =>
      fill((at) => ({
        version: at(0, () => otherVersion(version, state)),
        reason: at(1, () => requireReason(reason)),
      })),
  },
  confirmation: ({ version, reason }, state) => ({
    question: `Move the pin from ${state.status?.pin ?? ''} to ${version}?`,
    records: [
      `rollout.pin-moved: to ${version}, because "${reason}"`,
      'Evidence that is bound to the old version goes stale.',
    ],
  }),
  run: async (doing, input) => {
    const moved = await movePin(doing.world(), await doing.writable(), input);
    return `the pin is ${moved.pin}; what was bound to the old one is stale`;
  },
});

/** Adds a person, or gives one a further role. */
export const addPerson = decision<{ email: string; role: Role }>({
  command: 'add-person',
  keys: ['+'],
  description: 'add a person, or give one a further role',
  alsoOn: ['turn'],
  disabled: withoutRole('manage people'),
  form: {
    title: () => 'Add a person, or give one a further role',
    fields: () => [
      { label: 'E-mail', value: '' },
      { label: 'Role', value: 'team lead' },
    ],
    read: ([email = '', role = '']) =>
      fill((at) => ({
        email: at(0, () => readAddress(required(email, "name the person by git's user.email"))),
        role: at(1, () => parseRole(role)),
      })),
  },
  confirmation: ({ email, role }) => ({
    question: `Add ${email} as ${role}?`,
    records: [`person.recorded: ${email} as ${role}`],
  }),
  run: async (doing, { email, role }) => {
    const store = await doing.writable();
    const there = findPerson(await store.people(), email);
    const record = there ? alterPerson : recordPerson;
    const person = await record(doing.world(), store, { email, add: [role] });
    return `${person.email} takes part as ${person.roles.join(', ')}`;
  },
});

const actAs = decision<{ email: string }>({
  command: 'act-as',
  keys: ['A'],
  description: 'act as somebody else',
  alsoOn: ['turn'],
  recordsNothing: true,
  form: {
    title: () => 'Act as somebody else',
    fields: () => [{ label: 'E-mail', value: '' }],
    read: ([email = '']) =>
      fill((at) => ({ email: at(0, () => readAddress(required(email, 'name the person'))) })),
  },
  confirmation: ({ email }) => ({
    question: `Record what you do from now on as ${email}?`,
    records: ['nothing yet; only a signature with their SSH key proves that it was them'],
  }),
  run: async (doing, { email }) => {
    doing.actAs(email);
    return `what you do from now on is recorded as ${email}`;
  },
});

/** What can be done about the rollout as a whole. */
export const rolloutKeys: readonly Binding[] = [startRollout, pin, addPerson, actAs];

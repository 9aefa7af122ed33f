import { typedPath } from '../../../app/files/write-new-file.ts';
import {
  alterPerson,
  type PersonChange,
  readKeyFile,
  addPerson as recordPerson,
} from '../../../app/people/people.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import {
  changePerson,
  newPerson,
  type PersonState,
  readAddress,
  requirePerson,
} from '../../../domain/people/change-person.ts';
import { findPerson } from '../../../domain/people/person.ts';
import { keyFingerprint } from '../../../domain/people/public-key.ts';
import { parseRole, ROLES, type Role } from '../../../domain/people/role.ts';
import { atField, chooseOne, decision, fileName, fill } from '../../shell/decision.ts';
import { chosenOf } from '../../shell/forms/choices.ts';
import { withoutRole } from '../../shell/guards.ts';
import { show } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type Field, type State, tell } from '../../shell/state.ts';
import { selectedVacancy } from '../turn/rows.ts';
import { personChoices, selectedPerson, selectedRole } from './rows.ts';

const withoutPerson = (state: State) =>
  withoutRole('manage people')(state) ?? (selectedPerson(state) ? undefined : 'no person is selected');

const selectedEmail = (state: State) => selectedPerson(state)?.email;

const rolesField = (value: string): Field => ({ label: 'Roles', value, choices: ROLES, many: true });

/** @throws UsageError for a role that does not exist */
function readRoles(value: string): readonly Role[] {
  return [...new Set(chosenOf(value).map(parseRole))];
}

function rolesText(roles: readonly Role[]): string {
  return roles.join(', ') || 'no role';
}

/** What a role change means for the person, where that is easily overlooked. */
function remarks(roles: readonly Role[]): readonly string[] {
  return roles.length > 0 && roles.every((role) => role === 'auditor')
    ? ['With no other role, an auditor looks at everything and records nothing.']
    : [];
}

async function alter(doing: Doing, change: PersonChange): Promise<PersonState> {
  return alterPerson(doing.world(), await doing.writable(), change);
}

/** Adds a person, or gives one further roles; `about` is the role that somebody is wanted for. */
export const addPerson = decision<{ email: string; name: string | undefined; roles: readonly Role[] }>({
  command: 'add-person',
  keys: ['+'],
  description: 'add a person, or give one further roles',
  alsoOn: ['rollout', 'turn'],
  footer: 'add',
  disabled: withoutRole('manage people'),
  about: (state) => (state.screen === 'people' ? selectedRole(state) : selectedVacancy(state)) ?? '',
  form: {
    title: () => 'Add a person, or give one further roles',
    fields: (wanted, { people }) => [
      {
        label: 'E-mail',
        value: '',
        required: "name the person by git's user.email",
        ...personChoices(people),
      },
      { label: 'Name (optional)', value: '' },
      { ...rolesField(wanted), required: 'choose at least one role' },
    ],
    read: ([email = '', name = '', roles = ''], _, { people }) =>
      fill((at) => {
        const person = at(0, () => {
          const address = readAddress(email);
          return findPerson(people, address) ?? newPerson(people, address);
        });
        const add = at(2, () => {
          const named = readRoles(roles);
          const further = named.filter((role) => !person.roles.includes(role));
          if (further.length > 0) return further;
          throw new UsageError(`${person.email} has this role already`, 'r gives and takes away roles.');
        });
        return { email: person.email, name: name || undefined, roles: add };
      }),
  },
  confirmation: ({ email, name, roles }, { people }) => {
    const there = findPerson(people, email);
    const called = name === undefined ? '' : `, name "${name}"`;
    return {
      question: there
        ? `Give ${email} the further role ${rolesText(roles)}?`
        : `Add ${email} as ${rolesText(roles)}?`,
      records: [
        `person.recorded: ${email} as ${rolesText([...(there?.roles ?? []), ...roles])}${called}`,
        ...(there ? [] : remarks(roles)),
      ],
    };
  },
  run: async (doing, { email, name, roles }) => {
    const store = await doing.writable();
    const record = findPerson(await store.people(), email) ? alterPerson : recordPerson;
    const person = await record(doing.world(), store, { email, name, add: roles });
    return `${person.email} is now ${rolesText(person.roles)}`;
  },
});

const changeRoles = decision<{ email: string; add: readonly Role[]; remove: readonly Role[] }>({
  command: 'change-roles',
  keys: ['r'],
  description: 'give the selected person roles, or take them away',
  footer: 'roles',
  disabled: withoutPerson,
  about: selectedEmail,
  form: {
    title: (email) => `Roles of ${email}`,
    fields: (email, { people }) => [rolesField((findPerson(people, email)?.roles ?? []).join(', '))],
    read: ([roles = ''], email, { people }) =>
      fill((at) =>
        at(0, () => {
          const before = requirePerson(people, email);
          const after = readRoles(roles);
          const add = after.filter((role) => !before.roles.includes(role));
          const remove = before.roles.filter((role) => !after.includes(role));
          if (add.length + remove.length === 0)
            throw new UsageError(`these are the roles of ${email} already`);
          changePerson(people, before, { add, remove });
          return { email: before.email, add, remove };
        }),
      ),
  },
  confirmation: ({ email, add, remove }, { people }) => {
    const before = findPerson(people, email)?.roles ?? [];
    const after = [...before, ...add].filter((role) => !remove.includes(role));
    return {
      question: `Change the roles of ${email}?`,
      records: [
        `person.recorded: ${email} as ${rolesText(after)}`,
        ...add.map((role) => `gives: ${role}`),
        ...remove.map((role) => `takes away: ${role}`),
        ...remarks(after),
      ],
    };
  },
  run: async (doing, input) => {
    const { email, roles } = await alter(doing, input);
    return `${email} is now ${rolesText(roles)}`;
  },
});

const keepKeys = 'keep them';
const dropKeys = 'remove them';

const recordKey = decision<{ email: string; file: string; key: string; dropKeys: boolean }>({
  command: 'record-key',
  keys: ['K'],
  description: 'record an SSH key of the selected person',
  footer: 'SSH key',
  disabled: withoutPerson,
  about: selectedEmail,
  form: {
    title: (email) => `SSH key that verifies the sign-offs of ${email}`,
    fields: (email, { people }) => [
      {
        label: 'File (.pub)',
        value: '',
        required: 'name the file that ends in .pub, such as ~/.ssh/id_ed25519.pub',
      },
      ...(findPerson(people, email)?.keys.length
        ? [
            {
              label: 'Keys so far',
              value: keepKeys,
              choices: [keepKeys, dropKeys],
              pick: true as const,
              required: chooseOne,
            },
          ]
        : []),
    ],
    read: ([file = '', others = keepKeys], email) =>
      fill((at) => ({
        email,
        file: at(0, () => fileName(file)),
        dropKeys: at(1, () => readKeptOrNot(others)),
        key: '',
      })),
  },
  prepare: async (doing, input) => {
    const world = doing.world();
    const key = await atField(0, () => readKeyFile(world, typedPath(world, input.file)));
    const people = (await doing.reading(async (store) => store?.people())) ?? [];
    changePerson(people, requirePerson(people, input.email), { keys: [key], dropKeys: input.dropKeys });
    return { ...input, key };
  },
  confirmation: ({ email, key, dropKeys: drops }, { people }) => {
    const before = findPerson(people, email)?.keys ?? [];
    return {
      question: `Record this SSH key for ${email}? Their sign-offs need it from now on.`,
      records: [
        `person.recorded: ${email} with the key ${describeKey(key)}`,
        ...(drops ? before.map((one) => `removes: ${describeKey(one)}`) : []),
      ],
    };
  },
  run: async (doing, { email, key, dropKeys: drops }) => {
    const { keys } = await alter(doing, { email, keys: [key], dropKeys: drops });
    return `${email} has ${keys.length} SSH key${keys.length === 1 ? '' : 's'}`;
  },
});

/** @throws UsageError for another answer */
function readKeptOrNot(answer: string): boolean {
  if (answer === keepKeys || answer === dropKeys) return answer === dropKeys;
  throw new UsageError(`choose "${keepKeys}" or "${dropKeys}"`);
}

/** A key by its type and fingerprint. */
export function describeKey(key: string): string {
  return `${cleanLine(key.split(' ')[0] ?? '')} ${keyFingerprint(key)}`;
}

const removeKeys = decision<{ email: string }>({
  command: 'remove-keys',
  keys: ['X'],
  description: 'remove the SSH keys of the selected person',
  disabled: (state) =>
    withoutPerson(state) ??
    (selectedPerson(state)?.keys.length ? undefined : 'no SSH key is recorded for this person'),
  begin: (state) => {
    const person = selectedPerson(state);
    return person ? { input: { email: person.email } } : { instead: tell(state, 'no person is selected') };
  },
  confirmation: ({ email }, { people }) => ({
    question: `Remove the SSH keys of ${email}? Their sign-offs are not signed from now on.`,
    records: [
      `person.recorded: ${email} without a key`,
      ...(findPerson(people, email)?.keys ?? []).map((key) => `removes: ${describeKey(key)}`),
    ],
  }),
  run: async (doing, { email }) => {
    await alter(doing, { email, dropKeys: true });
    return `${email} has no SSH key`;
  },
});

const personHistory: Binding = {
  command: 'person-history',
  keys: ['H'],
  description: 'what the selected person recorded',
  footer: 'history',
  disabled: (state) => (selectedPerson(state) ? undefined : 'no person is selected'),
  press: (state) => {
    const email = selectedEmail(state);
    if (email === undefined) return [tell(state, 'no person is selected')];
    const filter = { ...state.filter, history: `who:${email}` };
    return [{ ...show(state, 'history'), filter, cursor: { ...state.cursor, history: 0 } }];
  },
};

/** What can be done about people and their roles. */
export const peopleKeys: readonly Binding[] = [addPerson, changeRoles, recordKey, removeKeys, personHistory];

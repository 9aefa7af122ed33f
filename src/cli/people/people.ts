import { addPerson, alterPerson, listPeople } from '../../app/people/people.ts';
import type { Person } from '../../domain/people/person.ts';
import { parseRole } from '../../domain/people/role.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { describePerson, personFields, renderPeople } from '../../report/people/people.ts';
import { arg, flag, repeatedFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';
import { teams } from './teams.ts';

const emailArg = arg('<email>', "the person, by git's user.email");

const described = {
  text: (person: Person) => `${describePerson(person)}\n`,
  json: (person: Person) => jsonDocument('person', { person: personFields(person) }),
};

const list = subcommand({
  name: 'list',
  isDefault: true,
  summary: 'the people and their roles',
  run: (_, { read }) => read(listPeople),
  text: renderPeople,
  json: (people) => jsonDocument('people', { people: people.map(personFields) }),
});

const add = subcommand({
  name: 'add',
  summary: 'add a person to the rollout',
  args: { email: emailArg },
  flags: {
    roles: repeatedFlag('--role <role>', 'a role of the person; may be repeated', parseRole),
    name: flag('--name <name>', 'the name of the person'),
    keyFiles: repeatedFlag('--key <file>', 'a public SSH key of the person; may be repeated'),
  },
  run: ({ email, roles, name, keyFiles }, { world, record }) =>
    record((store) => addPerson(world, store, { email, add: roles, name, keyFiles })),
  ...described,
});

const role = subcommand({
  name: 'role',
  summary: 'add or remove roles of a person',
  args: { email: emailArg },
  flags: {
    add: repeatedFlag('--add <role>', 'a role to add; may be repeated', parseRole),
    remove: repeatedFlag('--remove <role>', 'a role to remove; may be repeated', parseRole),
  },
  run: ({ email, add, remove }, { world, record }) =>
    record((store) => alterPerson(world, store, { email, add, remove })),
  ...described,
});

const key = subcommand({
  name: 'key',
  summary: 'record the public SSH keys that verify the sign-offs of a person',
  args: { email: emailArg, keyFiles: arg('[files...]', 'files that end in .pub') },
  flags: { dropKeys: flag('--drop', 'remove the keys recorded so far') },
  run: ({ email, keyFiles, dropKeys }, { world, record }) =>
    record((store) => alterPerson(world, store, { email, keyFiles, dropKeys })),
  ...described,
});

export const define = group({
  subcommands: [list, add, role, key, teams],
  examples: [
    ['codex-cockpit people', 'everybody, with their roles'],
    [
      'codex-cockpit people add bob@example.com --role "platform engineer"',
      'Bob may attest the items of that role',
    ],
    ['codex-cockpit people role bob@example.com --add "security owner"', 'one more role'],
    ['codex-cockpit people key bob@example.com bob.pub', 'his sign-offs need this key from now on'],
  ],
});

import type { Command } from 'commander';
import { addPerson, alterPerson, listPeople, type PersonChange } from '../../app/people/people.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Role } from '../../domain/people/role.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { describePerson, renderPeople } from '../../report/people/people.ts';
import { personFields } from '../../report/rollout/rollout-fields.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import { gather, gatherRoles } from '../program/gather.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type PersonFlags = CommonFlags & {
  role?: readonly Role[];
  add?: readonly Role[];
  remove?: readonly Role[];
  name?: string;
  key?: readonly string[];
  drop?: boolean;
};

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command.command('list', { isDefault: true }).description('who takes part, and as what');
  withCommonFlags(list).action(async (_, command: Command) =>
    finish(await listCommand(host, command.optsWithGlobals())),
  );

  const add = command
    .command('add')
    .description('add a person to the rollout')
    .argument('<email>', "the person, by git's user.email")
    .option('--role <role>', 'what they are; may be repeated', gatherRoles)
    .option('--name <name>', 'what they are called')
    .option('--key <file>', 'a public SSH key of theirs; may be repeated', gather);
  withCommonFlags(add).action(async (email: string, _, command: Command) => {
    const flags = command.optsWithGlobals<PersonFlags>();
    const asked = { email, add: flags.role ?? [], name: flags.name, keyFiles: flags.key ?? [] };
    finish(await change(host, flags, { type: 'add', asked }));
  });

  const role = command
    .command('role')
    .description('give a person roles, or take them away')
    .argument('<email>', 'the person')
    .option('--add <role>', 'a role to give; may be repeated', gatherRoles)
    .option('--remove <role>', 'a role to take away; may be repeated', gatherRoles);
  withCommonFlags(role).action(async (email: string, _, command: Command) => {
    const flags = command.optsWithGlobals<PersonFlags>();
    const asked = { email, add: flags.add ?? [], remove: flags.remove ?? [] };
    finish(await change(host, flags, { type: 'alter', asked }));
  });

  const key = command
    .command('key')
    .description('record public SSH keys of a person, that their sign-offs are verified with')
    .argument('<email>', 'the person')
    .argument('[files...]', 'files that end in .pub')
    .option('--drop', 'forget the keys recorded so far');
  withCommonFlags(key).action(async (email: string, keyFiles: string[], _, command: Command) => {
    const flags = command.optsWithGlobals<PersonFlags>();
    const asked = { email, keyFiles, dropKeys: flags.drop ?? false };
    finish(await change(host, flags, { type: 'alter', asked }));
  });

  withExamples(command, [
    ['codex-cockpit people', 'everybody, with their roles'],
    [
      'codex-cockpit people add bob@example.com --role "platform engineer"',
      'Bob may attest what falls to that role',
    ],
    ['codex-cockpit people role bob@example.com --add "security owner"', 'one more role'],
    ['codex-cockpit people key bob@example.com bob.pub', 'his sign-offs are signed from now on'],
  ]);
}

type Change = { type: 'add' | 'alter'; asked: PersonChange & { email: string } };

async function change(host: Host, flags: CommonFlags, { type, asked }: Change): Promise<number> {
  const person = await recording(host, flags, (store) =>
    type === 'add' ? addPerson(host.world, store, asked) : alterPerson(host.world, store, asked),
  );
  host.out(flags.json ? personDocument(person) : `${describePerson(person)}\n`);
  return 0;
}

async function listCommand(host: Host, flags: CommonFlags): Promise<number> {
  const people = await reading(host, flags, listPeople);
  host.out(flags.json ? jsonDocument('people', { people: people.map(personFields) }) : renderPeople(people));
  return 0;
}

function personDocument(person: Person): string {
  return jsonDocument('person', { person: personFields(person) });
}

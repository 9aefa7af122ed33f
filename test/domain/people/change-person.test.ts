import { describe, expect, it } from 'vitest';
import {
  changePerson,
  newPerson,
  type PersonChange,
  requirePerson,
} from '../../../src/domain/people/change-person.ts';
import type { Person } from '../../../src/domain/people/person.ts';

const key = (letter: string) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${letter.repeat(43)}`;
const ada: Person = {
  email: 'ada@x.org',
  name: 'Ada',
  roles: ['rollout owner'],
  keys: [key('A')],
  seq: 1,
};
const bob: Person = { email: 'bob@x.org', name: undefined, roles: ['team lead'], keys: [key('E')], seq: 2 };
const people = [ada, bob];
const change = (asked: PersonChange) => changePerson(people, bob, asked);

describe('a person', () => {
  it('starts without roles and keys', () => {
    expect(newPerson(people, ' eve@x.org ')).toEqual({
      email: 'eve@x.org',
      name: undefined,
      roles: [],
      keys: [],
    });
  });

  it.each([
    ['BOB@x.org', 'BOB@x.org is in this rollout already'],
    ['bob smith', '"bob smith" is neither an e-mail address nor an account'],
    ['', '"" is neither an e-mail address nor an account'],
    ['bоb@x.org', 'can be mistaken for another one'],
  ])('is not added as "%s"', (email, message) => {
    expect(() => newPerson(people, email)).toThrow(message);
  });

  it('is found in any case, or named as unknown', () => {
    expect(requirePerson(people, 'ADA@x.org')).toBe(ada);
    expect(() => requirePerson(people, 'eve@x.org')).toThrow(
      'this rollout has no person with the address eve@x.org',
    );
  });

  it.each<[string, PersonChange, Partial<Person>]>([
    ['stays as it is', {}, bob],
    ['gets a name', { name: 'Bob\nB.' }, { name: 'Bob B.' }],
    ['loses a name that is emptied', { name: ' ' }, { name: undefined }],
    ['gets a role once', { add: ['auditor', 'auditor', 'team lead'] }, { roles: ['team lead', 'auditor'] }],
    ['loses a role', { remove: ['team lead'] }, { roles: [] }],
    ['gets a key once', { keys: [key('I'), key('I'), key('E')] }, { keys: [key('E'), key('I')] }],
    ['gets other keys', { dropKeys: true, keys: [key('I')] }, { keys: [key('I')] }],
  ])('%s', (_, asked, expected) => {
    const { seq: _seq, ...fields } = expected as Person;
    expect(change(asked)).toMatchObject(fields);
  });

  it('who is the only rollout owner stays one', () => {
    const remove = ['rollout owner'] as const;
    expect(() => changePerson(people, ada, { remove })).toThrow('ada@x.org is the only rollout owner');
    const others = [ada, { ...bob, roles: ['rollout owner'] as const }];
    expect(changePerson(others, ada, { remove }).roles).toEqual([]);
  });

  it('cannot have the key of another person, in whatever spelling', () => {
    expect(() => change({ keys: [`${key('A')} ada@laptop`] })).toThrow('this key is recorded for ada@x.org');
  });
});

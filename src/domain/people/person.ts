import type { Role } from './role.ts';

/** A person in the rollout, as the history knows them. */
export type Person = {
  email: string;
  name: string | undefined;
  roles: readonly Role[];
  /** Public SSH keys, as `ssh-ed25519 AAAA…`, that their sign-offs are verified with. */
  keys: readonly string[];
  /** Entry that recorded them last. */
  seq: number;
};

/** Finds a person by e-mail address; case does not count. */
export function findPerson(people: readonly Person[], email: string): Person | undefined {
  return people.find((person) => isSamePerson(person.email, email));
}

/** Whether two addresses name the same person. */
export function isSamePerson(one: string, other: string): boolean {
  return personKey(one) === personKey(other);
}

/** What two spellings of the address of one person have in common. */
export function personKey(email: string): string {
  return email.toLowerCase();
}

/** The roles of a person; none for somebody whom the history does not know. */
export function rolesOf(people: readonly Person[], email: string): readonly Role[] {
  return findPerson(people, email)?.roles ?? [];
}

import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Person } from '../../domain/people/person.ts';
import { alignColumns } from '../base/table.ts';

/** Everybody in the rollout, for people. */
export function renderPeople(people: readonly Person[]): string {
  if (people.length === 0) return 'There are no people yet.\n';
  return `${alignColumns(people.map(cells)).join('\n')}\n`;
}

/** One person on one line. */
export function describePerson(person: Person): string {
  return cells(person).join('  ');
}

function cells({ email, name, roles, keys }: Person): string[] {
  const key = keys.length === 0 ? 'no SSH key' : `${keys.length} SSH key${keys.length === 1 ? '' : 's'}`;
  return [cleanLine(email), cleanLine(name ?? ''), key, roles.join(', ') || 'no role'];
}

/** A person as JSON output names them. */
export function personFields({ email, name, roles, keys, seq }: Person) {
  return { email, name: name ?? null, roles, keys, entry: seq };
}

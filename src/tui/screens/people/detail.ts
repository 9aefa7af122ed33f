import { cleanLine } from '../../../domain/base/text/clean.ts';
import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import { ACTS } from '../../../domain/people/act.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { Role } from '../../../domain/people/role.ts';
import type { Status } from '../../../domain/rollout/status.ts';
import { describeKey } from './decisions.ts';
import type { PersonRow } from './rows.ts';

/** A person with all that is known of them, or a role that no one has, with what it is for. */
export function personDetail(row: PersonRow, status: Status | undefined): string {
  return row.type === 'person' ? describePerson(row.person, row.last, status) : describeRole(row);
}

/** The newest entry of a person on one line. */
export function describeLast(last: HistoryEntry | undefined): string {
  if (!last) return 'no entry yet';
  return `${last.seq}  ${last.at.slice(5, 10)}  ${cleanLine(summarizeEvent(last.event))}`;
}

function describePerson(
  { email, name, roles, keys, seq }: Person,
  last: HistoryEntry | undefined,
  status: Status | undefined,
): string {
  const waiting = (status?.awaited ?? []).filter(({ people }) => people.includes(email));
  return [
    `${cleanLine(email)}${name === undefined ? '' : `  ${cleanLine(name)}`}`,
    '',
    `roles       ${roles.join(', ') || 'no role: what this person records does not count for gates'}`,
    `SSH keys    ${keys.map(describeKey).join('\n            ') || 'none: sign-offs are recorded without a signature'}`,
    `recorded    by entry ${seq}`,
    `last entry  ${describeLast(last)}`,
    '',
    'Waits for this person',
    ...orNothing(waiting.map(({ action }) => `${action.action} (${action.role}): ${action.why}`)),
    '',
    'May',
    ...orNothing(mayDo(roles).map(({ act, by }) => `${act} (${by.join(', ')})`)),
  ].join('\n');
}

function describeRole({ role, waiting }: Extract<PersonRow, { type: 'role' }>): string {
  return [
    `No one has the role ${role}. + names a person for it.`,
    '',
    'Waits for this role',
    ...orNothing(waiting ? [`${waiting.action}: ${waiting.why}`] : []),
    '',
    'May',
    ...orNothing(mayDo([role]).map(({ act }) => act)),
  ].join('\n');
}

/** What people with these roles may do, each act once with those of the roles that it takes. */
function mayDo(roles: readonly Role[]): readonly { act: string; by: readonly Role[] }[] {
  const acts = Object.entries<readonly Role[]>(ACTS).map(([act, takes]) => ({
    act,
    by: roles.filter((role) => takes.includes(role)),
  }));
  const looks = {
    act: 'look at everything; an auditor with no other role records nothing',
    by: ['auditor'] as const,
  };
  return [...acts.filter(({ by }) => by.length > 0), ...(roles.includes('auditor') ? [looks] : [])];
}

function orNothing(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['  nothing'] : lines.map((line) => `  ${cleanLine(line)}`);
}

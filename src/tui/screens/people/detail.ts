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
    ...orNothing(roles.flatMap((role) => mayDo(role).map((act) => `${act} (${role})`))),
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
    ...orNothing(
      role === 'auditor'
        ? ['look at everything; an auditor with no other role records nothing']
        : mayDo(role),
    ),
  ].join('\n');
}

function mayDo(role: Role): readonly string[] {
  return Object.entries<readonly Role[]>(ACTS).flatMap(([act, roles]) => (roles.includes(role) ? [act] : []));
}

function orNothing(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? ['  nothing'] : lines.map((line) => `  ${cleanLine(line)}`);
}

import { cleanLine } from '../../domain/base/text/clean.ts';
import { isSamePerson } from '../../domain/people/person.ts';
import type { DerivedPhase } from '../../domain/rollout/derive-rollout.ts';
import type { JudgedItem } from '../../domain/rollout/items/item-status.ts';
import type { AwaitedAction } from '../../domain/rollout/next-action.ts';

/**
 * The people who could do something, the acting person first and as `you`.
 *
 * @param me e-mail address of the acting person; undefined when nobody is addressed
 */
export function namePeople(emails: readonly string[], me: string | undefined): string {
  const isMe = (email: string) => me !== undefined && isSamePerson(email, me);
  const named = [
    ...(emails.some(isMe) ? ['you'] : []),
    ...emails.filter((email) => !isMe(email)).map(cleanLine),
  ];
  return named.join(', ') || 'no one has this role';
}

/**
 * The part of each address before its `@`, where no two of them have the same; else the whole address. For one cell of a
 * table, beside which the address stands whole.
 */
export function shortNames(emails: readonly string[]): (email: string) => string {
  const local = (email: string) => cleanLine(email).split('@')[0] || cleanLine(email);
  const counts = new Map<string, number>();
  for (const email of new Set(emails)) counts.set(local(email), (counts.get(local(email)) ?? 0) + 1);
  return (email) => ((counts.get(local(email)) ?? 0) > 1 ? cleanLine(email) : local(email));
}

/** What an awaited action is about: an item with its phase, or the phase alone; neither for one that is not there. */
export type Concern = { item: JudgedItem | undefined; phase: DerivedPhase | undefined };

/** Finds what an action is about. */
export function concernOf(phases: readonly DerivedPhase[], subject: string): Concern {
  const phase = phases.find(
    ({ id, items }) => id === subject || items.some(({ item }) => item.id === subject),
  );
  return { phase, item: phase?.items.find(({ item }) => item.id === subject) };
}

/** Everything about an awaited action but its name, for people: what it blocks, how far that is, who could do it, and how. */
export function describeAwaited(
  { action, people }: AwaitedAction,
  { phases, me }: { phases: readonly DerivedPhase[]; me: string | undefined },
): string {
  const { item, phase } = concernOf(phases, action.subject);
  const facts = [
    ['blocks', blocks({ item, phase })],
    ['now', cleanLine(action.why)],
    ['who', `${namePeople(people, me)} (${action.role})`],
    ['command', cleanLine(action.command)],
  ];
  const how = item?.item.how.trim().split('\n') ?? [];
  return [
    ...facts.map(([name, value]) => `${(name ?? '').padEnd(8)} ${value}`),
    ...(how.length === 0 ? [] : ['', 'How', ...how.map((line) => `  ${line.trim()}`)]),
  ].join('\n');
}

/** Which gate waits for it. */
function blocks({ item, phase }: Concern): string {
  if (!phase) return 'nothing';
  return item && !item.item.required
    ? `nothing: it is optional in ${phase.title}`
    : `the gate of ${phase.title}`;
}

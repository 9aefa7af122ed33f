import { summarizeEvent } from '../../../domain/history/entry/summarize.ts';
import type { Link } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { linkToEntry, linkToItem } from '../links.ts';
import { lastEntries, selectedPerson } from './rows.ts';

/** What an open person leads to: the entry that recorded them, their last one, and the items that wait for them. */
export function personLinks(state: State): readonly Link[] {
  const person = selectedPerson(state);
  if (!person) return [];
  const last = lastEntries.of(state).of.get(person.email);
  const items = new Set(
    (state.status?.phases ?? []).flatMap(({ items: all }) => all.map(({ item }) => item.id)),
  );
  const waiting = (state.status?.awaited ?? [])
    .filter(({ people }) => people.includes(person.email))
    .map(({ action }) => action.subject)
    .filter((subject) => items.has(subject));
  return [
    linkToEntry(person.seq, `recorded ${person.email}`),
    ...(last ? [linkToEntry(last.seq, `their last one: ${summarizeEvent(last.event)}`)] : []),
    ...[...new Set(waiting)].map(linkToItem),
  ];
}

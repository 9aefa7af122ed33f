import type { HistoryEntry } from '../../../domain/history/find/history-entry.ts';
import type { Link } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import {
  linkToArtifact,
  linkToCheck,
  linkToEntry,
  linkToGate,
  linkToItem,
  linkToPerson,
  linkToRunbook,
} from '../links.ts';
import { openEntry } from './opened.ts';
import { summary } from './rows.ts';

/** What the open entry leads to: what it rests on, what is based on it, what it is about, and who recorded it. */
export function entryLinks(state: State): readonly Link[] {
  const view = openEntry(state);
  if (!view) return [];
  const named = (one: HistoryEntry, how: string) =>
    linkToEntry(one.seq, `${how}: ${one.actor}, ${summary(one)}`);
  return [
    ...view.restsOn.map((one) => named(one, 'it rests on this')),
    ...view.restOnIt.map((one) => named(one, 'this is based on it')),
    ...subjectLinks(view.entry),
    linkToPerson(view.entry.actor),
  ];
}

function subjectLinks({ event, subject, actor }: HistoryEntry): readonly Link[] {
  if (event.kind === 'check.finished') return [linkToCheck(event.body.check)];
  const [what, id = ''] = subject.split(/\/(.*)/s);
  if (what === 'item') return [linkToItem(id)];
  if (what === 'phase') return [linkToGate(id)];
  if (what === 'artifact') return [linkToArtifact(id)];
  if (what === 'runbook') return [linkToRunbook(id)];
  return what === 'person' && id !== actor ? [linkToPerson(id)] : [];
}

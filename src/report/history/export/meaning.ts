import type { CockpitEvent, EventBody, EventKind } from '../../../domain/history/entry/event.ts';
import { eventTable } from './event-table.ts';
import type { Level } from './level.ts';

/** What an event is called by those who watch, and how much they should care. */
export function meaningOf(event: CockpitEvent): { title: string; level: Level } {
  return { title: eventTable[event.kind].title, level: levelOf(event) };
}

/** An event whose kind and body belong together for whichever kind it is. */
type EventOf<K extends EventKind> = { [P in K]: { kind: P; body: EventBody<P> } }[K];

function levelOf<K extends EventKind>({ kind, body }: EventOf<K>): Level {
  return eventTable[kind].level?.(body) ?? 'info';
}

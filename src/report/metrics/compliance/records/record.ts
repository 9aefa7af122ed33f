import type { EventBody } from '../../../../domain/history/entry/event.ts';
import { placeName } from '../../../../domain/metrics/compliance/not-covered.ts';
import type { Level } from '../../../history/export/level.ts';

type Body = EventBody<'compliance.imported'>;

/** A record on its way out, with whose log it is in and the entry that has it. */
export type OutgoingRecord = Pick<Body, 'place' | 'log'> & { seq: number; row: Body['rows'][number] };

/**
 * A form in which records leave, one line each; the same record always gives the same line. None has figures of use, such
 * as tokens: those stand beside quality alone.
 */
export type RecordFormat = { header: string; line: (record: OutgoingRecord) => string };

/** How much somebody who watches should care. */
export function levelOf({ row }: OutgoingRecord): Level {
  if (/TOKEN_(?:CREATED|REVOKED|DELETED)|SETTINGS/.test(row.event_type)) return 'low';
  return row.status === 'error' || row.details?.decision === 'denied' ? 'low' : 'info';
}

/** Who acted: a person, a key, or nobody that the log names. */
export function actorOf({ row }: OutgoingRecord): string {
  return row.person ?? (row.api_key === undefined ? '' : `API key ${row.api_key}`);
}

/** What a record says, on one line. */
export function messageOf(record: OutgoingRecord): string {
  const { row, place, log } = record;
  const actor = actorOf(record);
  return [
    `${actor === '' ? 'somebody' : actor}: ${row.event_type}`,
    row.tool === undefined ? '' : ` of ${row.tool}`,
    row.model === undefined ? '' : ` with ${row.model}`,
    row.repositories === undefined ? '' : ` in ${row.repositories.join(', ')}`,
    row.status === undefined ? '' : `: ${row.status}`,
    ` (${log} of ${placeName(place)})`,
  ].join('');
}

/** The members of a row that are no figure of use, in the order of columns. */
export const shownMembers = [
  'client',
  'tool',
  'model',
  'effort',
  'service_tier',
  'status',
  'error_code',
  'environment',
  'session',
  'turn',
  'call',
] as const satisfies (keyof OutgoingRecord['row'])[];

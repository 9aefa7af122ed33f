import type { CompliancePlace, ComplianceRow } from '../events/compliance.ts';
import { DETAIL_FIELDS, RECORD_FIELDS, RECORD_FOLDERS, type StoredValue } from './record-fields.ts';

/** A record as it is stored, with whose log it is in. */
export type ReadRecord = {
  place: CompliancePlace;
  log: string;
  row: ComplianceRow;
  /** Paths of the fields that were not taken. */
  left: readonly string[];
};

/**
 * Reads one line of a compliance log. Nobody publishes the form of its records, so only an id and a time are asked for;
 * what a record does not say is absent.
 *
 * @returns the reason when it is not a record
 */
export function readRecord(line: string): ReadRecord | { reason: string } {
  const parsed = parse(line);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    return { reason: 'it is not a JSON object' };
  const found: Found = { fields: {}, details: {}, left: [] };
  visit(parsed, '', found);
  const { fields } = found;
  const eventId = text(fields.event_id) ?? text(fields.id);
  if (eventId === undefined) return { reason: 'it has no event_id' };
  const at = text(fields.at);
  if (at === undefined) return { reason: 'it has no timestamp' };
  return {
    place: placeOf(fields),
    log: text(fields.log) ?? 'CODEX_LOG',
    row: {
      event_id: eventId,
      at: new Date(at).toISOString(),
      event_type: text(fields.event_type) ?? text(fields.detail_type) ?? 'UNKNOWN',
      ...actorOf(fields),
      ...pick(fields, rowMembers),
      ...(Object.keys(found.details).length > 0 ? { details: found.details } : {}),
    },
    left: found.left,
  };
}

type Values = Record<string, StoredValue>;
type Found = { fields: Values; details: Values; left: string[] };

/** Members of a row that are stored as they are read. */
const rowMembers = [
  'client',
  'session',
  'turn',
  'call',
  'model',
  'effort',
  'service_tier',
  'status',
  'error_code',
  'input_tokens',
  'cached_input_tokens',
  'output_tokens',
  'reasoning_output_tokens',
  'tool',
  'environment',
  'repositories',
] as const satisfies (keyof ComplianceRow)[];

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function visit(value: object, above: string, found: Found): void {
  for (const [member, inner] of Object.entries(value)) {
    if (inner === null || inner === undefined) continue;
    const path = above === '' ? member : `${above}.${member}`;
    const field = RECORD_FIELDS.get(path);
    const detail = field ? undefined : DETAIL_FIELDS.get(path);
    const read = (field ?? detail)?.read(inner);
    if (read !== undefined) {
      const values = field ? found.fields : found.details;
      const as = (field ?? detail)?.as ?? '';
      values[as] ??= read;
    } else if (RECORD_FOLDERS.has(path) && typeof inner === 'object' && !Array.isArray(inner)) {
      visit(inner, path, found);
    } else {
      found.left.push(/^[\w.-]{1,100}$/.test(path) ? path : 'a field whose name is not a word');
    }
  }
}

/** Only people are persons: what a key does is not counted as one. */
function actorOf(fields: Values): Pick<ComplianceRow, 'person' | 'api_key'> {
  const key = text(fields.redacted_id);
  if (fields.actor_type === 'API_KEY' || (key !== undefined && fields.user_id === undefined))
    return { api_key: key ?? 'a key' };
  const person = text(fields.user_email) ?? text(fields.user_id);
  return person === undefined ? {} : { person: person.toLowerCase() };
}

function placeOf(fields: Values): CompliancePlace {
  const type = text(fields.principal_type) ?? '';
  const id = text(fields.principal_id) ?? text(fields.workspace);
  if (id === undefined) return { kind: 'unknown', id: '' };
  return { kind: /ORG/i.test(type) ? 'organization' : 'workspace', id };
}

function pick(fields: Values, members: readonly (keyof ComplianceRow)[]): Partial<ComplianceRow> {
  return Object.fromEntries(
    members.flatMap((member) => (fields[member] === undefined ? [] : [[member, fields[member]]])),
  );
}

const text = (value: StoredValue | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

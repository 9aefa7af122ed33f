import { OCSF_SEVERITIES, OCSF_VERSION, ocsfLine, personOf } from '../../../history/export/ocsf.ts';
import { classified } from '../../../history/export/ocsf-class.ts';
import { levelOf, messageOf, type OutgoingRecord, type RecordFormat, shownMembers } from './record.ts';

/** OCSF, one API Activity (6003) a line. */
export const ocsf: RecordFormat = {
  header: '',
  line: (record) => {
    const { row, place, log, seq } = record;
    const [id, activity] = activityOf(row.event_type);
    return ocsfLine({
      ...classified({ category: [6, 'Application Activity'], class: [6003, 'API Activity'], id }),
      ...{ activity_name: activity, type_name: `API Activity: ${activity}` },
      ...OCSF_SEVERITIES[levelOf(record)],
      ...statusOf(row.status),
      time: Date.parse(row.at),
      message: messageOf(record),
      metadata: {
        ...{ version: OCSF_VERSION, uid: row.event_id, event_code: row.event_type, log_name: log },
        ...{ original_time: row.at, tenant_uid: place.id },
        product: { name: 'Codex', vendor_name: 'OpenAI' },
      },
      actor: { user: userOf(record) },
      // The log says which client it was; its address is not stored.
      src_endpoint: { name: row.client ?? 'not in the log' },
      api: {
        operation: row.event_type,
        service: { name: 'Codex' },
        ...(row.tool === undefined
          ? {}
          : { request: { uid: row.call ?? row.event_id, data: { tool: row.tool } } }),
      },
      ...(row.repositories === undefined
        ? {}
        : { resources: row.repositories.map((name) => ({ name, type: 'Repository' })) }),
      unmapped: {
        ...Object.fromEntries(shownMembers.flatMap((member) => (row[member] ? [[member, row[member]]] : []))),
        ...(row.details === undefined ? {} : { details: row.details }),
        ...{ place_kind: place.kind, entry: seq },
      },
    });
  },
};

function activityOf(eventType: string): [id: number, name: string] {
  if (/_CREATED$/.test(eventType)) return [1, 'Create'];
  if (/_(?:UPDATED|CHANGED)$/.test(eventType)) return [3, 'Update'];
  if (/_(?:DELETED|REVOKED|REMOVED)$/.test(eventType)) return [4, 'Delete'];
  return [99, 'Other'];
}

function statusOf(status: string | undefined): object {
  switch (status) {
    case undefined:
      return { status_id: 0, status: 'Unknown' };
    case 'success':
      return { status_id: 1, status: 'Success' };
    case 'error':
      return { status_id: 2, status: 'Failure' };
    default:
      return { status_id: 99, status };
  }
}

function userOf({ row }: OutgoingRecord): object {
  if (row.person !== undefined) return personOf(row.person);
  const name = row.api_key === undefined ? 'not in the log' : `API key ${row.api_key}`;
  return {
    name,
    uid: row.api_key ?? '',
    type_id: 99,
    type: row.api_key === undefined ? 'Unknown' : 'API key',
  };
}

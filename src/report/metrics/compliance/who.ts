import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { KnownRecord } from '../../../domain/metrics/compliance/known-record.ts';
import { surfaceOfClient } from '../../../domain/metrics/sources/surface-of-client.ts';
import { jsonDocument } from '../../base/json-document.ts';
import { alignColumns } from '../../base/table.ts';

type Who = { records: readonly KnownRecord[]; isCut: boolean };

/** What stands where the log says nothing. */
const notSaid = 'not in the log';

/** Who ran what, when, from where, with which model and against which repository. */
export function renderWho({ records, isCut }: Who): string {
  if (records.length === 0) return 'No recorded log has such a record.\n';
  return `${recordLines(records).join('\n')}\n${isCut ? 'There are more: ask for a shorter time, or with --limit.\n' : ''}`;
}

/** Records as the lines of a table, with the names of its columns. */
export function recordLines(records: readonly KnownRecord[]): readonly string[] {
  const head = ['when (UTC)', 'who', 'what', 'where', 'model', 'repository'];
  return alignColumns([head, ...records.map((record) => recordCells(record).map(cleanLine))]);
}

/** When, who, what, the surface, the model and the repository of a record, in words. */
export function recordCells(record: KnownRecord): readonly string[] {
  const { at, person, apiKey, client, model, repositories, isOfEnvironment } = record;
  const key = apiKey === '' ? notSaid : `API key ${apiKey}`;
  return [
    at.slice(0, 16).replace('T', ' '),
    person === '' ? key : person,
    describeRecord(record),
    client === '' ? notSaid : surfaceOfClient(client),
    model === '' ? notSaid : model,
    repositories.length === 0
      ? notSaid
      : `${repositories.join(', ')}${isOfEnvironment ? ' (of its environment)' : ''}`,
  ];
}

/** What kind of thing was run; never what was written in it. */
function describeRecord({ eventType, tool, status }: KnownRecord): string {
  const failed = status === 'error' ? ', failed' : '';
  switch (eventType) {
    case 'PROMPT_RESPONSE_RECEIVED':
      return `prompt${failed}`;
    case 'TOOL_CALL_COMPLETED':
      return `tool ${tool === '' ? 'without a name' : tool}${failed}`;
    case 'APP_MCP_CALL':
      return `app tool ${tool === '' ? 'without a name' : tool}${failed}`;
    default:
      return `${eventType.toLowerCase().replaceAll('_', ' ')}${failed}`;
  }
}

/** The same for a program. What the log does not say is null. */
export const renderWhoJson = ({ records, isCut }: Who): string =>
  jsonDocument('compliance-who', { records: records.map(recordFields), cut: isCut });

/** A record in a document for programs. */
export function recordFields(record: KnownRecord): object {
  const orNull = (text: string) => (text === '' ? null : text);
  return {
    ...{ event_id: record.eventId, entry: record.seq, at: record.at, event_type: record.eventType },
    ...{
      place: record.place,
      log: record.log,
      person: orNull(record.person),
      api_key: orNull(record.apiKey),
    },
    ...{ client: orNull(record.client), tool: orNull(record.tool), model: orNull(record.model) },
    ...{ status: orNull(record.status), session: orNull(record.session), repositories: record.repositories },
    repositories_of_environment: record.isOfEnvironment,
  };
}

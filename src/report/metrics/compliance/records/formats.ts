import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { csvRecord } from '../../../base/csv.ts';
import { escapeJson } from '../../../base/escape.ts';
import { cefLine } from '../../../history/export/cef.ts';
import { syslogLine } from '../../../history/export/syslog.ts';
import { ocsf } from './ocsf.ts';
import {
  actorOf,
  levelOf,
  messageOf,
  type OutgoingRecord,
  type RecordFormat,
  shownMembers,
} from './record.ts';

const jsonl: RecordFormat = {
  header: '',
  line: ({ seq, place, log, row }) => {
    const {
      input_tokens: _input,
      cached_input_tokens: _cached,
      output_tokens: _output,
      reasoning_output_tokens: _reasoning,
      ...rest
    } = row;
    return `${escapeJson(JSON.stringify({ ...rest, log, place, entry: seq }))}\n`;
  },
};

const csv: RecordFormat = {
  header: csvRecord([
    ...['at', 'event_id', 'event_type', 'person', 'api_key', 'repositories', ...shownMembers],
    ...['details', 'log', 'place_kind', 'place_id', 'entry'],
  ]),
  line: ({ seq, place, log, row }) =>
    csvRecord([
      ...[row.at, row.event_id, row.event_type, row.person ?? '', row.api_key ?? ''].map(cleanLine),
      ...[row.repositories?.join(' ') ?? '', ...shownMembers.map((member) => row[member] ?? '')].map(
        cleanLine,
      ),
      row.details === undefined ? '' : escapeJson(JSON.stringify(row.details)),
      ...[log, place.kind, place.id].map(cleanLine),
      seq,
    ]),
};

/** The Common Event Format, version 0. */
const cef: RecordFormat = {
  header: '',
  line: (record) => {
    const { row, place, log, seq } = record;
    const extension = [
      ['rt', String(Date.parse(row.at))],
      ['externalId', row.event_id],
      ['suser', actorOf(record)],
      ['requestClientApplication', row.client],
      ['act', row.tool],
      ['outcome', row.status],
      ['msg', messageOf(record)],
      ...labelled('cs1', 'model', row.model),
      ...labelled('cs2', 'repositories', row.repositories?.join(' ')),
      ...labelled('cs3', 'session', row.session),
      ...labelled('cs4', place.kind, place.id),
      ...labelled('cs5', 'environment', row.environment),
      ...labelled('cn1', 'entry', String(seq)),
    ].flatMap(([name = '', value]) => (value === undefined || value === '' ? [] : [[name, value]]));
    return cefLine(['OpenAI', 'Codex', '', row.event_type, `${log} record`], levelOf(record), extension);
  },
};

const labelled = (name: string, label: string, value: string | undefined) =>
  value === undefined || value === ''
    ? []
    : [
        [`${name}Label`, label],
        [name, value],
      ];

/** Syslog, RFC 5424. */
const syslog: RecordFormat = {
  header: '',
  line: (record) => {
    const { row, seq } = record;
    const parameters = [
      ['id', row.event_id],
      ['actor', actorOf(record)],
      ...shownMembers.map((member) => [member, row[member] ?? '']),
      ['repositories', row.repositories?.join(' ') ?? ''],
      ['entry', String(seq)],
    ].filter(([, value]) => value !== '');
    // The name of a message has at most 32 printable characters (RFC 5424 §6.2.7).
    const kind = row.event_type.replace(/[^\x21-\x7e]/g, '-').slice(0, 32);
    return syslogLine({ level: levelOf(record), at: row.at, kind, parameters, message: messageOf(record) });
  },
};

/** Every form in which records of compliance logs can be handed to other tools. */
export const RECORD_FORMATS = { jsonl, csv, ocsf, syslog, cef } as const satisfies Record<
  string,
  RecordFormat
>;

export type RecordFormatName = keyof typeof RECORD_FORMATS;

/** Records of some entries as lines of a form. */
export function renderRecords(records: readonly OutgoingRecord[], format: RecordFormatName): string {
  return records.map((record) => RECORD_FORMATS[format].line(record)).join('');
}

import { cleanLine } from '../../../../domain/base/text/clean.ts';
import type { KnownRecord } from '../../../../domain/metrics/compliance/known-record.ts';
import { plain } from '../../../../report/base/paint.ts';
import { renderComplianceStatus } from '../../../../report/metrics/compliance/status.ts';
import { recordCells } from '../../../../report/metrics/compliance/who.ts';
import { listScreen } from '../../../components/list-screen.tsx';
import { factLines } from '../../../components/text.ts';
import type { Link } from '../../../shell/screen.ts';
import { filterOf, type State } from '../../../shell/state.ts';
import { linkToEntry, linkToPerson } from '../../links.ts';
import { aboutMetrics } from '../about.tsx';
import { COVERAGE, complianceKeys } from './decide.ts';
import {
  COLUMNS,
  compliance,
  complianceRows,
  complianceSorting,
  recordsAsked,
  selectedRecord,
} from './rows.ts';

const priorities = [8, 10, 9, 4, 6, 7] as const;
const least = [16, 16, 12, 6, 8, 12] as const;

/** Who ran what, when, against which repository and with which model, and how far that is known. */
export const complianceScreen = listScreen<KnownRecord>({
  id: 'metric-compliance',
  parent: 'metrics',
  title: 'Compliance logs',
  description: 'the compliance logs: who ran what, and what is not covered',
  keys: complianceKeys,
  rows: complianceRows,
  sorting: complianceSorting,
  rowId: ({ eventId }) => eventId,
  rowTitle: (record) => cleanLine(recordCells(record).slice(0, 3).join(' ')),
  columns: COLUMNS.map((title, place) => ({
    ...{ title, priority: priorities[place] ?? 1, least: least[place] ?? 8 },
    cell: (record: KnownRecord) => cleanLine(recordCells(record)[place] ?? ''),
  })),
  empty: emptyText,
  preview: (_, row) => textOf(row),
  detail: (state, row) => (state.detail?.of === COVERAGE ? coverageText(state) : row && textOf(row)),
  links,
  searchesDetail: true,
  above: aboutMetrics,
  load: compliance.load,
});

/** A record; what the log does not say is said to be missing in it. */
function textOf(record: KnownRecord): string {
  const [when, who, what, where, model, repository] = recordCells(record);
  const { log, eventType, session, eventId, status } = record;
  return factLines([
    ['when', `${when} (UTC)`],
    ['who', who],
    ['what', `${what} (${eventType})`],
    ['where', where],
    ['model', model],
    ['against', repository],
    ['session', session || 'not in the log'],
    ['status', status || 'not in the log'],
    ['log', log],
    ['event', eventId],
    ['entry', String(record.seq)],
  ]).join('\n');
}

function coverageText(state: State): string {
  const { value, fault } = compliance.of(state);
  if (fault !== undefined) return cleanLine(fault);
  return value ? renderComplianceStatus(value, plain) : 'reading the logs…';
}

function links(state: State): readonly Link[] {
  const record = selectedRecord(state);
  if (!record || state.detail?.of === COVERAGE) return [];
  const { seq, person } = record;
  return [linkToEntry(seq, 'imported'), ...(person.includes('@') ? [linkToPerson(cleanLine(person))] : [])];
}

function emptyText(state: State): string {
  const { value, fault } = compliance.of(state);
  if (fault !== undefined) return cleanLine(fault);
  if (!value) return 'reading the logs…';
  const isAsked =
    filterOf(state, 'metric-compliance') !== '' || recordsAsked.of(state).typed.some((one) => one !== '');
  if (isAsked) return 'no record is of that; f asks for others';
  return [
    'No compliance log was imported or fetched.',
    '',
    'i imports files of JSON Lines; m says what the logs do not cover. OpenAI keeps them 30 days.',
    'What needs a key is fetched by a command: codex-cockpit compliance fetch --workspace ID --key-env NAME',
  ].join('\n');
}

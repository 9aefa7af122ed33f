import { typedPath } from '../../../../app/files/write-new-file.ts';
import { UsageError } from '../../../../domain/base/errors.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { parseMoment } from '../../../../domain/base/time/moment.ts';
import type { RecordFilter } from '../../../../domain/metrics/compliance/known-record.ts';
import { chooseOne, decision, type FormSpec, fill, formOverlay, oneOf } from '../../../shell/decision.ts';
import type { Binding } from '../../../shell/screen.ts';
import type { State } from '../../../shell/state.ts';
import { recordsAsked } from './rows.ts';

/** The detail that says how far the logs are known. */
export const COVERAGE = 'how far the logs are known';

const labels = ['Person or key', 'Repository', 'Model', 'From', 'To'] as const;

/** @throws UsageError for a text that is not a moment; an empty one is none */
function momentOf(text: string, edge: 'start' | 'end', now: Date): string | undefined {
  if (text === '') return undefined;
  const moment = parseMoment(text, { now, edge });
  if (moment !== undefined) return moment;
  throw new UsageError(
    `"${cleanLine(text)}" is not a moment`,
    'Write 2026-11-20, 2026-11-20T12:00Z, 7d or 12h.',
  );
}

const findForm: FormSpec<{ filter: RecordFilter; typed: readonly string[] }> = {
  quick: true,
  title: () => 'Who ran what: all of these (empty: any)',
  fields: (_, state) =>
    labels.map((label, place) => ({ label, value: recordsAsked.of(state).typed[place] ?? '' })),
  read: (typed, _, { now }) =>
    fill((at) => {
      const [person = '', repository = '', model = '', from = '', to = ''] = typed;
      const filter = {
        ...{ person: person || undefined, repository: repository || undefined, model: model || undefined },
        from: at(3, () => momentOf(from, 'start', now)),
        to: at(4, () => momentOf(to, 'end', now)),
      };
      return { filter, typed };
    }),
};

const findRecords: Binding = {
  command: 'find-compliance-records',
  keys: ['f'],
  description: 'find who ran what, by person, repository, model and time',
  footer: 'find',
  press: (state) => {
    const overlay = formOverlay(
      'find-compliance-records',
      findForm,
      { about: '', state },
      (asked, _, now) => ({
        step: [{ ...recordsAsked.set(now, asked), overlay: undefined, detail: undefined }],
      }),
    );
    return [{ ...state, overlay }];
  },
};

const showCoverage: Binding = {
  command: 'compliance-coverage',
  keys: ['m'],
  description: 'how far the logs are known, the gaps, and the days until OpenAI removes the rest',
  footer: 'coverage',
  press: (state: State) => [{ ...state, detail: { of: COVERAGE, scroll: 0 }, search: '' }],
};

const formats = ['jsonl', 'csv', 'cef', 'ocsf', 'syslog'] as const;

type Exporting = {
  format: string;
  out: string;
  person: string | undefined;
  from: string | undefined;
  to: string | undefined;
  state: string | undefined;
};

const exportRecords = decision<Exporting>({
  command: 'export-compliance-records',
  keys: ['x'],
  description: 'export the records for a SIEM, in the order in which they were recorded',
  footer: 'export',
  recordsNothing: true,
  form: {
    title: () => 'Export the records of the compliance logs',
    fields: () => [
      { label: 'Append to the file', value: '', required: 'name a file; it is appended to when it is there' },
      { label: 'Format', value: 'jsonl', choices: formats, pick: true, required: chooseOne },
      { label: 'Person or key (all)', value: '' },
      { label: 'From (the first)', value: '' },
      { label: 'To (the last)', value: '' },
      { label: 'State file (none)', value: '' },
    ],
    read: ([out = '', format = '', person = '', from = '', to = '', kept = ''], _, { now }) =>
      fill((at) => ({
        ...{ out, format: at(1, () => oneOf(formats, format)), person: person || undefined },
        from: at(3, () => momentOf(from, 'start', now)),
        to: at(4, () => momentOf(to, 'end', now)),
        state: kept || undefined,
      })),
  },
  prepare: async (doing, input) => {
    const path = (typed: string) => typedPath(doing.world(), typed);
    return { ...input, out: path(input.out), state: input.state && path(input.state) };
  },
  confirmation: ({ format, out, state }) => ({
    question: `Export the records as ${format}?`,
    writes: [out, ...(state === undefined ? [] : [`${state}, which remembers the last entry`])],
    records: [],
  }),
  run: async (doing, { format, out, person, from, to, state }) => {
    const [{ exportRecords: write }, { RECORD_FORMATS, renderRecords }] = await Promise.all([
      import('../../../../app/metrics/compliance/export-records.ts'),
      import('../../../../report/metrics/compliance/records/formats.ts'),
    ]);
    const form = oneOf(formats, format);
    const exported = await write(
      doing.world(),
      { db: doing.db },
      {
        form: `compliance ${form}`,
        header: RECORD_FORMATS[form].header,
        render: (records) => renderRecords(records, form),
        ...{
          filter: { person, from, to },
          after: undefined,
          follow: false,
          state,
          out,
          signal: doing.signal,
        },
        write: async () => undefined,
      },
    );
    return `exported ${exported.records} records to ${out}, up to entry ${exported.last}`;
  },
});

/** What can be done about compliance logs; importing them is a key of the figures too. */
export const complianceKeys: readonly Binding[] = [findRecords, showCoverage, exportRecords];

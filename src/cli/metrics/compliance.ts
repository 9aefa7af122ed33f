import { exportRecords } from '../../app/metrics/compliance/export-records.ts';
import { COMPLIANCE_BASE, COMPLIANCE_LOGS, fetchCompliance } from '../../app/metrics/compliance/fetch.ts';
import { importCompliance } from '../../app/metrics/compliance/import-files.ts';
import { readCompliance, readWho } from '../../app/metrics/compliance/read-compliance.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { type DayEdge, parseMoment } from '../../domain/base/time/moment.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import {
  renderComplianceFetch,
  renderComplianceFetchJson,
  renderComplianceImport,
  renderComplianceImportJson,
} from '../../report/metrics/compliance/import.ts';
import {
  RECORD_FORMATS,
  type RecordFormatName,
  renderRecords,
} from '../../report/metrics/compliance/records/formats.ts';
import {
  renderComplianceStatus,
  renderComplianceStatusJson,
} from '../../report/metrics/compliance/status.ts';
import { renderWho, renderWhoJson } from '../../report/metrics/compliance/who.ts';
import { arg, choiceFlag, entryNumber, flag, readFlag, wholeNumber } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const status = subcommand({
  name: 'status',
  isDefault: true,
  summary: 'how far the logs are known, gaps, and days until OpenAI removes the rest',
  run: (_, { world, read }) => read((store) => readCompliance(world, store)),
  text: (view, { paint }) => renderComplianceStatus(view, paint),
  json: renderComplianceStatusJson,
  exit: ({ coverage }) => (coverage.some(({ daysLeft }) => daysLeft === 0) ? 1 : 0),
  notes: 'The exit code is 1 while OpenAI removes what was not fetched, and on the day before.',
});

const importing = subcommand({
  name: 'import',
  summary: 'record log files that were fetched by another program (JSON Lines)',
  args: { files: arg('<files...>', 'one or more files; a file may be imported again') },
  flags: {
    from: flag(
      '--from <moment>',
      'what the files cover, when it is known (default: from their first record)',
    ),
    to: flag('--to <moment>', 'the end of that (default: to their last record)'),
  },
  run: ({ files, from, to }, { world, signal, say, record }) =>
    record((store) =>
      importCompliance(world, store, files, {
        from: readMoment('from', from, { now: world.now(), edge: 'start' }),
        to: readMoment('to', to, { now: world.now(), edge: 'end' }),
        signal,
        onProgress: ({ step = '' }) => say(`${step}\n`),
      }),
    ),
  text: renderComplianceImport,
  json: renderComplianceImportJson,
  advice: () => 'How far the logs are known: codex-cockpit compliance status\n',
  exit: ({ files }) => (files.some(({ unreadable }) => unreadable > 0) ? 1 : 0),
  notes: 'The exit code is 1 when lines are no record; the others are recorded.',
});

const fetching = subcommand({
  name: 'fetch',
  summary: 'record what the Compliance API has since the last fetch',
  flags: {
    workspace: flag('--workspace <id>', 'the workspace whose log it is'),
    organization: flag('--organization <id>', 'the organisation whose log it is'),
    keyEnv: flag('--key-env <name>', 'the variable that has the key'),
    keyFile: flag('--key-file <path>', 'the file that has the key'),
    log: choiceFlag('--event-type <log>', 'which log', COMPLIANCE_LOGS, 'CODEX_LOG'),
    after: flag('--after <moment>', 'begin there (default: where the last fetch ended, or 30 days ago)'),
    base: flag('--base-url <url>', `where the API is (default: ${COMPLIANCE_BASE})`),
  },
  run: (given, { world, signal, say, record }) =>
    record((store) =>
      fetchCompliance(world, store, {
        ...{ workspace: given.workspace, organization: given.organization, log: given.log },
        ...{ keyEnv: given.keyEnv, keyFile: given.keyFile, base: given.base ?? COMPLIANCE_BASE, signal },
        after: readMoment('after', given.after, { now: world.now(), edge: 'start' }),
        onProgress: ({ step = '' }) => say(`${step}\n`),
        onWait: (reason) => say(`${reason}\n`),
      }),
    ),
  text: renderComplianceFetch,
  json: renderComplianceFetchJson,
  exit: ({ failed }) => (failed.length > 0 ? 3 : 0),
  notes:
    'The key needs the right to read the log. It is never stored and never printed.\n' +
    'A fetch that was cut goes on when the same command is called again.\n' +
    'The exit code is 3 when a log file could not be fetched; the next fetch tries it again.',
});

const who = subcommand({
  name: 'who',
  summary: 'who ran what, when, against which repository, with which model',
  flags: {
    person: flag('--person <person>', 'their address or id, or a key as the log shortens it'),
    repository: flag('--repository <name>', 'a part of the name of the repository'),
    model: flag('--model <name>', 'a part of the name of the model'),
    from: flag('--from <moment>', 'from then on: 2026-11-20, 2026-11-20T12:00Z, 7d or 12h ago'),
    to: flag('--to <moment>', 'until then, including that day'),
    limit: readFlag('--limit <count>', 'at most so many, the newest', wholeNumber, 50),
  },
  run: ({ person, repository, model, from, to, limit }, { world, read }) => {
    const filter = {
      ...{ person, repository, model },
      from: readMoment('from', from, { now: world.now(), edge: 'start' }),
      to: readMoment('to', to, { now: world.now(), edge: 'end' }),
    };
    return read((store) => readWho(store, filter, limit));
  },
  text: renderWho,
  json: renderWhoJson,
});

const formats = Object.keys(RECORD_FORMATS) as RecordFormatName[];

const exporting = subcommand({
  name: 'export',
  summary: 'print the records for other tools, in the order in which they were recorded, one per line',
  flags: {
    format: choiceFlag('--format <format>', 'the format of a line', formats, 'jsonl'),
    person: flag('--person <person>', 'only records of that person or key'),
    from: flag('--from <moment>', 'only records from then on'),
    to: flag('--to <moment>', 'only records until then, including that day'),
    after: readFlag('--after <seq>', 'only records of entries with a higher number', entryNumber),
    follow: flag('--follow', 'keep running and print new records'),
    state: flag('--state <file>', 'a file that remembers the last entry; the next export continues there'),
    out: flag('--out <file>', 'append to that file instead of printing'),
  },
  run: async (given, { world, host, signal }) => {
    const { format, person, from, to, after, follow, state, out, json } = given;
    if (json && out === undefined)
      throw new UsageError(
        '--json describes an export into a file',
        'Add --out FILE, or use --format jsonl.',
      );
    const filter = {
      person,
      from: readMoment('from', from, { now: world.now(), edge: 'start' }),
      to: readMoment('to', to, { now: world.now(), edge: 'end' }),
    };
    try {
      return await exportRecords(world, given, {
        form: `compliance ${format}`,
        header: RECORD_FORMATS[format].header,
        render: (records) => renderRecords(records, format),
        ...{ filter, after, follow, state, out, signal },
        write: host.write,
      });
    } catch (cause) {
      // A reader that closes the pipe early, such as head, has what it wanted; the state says what it took.
      if ((cause as NodeJS.ErrnoException).code === 'EPIPE') return undefined;
      throw cause;
    }
  },
  text: () => '',
  json: (exported, { given: { format, out = null } }) =>
    jsonDocument('compliance-export', { ...exported, form: format, file: out }),
  advice: (exported) => exported && `Exported ${exported.records} records, up to entry ${exported.last}.\n`,
});

export const define = group({
  subcommands: [status, importing, fetching, who, exporting],
  examples: [
    [
      'codex-cockpit compliance fetch --workspace 0f1e2d3c --key-env COMPLIANCE_KEY',
      'from cron: what is new since the last time; the variable has the key',
    ],
    ['codex-cockpit compliance import codex-log-*.jsonl', 'files that another program fetched'],
    ['codex-cockpit compliance who --repository acme/shop --from 7d', 'who worked on it in the last week'],
    [
      'codex-cockpit compliance export --format ocsf --out siem.jsonl --state siem.state',
      'from cron: only new records',
    ],
  ],
});

/** @throws UsageError naming the flag */
function readMoment(
  name: string,
  text: string | undefined,
  how: { now: Date; edge: DayEdge },
): string | undefined {
  if (text === undefined) return undefined;
  const moment = parseMoment(text, how);
  if (moment !== undefined) return moment;
  throw new UsageError(
    `--${name} "${cleanLine(text)}": it is not a moment`,
    'Write 2026-11-20, 2026-11-20T12:00Z, 7d or 12h.',
  );
}

import { exportHistory } from '../../app/history/export/export-history.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../report/history/export/formats.ts';
import { choiceFlag, entryNumber, flag, readFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';
import { filterFlags, readFilter } from './filter-flags.ts';

const formats = Object.keys(EXPORT_FORMATS) as ExportFormat[];

/** `audit export`: gives the entries to other tools, each once. */
export const exporting = subcommand({
  name: 'export',
  summary: 'print the entries for other tools, oldest first, one per line',
  flags: {
    ...filterFlags,
    format: choiceFlag('--format <format>', 'the format of a line', formats, 'jsonl'),
    after: readFlag('--after <seq>', 'only entries with a higher number', entryNumber),
    follow: flag('--follow', 'keep running and print new entries'),
    state: flag('--state <file>', 'a file that remembers the last entry; the next export continues there'),
    out: flag('--out <file>', 'append to that file instead of printing'),
  },
  run: async (given, { world, host, signal }) => {
    const { format, after, follow, state, out, json } = given;
    if (json && out === undefined)
      throw new UsageError(
        '--json describes an export into a file',
        'Add --out FILE, or use --format jsonl.',
      );
    const { header, line } = EXPORT_FORMATS[format];
    try {
      return await exportHistory(world, given, {
        form: format,
        header,
        render: (entries) => entries.map((one) => line(one, { version: host.version })).join(''),
        filter: readFilter(given, world.now()),
        ...{ after, follow, state, out, signal },
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
    jsonDocument('export', { ...exported, form: format, file: out }),
  advice: (exported) => exported && `Exported ${exported.entries} entries, up to number ${exported.last}.\n`,
  examples: [
    ['codex-cockpit audit export --format csv --since 90d > quarter.csv', 'for a spreadsheet'],
    [
      'codex-cockpit audit export --format ocsf --out siem.jsonl --state siem.state',
      'from cron: only new entries',
    ],
    ['codex-cockpit audit export --follow --format syslog | nc -u loghost 514', 'as they are recorded'],
    ['codex-cockpit audit export --kind phase --after 57', 'decisions about phases after entry 57'],
  ],
});

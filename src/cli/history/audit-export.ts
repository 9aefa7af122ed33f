import { type Command, Option } from 'commander';
import { exportHistory } from '../../app/history/export/export-history.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { EXPORT_FORMATS, type ExportFormat } from '../../report/history/export/formats.ts';
import { entryNumber, withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { type FilterFlags, readFilter, withFilterFlags } from './filter-flags.ts';

type ExportFlags = CommonFlags &
  FilterFlags & {
    format: ExportFormat;
    after?: number;
    follow?: boolean;
    state?: string;
    out?: string;
  };

/** `audit export`: hands the entries to other tools, each once. */
export function defineExport(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withFilterFlags(
    withCommonFlags(command.description('hand the entries to other tools, oldest first, one line each')),
  )
    .addOption(
      new Option('--format <format>', 'the form').choices(Object.keys(EXPORT_FORMATS)).default('jsonl'),
    )
    .option('--after <seq>', 'only entries with a higher number', entryNumber)
    .option('--follow', 'go on with what is recorded from now on')
    .option('--state <file>', 'remember there how far it came, and go on from there the next time')
    .option('--out <file>', 'add to that file instead of printing')
    .action(async (_, command: Command) => finish(await exportEntries(host, command.optsWithGlobals())));
  withExamples(command, [
    ['codex-cockpit audit export --format csv --since 90d > quarter.csv', 'for a spreadsheet'],
    [
      'codex-cockpit audit export --format ocsf --out siem.jsonl --state siem.state',
      'from cron: what is new',
    ],
    ['codex-cockpit audit export --follow --format syslog | nc -u loghost 514', 'as it is recorded'],
    ['codex-cockpit audit export --kind phase --after 57', 'decisions about phases after entry 57'],
  ]);
}

async function exportEntries(host: Host, flags: ExportFlags): Promise<number> {
  const { after, follow, state, out, json, quiet } = flags;
  if (json && out === undefined)
    throw new UsageError('--json tells of an export into a file', 'Add --out FILE, or use --format jsonl.');
  const { header, line } = EXPORT_FORMATS[flags.format];
  try {
    const exported = await exportHistory(host.world, flags, {
      form: flags.format,
      header,
      render: (entries) => entries.map((one) => line(one, { version: host.version })).join(''),
      filter: readFilter(flags, host.world.now()),
      after,
      follow,
      state,
      out,
      write: host.write,
      signal: host.interrupt,
    });
    if (json) host.out(jsonDocument('export', { ...exported, form: flags.format, file: out ?? null }));
    else if (!quiet) host.talk(`Exported ${exported.entries} entries, up to number ${exported.last}.\n`);
    return 0;
  } catch (cause) {
    // A reader that closes the pipe early, such as head, has what it wanted; the state says what it took.
    if ((cause as NodeJS.ErrnoException).code === 'EPIPE') return 0;
    throw cause;
  }
}

import { writeReport } from '../../app/files/write-report.ts';
import { readReport } from '../../app/upgrade/rehearsal/read-report.ts';
import type { Rehearsal } from '../../domain/upgrade/rehearsal/rehearsal.ts';
import { renderRehearsalHtml } from '../../report/upgrade/rehearsal/html.ts';
import { renderRehearsalJson } from '../../report/upgrade/rehearsal/json.ts';
import { renderRehearsalMarkdown } from '../../report/upgrade/rehearsal/markdown.ts';
import type { RehearsalReport } from '../../report/upgrade/rehearsal/report.ts';
import type { Call } from '../program/call.ts';
import { type Output, outputFlag, writeOutputs } from '../program/output-flag.ts';

const formats = {
  html: renderRehearsalHtml,
  markdown: renderRehearsalMarkdown,
  json: ({ rehearsal, entry }: RehearsalReport) => renderRehearsalJson(rehearsal, entry?.seq),
} as const satisfies Record<string, (report: RehearsalReport) => string>;

type Format = keyof typeof formats;

/** `--output html=rehearsal.html`; may be repeated. */
export const rehearsalOutputFlag = outputFlag(Object.keys(formats) as Format[]);

/** Writes a rehearsal into the files that were asked for. */
export async function writeRehearsalOutputs(
  { host, world, readExisting }: Pick<Call, 'host' | 'world' | 'readExisting'>,
  shown: { rehearsal: Rehearsal; seq: number | undefined },
  outputs: readonly Output<Format>[],
): Promise<void> {
  if (outputs.length === 0) return;
  const report = await readExisting((store) => readReport(world, store, shown));
  await writeOutputs(host, outputs, (path, format) => writeReport(path, formats[format](report)));
}

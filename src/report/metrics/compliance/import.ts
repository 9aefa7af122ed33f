import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { placeName } from '../../../domain/metrics/compliance/not-covered.ts';
import type { CompliancePlace } from '../../../domain/metrics/events/compliance.ts';
import { jsonDocument } from '../../base/json-document.ts';

type Left = readonly { field: string; count: number }[];

/** What an import of files came to. */
type Imported = {
  files: readonly {
    file: string;
    records: number;
    unreadable: number;
    faults: readonly { line: number; reason: string }[];
  }[];
  records: number;
  recorded: number;
  left: Left;
};

/** What an import came to, for a person. */
export function renderComplianceImport({ files, records, recorded, left }: Imported): string {
  return [
    `${countOf(files.length, 'file')} with ${countOf(records, 'record')}: ${newAndKnown(records, recorded)}.\n`,
    ...files.flatMap(({ file, unreadable, faults }) => [
      unreadable === 0
        ? ''
        : `${cleanLine(file)}: ${countOf(unreadable, 'line')} of it ${unreadable === 1 ? 'is' : 'are'} no record:\n`,
      ...faults.map(({ line, reason }) => `  ${cleanLine(file)}:${line}: ${reason}\n`),
    ]),
    leftFields(left),
  ].join('');
}

/** The same for a program. */
export const renderComplianceImportJson = ({ files, records, recorded, left }: Imported): string =>
  jsonDocument('compliance-import', { files, records, recorded, not_stored: left });

/** What a fetch came to. */
type Fetched = {
  place: CompliancePlace;
  log: string;
  from: string;
  to: string;
  files: number;
  gone: number;
  records: number;
  recorded: number;
  unreadable: number;
  failed: readonly { file: string; reason: string }[];
  left: Left;
};

/** What a fetch came to, for a person. */
export function renderComplianceFetch(fetched: Fetched): string {
  const { place, log, files, gone, records, recorded, unreadable, failed, left } = fetched;
  return [
    `${log} of ${placeName(place)}: ${countOf(files, 'log file')} with ${countOf(records, 'record')}, ${newAndKnown(records, recorded)}.\n`,
    unreadable === 0
      ? ''
      : `${countOf(unreadable, 'line')} in them ${unreadable === 1 ? 'is' : 'are'} no record.\n`,
    gone === 0 ? '' : `${countOf(gone, 'listed log file')} had been removed by OpenAI.\n`,
    failed.length === 0
      ? ''
      : `${countOf(failed.length, 'log file')} could not be fetched; the next fetch tries again:\n`,
    ...failed.map(({ file, reason }) => `  ${cleanLine(file)}: ${cleanLine(reason)}\n`),
    leftFields(left),
  ].join('');
}

/** The same for a program. */
export const renderComplianceFetchJson = ({ left, ...fetched }: Fetched): string =>
  jsonDocument('compliance-fetch', { ...fetched, not_stored: left });

const newAndKnown = (records: number, recorded: number) =>
  `${countOf(recorded, 'new one')}, ${records - recorded} known before`;

const mostNames = 12;

function leftFields(left: Left): string {
  if (left.length === 0) return '';
  const names = left.slice(0, mostNames).map(({ field }) => cleanLine(field));
  const more = left.length > mostNames ? `, and ${left.length - mostNames} more` : '';
  return `Not stored: ${names.join(', ')}${more}.\n`;
}

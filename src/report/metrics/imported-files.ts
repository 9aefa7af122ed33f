import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { jsonDocument } from '../base/json-document.ts';

/** What an import of files came to; no figure of use is in it, since none may stand without quality. */
type Imported = {
  files: number;
  added: number;
  known: number;
  refused: readonly string[];
  unknown: ReadonlyMap<string, number>;
};

/** What an import came to, for a person. */
export function renderImportedFiles({ files, added, known, refused, unknown }: Imported): string {
  return [
    `${countOf(files, 'file')} imported: ${rows({ added, known })}\n`,
    refused.length === 0 ? '' : `${refused.length} refused:\n`,
    ...refused.map((one) => `  ${cleanLine(one)}\n`),
    unknownNames(unknown),
  ].join('');
}

/** The same for a program. */
export const renderImportedFilesJson = ({ unknown, ...imported }: Imported): string =>
  jsonDocument('metric-import', { ...imported, unknown: Object.fromEntries(unknown) });

/** What an import of one table came to, for a person. */
export const renderImportedRows = ({
  file,
  ...counts
}: {
  file: string;
  added: number;
  known: number;
}): string => `${cleanLine(file)} imported: ${rows(counts)}\n`;

/** The same for a program. */
export const renderImportedRowsJson = (imported: { file: string; added: number; known: number }): string =>
  jsonDocument('imported-rows', imported);

/** What a fetch came to. */
type Fetched = Omit<Imported, 'files' | 'refused'> & {
  from: string;
  to: string;
  pages: number;
  resumed: boolean;
};

/** What a fetch came to, for a person. */
export function renderFetched({ from, to, pages, resumed, unknown, ...counts }: Fetched): string {
  const begun = resumed ? ', going on with a fetch that was cut short' : '';
  return `${countOf(pages, 'page')} fetched, ${from} to ${to}${begun}: ${rows(counts)}\n${unknownNames(unknown)}`;
}

/** The same for a program. */
export const renderFetchedJson = ({ unknown, ...fetched }: Fetched): string =>
  jsonDocument('metric-fetch', { ...fetched, unknown: Object.fromEntries(unknown) });

const rows = ({ added, known }: { added: number; known: number }) =>
  `${countOf(added, 'new row')}, ${known.toLocaleString('en-US')} known before`;

function unknownNames(unknown: ReadonlyMap<string, number>): string {
  if (unknown.size === 0) return '';
  const names = [...unknown].map(([name, count]) => `  ${cleanLine(name)} (${count})\n`);
  return `Not known, and kept as they are called:\n${names.join('')}`;
}

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
  const names = [...unknown].map(([name, count]) => `  ${cleanLine(name)} (${count})\n`);
  return [
    `${countOf(files, 'file')} imported: ${countOf(added, 'new row')}, ${known} known before\n`,
    refused.length === 0 ? '' : `${refused.length} refused:\n`,
    ...refused.map((one) => `  ${cleanLine(one)}\n`),
    names.length === 0 ? '' : 'Not known, and kept as they are called:\n',
    ...names,
  ].join('');
}

/** The same for a program. */
export const renderImportedFilesJson = ({ unknown, ...imported }: Imported): string =>
  jsonDocument('metric-import', { ...imported, unknown: Object.fromEntries(unknown) });

import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { formatSize } from '../../domain/base/text/size.ts';
import { jsonDocument } from '../base/json-document.ts';

/** What an import of session files came to; no figure of use is in it, since none may stand without quality. */
type Imported = {
  person: string;
  homes: readonly string[];
  files: number;
  unchanged: number;
  copies: number;
  read: number;
  bytes: number;
  unknown: Readonly<Record<string, number>>;
  unreadableLines: number;
  unread: readonly { path: string; reason: string }[];
};

/** What an import came to, for a person. */
export function renderSessionsImport(imported: Imported): string {
  const { person, homes, files, unchanged, copies, read, bytes, unknown, unreadableLines, unread } = imported;
  const types = Object.entries(unknown);
  return [
    `${countOf(files, 'session file')} in ${homes.map(cleanLine).join(', ')}, of ${cleanLine(person)}\n`,
    `  ${read} read, ${formatSize(bytes)} new; ${unchanged} unchanged\n`,
    copies === 0 ? '' : `  ${copies} imported before from another folder\n`,
    types.length === 0 ? '' : 'Types of lines that are not known, and are not counted as use:\n',
    ...types.map(([type, count]) => `  ${cleanLine(type)} (${count})\n`),
    unreadableLines === 0 ? '' : `${countOf(unreadableLines, 'line')} could not be read, such as cut ones\n`,
    unread.length === 0 ? '' : `${countOf(unread.length, 'file')} could not be read:\n`,
    ...unread.map(({ path, reason }) => `  ${cleanLine(path)}: ${cleanLine(reason)}\n`),
  ].join('');
}

/** The same for a program. */
export const renderSessionsImportJson = ({ unreadableLines, ...imported }: Imported): string =>
  jsonDocument('sessions-import', { ...imported, unreadable_lines: unreadableLines });

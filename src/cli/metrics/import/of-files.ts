import type { OnProgress } from '../../../domain/base/progress.ts';
import { renderImportedFiles, renderImportedFilesJson } from '../../../report/metrics/imported-files.ts';

/** What every import of files prints and exits with. */
export const ofFiles = {
  text: renderImportedFiles,
  json: renderImportedFilesJson,
  exit: ({ refused }: { refused: readonly string[] }) => (refused.length > 0 ? 1 : 0),
  notes: 'Exit codes: 0 all files, 1 some were refused.',
} as const;

/** Tells how far it is with several files. */
export function tellFiles(say: (text: string) => void): OnProgress {
  return ({ done = 0, planned = 0 }) => {
    if (planned > 1) say(`${done}/${planned} files\n`);
  };
}

import { importQuality } from '../../../app/metrics/quality/import-quality.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { QUALITY_COLUMNS, qualityTemplate } from '../../../domain/metrics/quality/quality-table.ts';
import { jsonDocument } from '../../../report/base/json-document.ts';
import { renderImportedRows, renderImportedRowsJson } from '../../../report/metrics/imported-files.ts';
import { arg, flag } from '../../program/flags.ts';
import { action } from '../../program/subcommand.ts';

/** `metric import quality` */
export const importQualityFile = action({
  args: { file: arg('[file]', 'CSV with a heading, or JSON') },
  flags: { template: flag('--template', 'print a table with all columns, and a row of each metric') },
  run: async ({ file, template }, { world, signal, say, record }) => {
    if (template) return undefined;
    if (file === undefined)
      throw new UsageError('no file is named', 'codex-cockpit metric import quality --template prints one.');
    return record((store) =>
      importQuality(world, store, { file, signal, onProgress: ({ done = 0 }) => say(`${done} rows read\n`) }),
    );
  },
  text: (imported) => (imported ? renderImportedRows(imported) : qualityTemplate),
  json: (imported) =>
    imported
      ? renderImportedRowsJson(imported)
      : jsonDocument('quality-template', { columns: QUALITY_COLUMNS, csv: qualityTemplate }),
  advice: (imported) => imported && 'What they say: codex-cockpit metric show\n',
  examples: [
    ['codex-cockpit metric import quality --template > quality.csv', 'a table to fill in'],
    ['codex-cockpit metric import quality quality.csv', 'all of its rows, or none'],
  ],
});

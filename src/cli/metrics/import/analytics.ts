import { importAnalytics } from '../../../app/metrics/figures/import-analytics.ts';
import { renderImportedFiles, renderImportedFilesJson } from '../../../report/metrics/imported-files.ts';
import { arg, flag } from '../../program/flags.ts';
import { subcommand } from '../../program/subcommand.ts';

/** `metric import analytics` */
export const importAnalyticsFiles = subcommand({
  name: 'analytics',
  summary: 'pages of the Analytics API: usage, code reviews and the responses to them',
  args: { files: arg('<files...>', 'JSON pages, or one a line') },
  flags: { workspace: flag('--workspace <id>', 'of which workspace they are (default: the only one)') },
  run: ({ files, workspace }, { world, signal, say, record }) =>
    record((store) =>
      importAnalytics(world, store, {
        ...{ files, workspace, signal },
        onProgress: ({ done = 0, planned = 0 }) => say(`${done}/${planned} files\n`),
      }),
    ),
  text: renderImportedFiles,
  json: renderImportedFilesJson,
  advice: () => 'What they say: codex-cockpit metric show\n',
  exit: ({ refused }) => (refused.length > 0 ? 1 : 0),
  notes: 'Exit codes: 0 all files, 1 some were refused.',
});

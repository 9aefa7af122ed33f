import { importAnalytics } from '../../../app/metrics/figures/import-analytics.ts';
import { arg, flag } from '../../program/flags.ts';
import { action } from '../../program/subcommand.ts';
import { ofFiles, tellFiles } from './of-files.ts';

/** `metric import analytics` */
export const importAnalyticsFiles = action({
  ...ofFiles,
  args: { files: arg('<files...>', 'JSON pages, or one a line') },
  flags: { workspace: flag('--workspace <id>', 'of which workspace they are (default: the only one)') },
  run: ({ files, workspace }, { world, signal, say, record }) =>
    record((store) =>
      importAnalytics(world, store, {
        ...{ files, workspace, signal },
        onProgress: tellFiles(say),
      }),
    ),
  advice: () => 'What they say: codex-cockpit metric show\n',
});

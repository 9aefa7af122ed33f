import { importDashboard } from '../../../app/metrics/figures/import-dashboard.ts';
import { arg, flag, repeatedFlag } from '../../program/flags.ts';
import { action } from '../../program/subcommand.ts';
import { ofFiles, tellFiles } from './of-files.ts';

/** The flags that say what the columns of a file are. */
export const mappingFlags = {
  map: repeatedFlag('--map <column=field>', 'what a column is; may be repeated (default: as last time)'),
  saveMap: flag('--save-map <name>', 'keep what --map says under a name'),
  useMap: flag('--use-map <name>', 'read the columns as the mapping of that name says'),
};

/** `metric import dashboard` */
export const importDashboardFiles = action({
  ...ofFiles,
  args: { files: arg('<files...>', 'a heading and rows, or a list of objects') },
  flags: {
    ...mappingFlags,
    workspace: flag('--workspace <id>', 'of which workspace they are (default: the only one)'),
  },
  run: ({ files, workspace, map, saveMap, useMap }, { world, signal, say, record }) =>
    record((store) =>
      importDashboard(world, store, {
        ...{ files, workspace, said: { map, save: saveMap, use: useMap }, signal },
        onProgress: tellFiles(say),
      }),
    ),
  advice: () => 'What they say: codex-cockpit metric show\n',
  examples: [
    ['codex-cockpit metric import dashboard usage.csv', 'the first time it prints the --map flags to paste'],
    [
      "codex-cockpit metric import dashboard usage.csv --map 'Date=day' --map 'CLI turns=turns@cli' --save-map usage",
      'the next file with the same columns needs no flag',
    ],
  ],
});

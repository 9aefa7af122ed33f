import { importDashboard } from '../../../app/metrics/figures/import-dashboard.ts';
import { renderImportedFiles, renderImportedFilesJson } from '../../../report/metrics/imported-files.ts';
import { arg, flag, repeatedFlag } from '../../program/flags.ts';
import { subcommand } from '../../program/subcommand.ts';

/** The flags that say what the columns of a file are. */
export const mappingFlags = {
  map: repeatedFlag('--map <column=field>', 'what a column is; may be repeated (default: as last time)'),
  saveMap: flag('--save-map <name>', 'keep what --map says under a name'),
  useMap: flag('--use-map <name>', 'read the columns as the mapping of that name says'),
};

/** `metric import dashboard` */
export const importDashboardFiles = subcommand({
  name: 'dashboard',
  summary: 'exports of the dashboard, CSV or JSON',
  args: { files: arg('<files...>', 'a heading and rows, or a list of objects') },
  flags: {
    ...mappingFlags,
    workspace: flag('--workspace <id>', 'of which workspace they are (default: the only one)'),
  },
  run: ({ files, workspace, map, saveMap, useMap }, { world, signal, say, record }) =>
    record((store) =>
      importDashboard(world, store, {
        ...{ files, workspace, said: { map, save: saveMap, use: useMap }, signal },
        onProgress: ({ done = 0, planned = 0 }) => say(`${done}/${planned} files\n`),
      }),
    ),
  text: renderImportedFiles,
  json: renderImportedFilesJson,
  advice: () => 'What they say: codex-cockpit metric show\n',
  exit: ({ refused }) => (refused.length > 0 ? 1 : 0),
  examples: [
    ['codex-cockpit metric import dashboard usage.csv', 'the first time it prints the --map flags to paste'],
    [
      "codex-cockpit metric import dashboard usage.csv --map 'Date=day' --map 'CLI turns=turns@cli' --save-map usage",
      'the next file with the same columns needs no flag',
    ],
  ],
});

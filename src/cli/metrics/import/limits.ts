import { importLimits } from '../../../app/metrics/figures/import-limits.ts';
import { parseLimitDays } from '../../../domain/metrics/budget/limit-rows.ts';
import { arg, readFlag } from '../../program/flags.ts';
import { action } from '../../program/subcommand.ts';
import { mappingFlags } from './dashboard.ts';
import { ofFiles, tellFiles } from './of-files.ts';

/** `metric import limits` */
export const importLimitFiles = action({
  ...ofFiles,
  args: { files: arg('<files...>', 'a heading and rows, or a list of objects') },
  flags: {
    ...mappingFlags,
    days: readFlag('--days <days>', 'of limits without columns of days: 2026-11 or FROM..TO', parseLimitDays),
  },
  run: ({ files, map, saveMap, useMap, days }, { world, signal, say, record }) =>
    record((store) =>
      importLimits(world, store, {
        ...{ files, days, said: { map, save: saveMap, use: useMap }, signal },
        onProgress: tellFiles(say),
      }),
    ),
  advice: () => 'What was used of them: codex-cockpit metric budget\n',
  examples: [
    [
      "codex-cockpit metric import limits teams.csv --map 'Team=team' --map 'Credits=limit:credits' --days 2026-11",
      'limits of November; the next file with the same columns needs no --map',
    ],
  ],
});

import { importLimits } from '../../app/metrics/figures/import-limits.ts';
import { readBudget } from '../../app/metrics/figures/read-budget.ts';
import { parseLimitDays } from '../../domain/metrics/budget/limit-rows.ts';
import { renderBudget, renderBudgetJson } from '../../report/metrics/budget.ts';
import { renderImportedFiles, renderImportedFilesJson } from '../../report/metrics/imported-files.ts';
import { arg, flag, readFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';
import { mappingFlags } from './import/dashboard.ts';

/** `metric budget` */
export const budget = subcommand({
  name: 'budget',
  summary: 'what was used of the spend limits, beside quality',
  flags: { all: flag('--all', 'limits of the past too') },
  run: ({ all }, { world, read }) => read((store) => readBudget(store, { now: world.now(), all })),
  text: (lines, { paint }) => renderBudget(lines, paint),
  json: renderBudgetJson,
  advice: (lines) =>
    lines.length === 0 ? 'Import them: codex-cockpit metric import limits FILE\n' : undefined,
  exit: (lines) => (lines.some(({ use }) => use.type === 'paired' && use.state === 'over') ? 1 : 0),
  notes: 'Exit codes: 0 no limit is known to be passed, 1 more was used than a limit.',
});

/** `metric import limits` */
export const importLimitFiles = subcommand({
  name: 'limits',
  summary: 'spend limits of everybody, of teams or of cost centres, CSV or JSON',
  args: { files: arg('<files...>', 'a heading and rows, or a list of objects') },
  flags: {
    ...mappingFlags,
    days: readFlag('--days <days>', 'of limits without columns of days: 2026-11 or FROM..TO', parseLimitDays),
  },
  run: ({ files, map, saveMap, useMap, days }, { world, signal, say, record }) =>
    record((store) =>
      importLimits(world, store, {
        ...{ files, days, said: { map, save: saveMap, use: useMap }, signal },
        onProgress: ({ done = 0, planned = 0 }) => say(`${done}/${planned} files\n`),
      }),
    ),
  text: renderImportedFiles,
  json: renderImportedFilesJson,
  advice: () => 'What was used of them: codex-cockpit metric budget\n',
  exit: ({ refused }) => (refused.length > 0 ? 1 : 0),
  examples: [
    [
      "codex-cockpit metric import limits teams.csv --map 'Team=team' --map 'Credits=limit:credits' --days 2026-11",
      'limits of November; the next file with the same columns needs no --map',
    ],
  ],
});

import { readBudget } from '../../app/metrics/figures/read-budget.ts';
import { renderBudget, renderBudgetJson } from '../../report/metrics/budget.ts';
import { flag } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';

/** `metric budget` */
export const budget = action({
  flags: { all: flag('--all', 'limits of the past too') },
  run: ({ all }, { world, read }) => read((store) => readBudget(store, { now: world.now(), all })),
  text: (lines, { paint }) => renderBudget(lines, paint),
  json: renderBudgetJson,
  advice: (lines) =>
    lines.length === 0 ? 'Import them: codex-cockpit metric import limits FILE\n' : undefined,
  exit: (lines) => (lines.some(({ use }) => use.type === 'paired' && use.state === 'over') ? 1 : 0),
  notes: 'Exit codes: 0 no limit is known to be passed, 1 more was used than a limit.',
});

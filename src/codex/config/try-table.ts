import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../domain/base/outcome.ts';
import type { Expected } from '../../domain/policy/rules/decision-table.ts';
import { judgeCommand, type RulesReport } from '../../domain/policy/rules/rules-report.ts';
import { findRulesFault, tryEach } from './try-rules.ts';

/** What a decision table is tried on. */
export type RulesTrial = {
  table: readonly Expected[];
  files: readonly string[];
  /** The prefix rules of requirements as a rules file, and the requirements they come from. */
  compiled?: { text: string; from: string } | undefined;
  /** A private folder. */
  work: string;
};

/** Tries each command of a table on all rules that the CLI can read, and names those that it cannot. */
export async function tryTable(
  codexRun: (args: readonly string[]) => Promise<Outcome>,
  { table, files, compiled, work }: RulesTrial,
): Promise<RulesReport> {
  const own = join(work, 'requirements.rules');
  if (compiled) await writeFile(own, compiled.text, { mode: 0o600 });
  const all = compiled ? [...files, own] : files;
  const shown = (file: string) => (compiled && file === own ? compiled.from : file);
  const faults = await Promise.all(all.map((file) => findRulesFault(codexRun, file)));
  const good = all.filter((_, index) => faults[index] === undefined);
  const answers = await tryEach(
    codexRun,
    good,
    table.map(({ command }) => command),
  );
  return {
    rules: good.map(shown),
    broken: all.flatMap((file, index) => {
      const reason = faults[index];
      return reason === undefined ? [] : [{ file: shown(file), reason }];
    }),
    commands: table.map((expected, index) =>
      judgeCommand(expected, answers[index] ?? { refused: 'it was not asked' }),
    ),
  };
}

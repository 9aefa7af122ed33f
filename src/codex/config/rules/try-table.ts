import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from '../../../domain/base/outcome.ts';
import type { Expected } from '../../../domain/policy/rules/decision-table.ts';
import { judgeCommand, lookAlikeOf, type RulesReport } from '../../../domain/policy/rules/rules-report.ts';
import { findBrokenRules, tryEach } from './try-rules.ts';

/** What a decision table is tried on. */
export type RulesTrial = {
  table: readonly Expected[];
  files: readonly string[];
  /** Files of the same place that a session does not load. */
  ignored?: RulesReport['ignored'];
  /** The prefix rules of requirements as a rules file, and the requirements they come from. */
  compiled?: { text: string; from: string } | undefined;
  /** A private folder. */
  work: string;
};

/** Tries each command of a table on all rules that the CLI can read, and names those that it cannot. */
export async function tryTable(
  codexRun: (args: readonly string[]) => Promise<Outcome>,
  { table, files, ignored = [], compiled, work }: RulesTrial,
): Promise<RulesReport> {
  const own = join(work, 'requirements.rules');
  if (compiled) await writeFile(own, compiled.text, { mode: 0o600 });
  const all = compiled ? [...files, own] : files;
  const shown = (file: string) => (compiled && file === own ? compiled.from : file);
  const broken = await findBrokenRules(codexRun, all);
  const good = all.filter((file) => broken.every((one) => one.file !== file));
  const answers = await tryEach(
    codexRun,
    good,
    table.map(({ command }) => command),
  );
  const allowed = table.flatMap(({ command }, index) => {
    const answer = answers[index];
    const other = lookAlikeOf(command);
    return other && answer && 'decision' in answer && answer.decision === 'allow' ? [{ index, other }] : [];
  });
  const others = await tryEach(
    codexRun,
    good,
    allowed.map(({ other }) => other),
  );
  return {
    rules: good.map(shown),
    broken: broken.map(({ file, reason }) => ({ file: shown(file), reason })),
    ignored,
    commands: table.map((expected, index) =>
      judgeCommand(expected, {
        answer: answers[index] ?? { refused: 'it was not asked' },
        lookAlike: others[allowed.findIndex((one) => one.index === index)],
        broken: broken[0] && shown(broken[0].file),
      }),
    ),
  };
}

import type { Outcome } from '../../../domain/base/outcome.ts';
import { type RuleAnswer, readRuleAnswer } from '../../../domain/policy/rules/rule-answer.ts';
import type { RulesReport } from '../../../domain/policy/rules/rules-report.ts';
import { sideBySide } from '../../cli/side-by-side.ts';

/** Runs `codex` with arguments to its end. */
type CodexRun = (args: readonly string[]) => Promise<Outcome>;

/**
 * Asks the CLI what some rules say of a command. Several files together: the strictest rule wins. A program named
 * by its path is matched by its name too, as in a session, where `host_executable` does not rule that out.
 */
async function tryRules(
  codexRun: CodexRun,
  files: readonly string[],
  command: readonly string[],
): Promise<RuleAnswer> {
  if (files.length === 0) return { decision: 'none', matched: ['no rules file is in force'] };
  const rules = files.flatMap((file) => ['--rules', file]);
  const args = ['execpolicy', 'check', '--resolve-host-executables', ...rules, '--', ...command];
  return readRuleAnswer(await codexRun(args));
}

/** The same for many commands, in their order. */
export function tryEach(
  codexRun: CodexRun,
  files: readonly string[],
  commands: readonly (readonly string[])[],
): Promise<readonly RuleAnswer[]> {
  return sideBySide(commands, (command) => tryRules(codexRun, files, command));
}

/** Why the CLI cannot read a rules file; undefined when it can. */
export async function findRulesFault(codexRun: CodexRun, file: string): Promise<string | undefined> {
  const answer = await tryRules(codexRun, [file], ['true']);
  return 'refused' in answer ? answer.refused : undefined;
}

/** The files that the CLI cannot read, with the reason. */
export async function findBrokenRules(
  codexRun: CodexRun,
  files: readonly string[],
): Promise<RulesReport['broken']> {
  const faults = await sideBySide(files, (file) => findRulesFault(codexRun, file));
  return files.flatMap((file, index) => {
    const reason = faults[index];
    return reason === undefined ? [] : [{ file, reason }];
  });
}

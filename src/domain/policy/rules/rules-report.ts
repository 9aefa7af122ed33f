import { type Decision, type Expected, isShellWrapped } from './decision-table.ts';
import type { RuleAnswer } from './rule-answer.ts';

/** What became of one line of a decision table. */
export type TriedCommand = Expected & {
  verdict: 'pass' | 'fail' | 'error';
  decided: Decision | undefined;
  /** The rules that matched, or why there was no decision. */
  because: readonly string[];
  warning: string | undefined;
};

/** What became of a decision table on some rules. */
export type RulesReport = {
  /** The files that were tried together; the strictest rule wins. */
  rules: readonly string[];
  /** Files that the CLI would drop in silence, with the reason. */
  broken: readonly { file: string; reason: string }[];
  commands: readonly TriedCommand[];
};

/** Judges one line of a decision table by the answer of the CLI. */
export function judgeCommand(expected: Expected, answer: RuleAnswer): TriedCommand {
  const warning = isShellWrapped(expected.command)
    ? 'the rules are not tried on what a shell would run; name the command itself'
    : undefined;
  if ('refused' in answer)
    return { ...expected, verdict: 'error', decided: undefined, because: [answer.refused], warning };
  const verdict = answer.decision === expected.expect ? 'pass' : 'fail';
  const because = answer.matched.length === 0 ? ['no rule matches'] : answer.matched;
  return { ...expected, verdict, decided: answer.decision, because, warning };
}

/** 0 when everything is as expected, 1 when it is not or a file is broken, 3 when something could not be asked. */
export function rulesExitCode({ broken, commands }: RulesReport): 0 | 1 | 3 {
  if (broken.length > 0 || commands.some(({ verdict }) => verdict === 'fail')) return 1;
  return commands.some(({ verdict }) => verdict === 'error') ? 3 : 0;
}

import { type Decision, type Expected, isShellWrapped } from './decision-table.ts';
import type { RuleAnswer } from './rule-answer.ts';

/** The rules files of a folder, lowest layer first. */
export type RulesHere = {
  /** Those that a session loads. */
  inForce: readonly string[];
  /** Those that it does not, with the reason in the words of the CLI, such as a project that is not trusted. */
  ignored: readonly { file: string; reason: string }[];
};

/** The result of one line of a decision table. */
export type TriedCommand = Expected & {
  verdict: 'pass' | 'fail' | 'error';
  decided: Decision | undefined;
  /** The rules that matched, or why there was no decision. */
  because: readonly string[];
  warning: string | undefined;
};

/** The result of a decision table on some rules. */
export type RulesReport = {
  /** The files that were tried together; the strictest rule wins. */
  rules: readonly string[];
  /**
   * Files that the CLI cannot read, with the reason. It drops every rule for one of them: `codex exec` does not
   * start, and an app-server goes on without rules.
   */
  broken: readonly { file: string; reason: string }[];
  /** Files that a session here does not load, with the reason. */
  ignored: RulesHere['ignored'];
  commands: readonly TriedCommand[];
};

/** What decides one line of a table. */
type Tried = {
  answer: RuleAnswer;
  /** The answer for a program of the same name in another folder, where it was asked. */
  lookAlike?: RuleAnswer | undefined;
  /** The file that keeps all rules from being in force. */
  broken?: string | undefined;
};

/** Judges one line of a decision table by the answer of the CLI. */
export function judgeCommand(expected: Expected, { answer, lookAlike, broken }: Tried): TriedCommand {
  const warning = warningFor(expected, lookAlike);
  if (broken !== undefined) {
    const because = [`not in force: ${broken} is broken, and the CLI drops every rule for it`];
    return { ...expected, verdict: 'fail', decided: undefined, because, warning };
  }
  if ('refused' in answer)
    return { ...expected, verdict: 'error', decided: undefined, because: [answer.refused], warning };
  const verdict = answer.decision === expected.expect ? 'pass' : 'fail';
  const because = answer.matched.length === 0 ? ['no rule matches'] : answer.matched;
  return { ...expected, verdict, decided: answer.decision, because, warning };
}

/** A folder that is on no machine, to name a program that only looks like the one that is meant. */
const nowhere = '/nonexistent/look-alike';

/** The same command by a program of the same name elsewhere; undefined where it names a path already. */
export function lookAlikeOf([program = '', ...args]: readonly string[]): readonly string[] | undefined {
  return program === '' || program.includes('/') ? undefined : [`${nowhere}/${program}`, ...args];
}

function warningFor({ command }: Expected, lookAlike: RuleAnswer | undefined): string | undefined {
  if (isShellWrapped(command))
    return 'the rules are not tried on what a shell would run; name the command itself';
  return lookAlike && 'decision' in lookAlike && lookAlike.decision === 'allow'
    ? `a file of this name in any folder is allowed too, outside the sandbox; name the paths with host_executable(name="${command[0]}", paths=[…])`
    : undefined;
}

/** 0 when everything is as expected, 1 when it is not or a file is broken, 3 when something could not be asked. */
export function rulesExitCode({ broken, commands }: RulesReport): 0 | 1 | 3 {
  if (broken.length > 0 || commands.some(({ verdict }) => verdict === 'fail')) return 1;
  return commands.some(({ verdict }) => verdict === 'error') ? 3 : 0;
}

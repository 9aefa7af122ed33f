import { describe, expect, it } from 'vitest';
import { isShellWrapped, parseDecisionTable } from '../../../../src/domain/policy/rules/decision-table.ts';
import { compileRequirements } from '../../../../src/domain/policy/rules/prefix-rules.ts';
import { readRuleAnswer } from '../../../../src/domain/policy/rules/rule-answer.ts';
import { judgeCommand, rulesExitCode } from '../../../../src/domain/policy/rules/rules-report.ts';

const outcome = (stdout: string, code = 0, stderr = '') => ({
  argv: ['codex'],
  end: { type: 'exit', code } as const,
  stdout,
  stderr,
  durationMs: 1,
});

const expected = {
  command: ['git', 'push'],
  expect: 'prompt',
  why: undefined,
  declaredAt: 't.yaml:3:5',
} as const;

describe('a decision table', () => {
  it.each([
    [
      'version: 1\ncommands:\n  - command: [ls]\n    expect: alow\n',
      't.yaml:4:13: commands[0].expect: Invalid option',
    ],
    [
      'version: 1\ncommands:\n  - command: ls\n    expect: allow\n',
      't.yaml:3:14: commands[0].command: Invalid input',
    ],
    [
      'version: 1\ncommands:\n  - comand: [ls]\n    expect: allow\n',
      'comand: unknown field; did you mean "command"?',
    ],
  ])('that is wrong is refused with file, line and field', (text, message) => {
    expect(() => parseDecisionTable(text, 't.yaml')).toThrow(message);
  });

  it.each([
    [['bash', '-lc', 'git push'], true],
    [['/bin/sh', '-c', 'ls'], true],
    [['bash', 'script.sh'], false],
    [['git', '-c', 'x=y', 'push'], false],
  ])('warns of a shell around the command: %j', (command, wrapped) => {
    expect(isShellWrapped(command)).toBe(wrapped);
  });
});

describe('the answer of the CLI', () => {
  it('names the decision and the rules that matched', () => {
    const stdout =
      '{"matchedRules":[{"prefixRuleMatch":{"matchedPrefix":["git","push"],"decision":"prompt","justification":"look first"}}],"decision":"prompt"}';
    expect(readRuleAnswer(outcome(stdout))).toEqual({
      decision: 'prompt',
      matched: ['git push: prompt (look first)'],
    });
  });

  it.each([
    [outcome('{"matchedRules":[]}'), { decision: 'none', matched: [] }],
    [
      outcome('', 1, 'Error: failed to parse policy at x\n'),
      { refused: 'Error: failed to parse policy at x' },
    ],
    [outcome('not JSON'), { refused: 'it did not print its JSON' }],
  ])('%# is read for what it is', (given, answer) => {
    expect(readRuleAnswer(given)).toEqual(answer);
  });
});

describe('the judgement', () => {
  it.each([
    [{ decision: 'prompt' as const, matched: [] }, 'pass', 0],
    [{ decision: 'none' as const, matched: [] }, 'fail', 1],
    [{ refused: 'why' }, 'error', 3],
  ])('of %j is %s', (answer, verdict, code) => {
    const judged = judgeCommand(expected, { answer });
    expect(judged.verdict).toBe(verdict);
    expect(rulesExitCode({ rules: [], broken: [], ignored: [], commands: [judged] })).toBe(code);
  });

  it('of a table on a broken file is a failure, whatever the others say', () => {
    const commands = [judgeCommand(expected, { answer: { decision: 'prompt', matched: [] } })];
    expect(rulesExitCode({ rules: [], broken: [{ file: 'x', reason: 'y' }], ignored: [], commands })).toBe(1);
  });
});

describe('the prefix rules of requirements', () => {
  it('become a rules file', () => {
    const pattern = [{ token: 'git' }, { any_of: ['push', 'commit'] }];
    const rules = { prefix_rules: [{ pattern, decision: 'prompt', justification: 'say "why"' }] };
    expect(compileRequirements({ rules })).toBe(
      'prefix_rule(pattern=["git", ["push", "commit"]], decision="prompt", justification="say \\"why\\"")\n',
    );
  });

  it.each([{}, { rules: {} }, { rules: { prefix_rules: [{ pattern: [], decision: 'allow' }] } }])(
    'are none in %j',
    (given) => {
      expect(compileRequirements(given)).toBeUndefined();
    },
  );
});

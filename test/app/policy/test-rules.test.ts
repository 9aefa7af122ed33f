import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testRules } from '../../../src/app/policy/test-rules.ts';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { writeFiles } from '../../support/marketplace.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const rules = [
  'prefix_rule(pattern=["git", "push"], decision="prompt", justification="look first")',
  'prefix_rule(pattern=["git", "push", "--force"], decision="forbidden")',
  'prefix_rule(pattern=["ls"], decision="allow")',
  '',
].join('\n');

const table = (...lines: readonly (readonly [command: string, expected: string])[]) =>
  `version: 1\ncommands:\n${lines.map(([command, expected]) => `  - command: ${command}\n    expect: ${expected}\n`).join('')}`;

/** Tries a table on the rules of a project, with the real CLI. */
async function tried(files: Record<string, string>, more: { rules?: string[]; requirements?: string } = {}) {
  const world = testWorld();
  writeFiles(world.cwd, files);
  const { signal } = new AbortController();
  return testRules(world, { table: 'table.yaml', rules: [], codex: realCodex, signal, ...more });
}

describe('a decision table on the real CLI', () => {
  it('is as expected, the strictest rule winning', async () => {
    const report = await tried({
      '.codex/rules/default.rules': rules,
      'table.yaml': table(
        ['[git, push, origin]', 'prompt'],
        ['[git, push, --force]', 'forbidden'],
        ['[ls, -l]', 'allow'],
        ['[rm, -rf, /]', 'none'],
      ),
    });
    expect(report.broken).toEqual([]);
    expect(report.commands.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'pass']);
  });

  it('says which rule matched where the expectation was another', async () => {
    const { commands } = await tried({
      '.codex/rules/default.rules': rules,
      'table.yaml': table(['[git, push, --force]', 'allow'], ['[bash, -lc, git push]', 'prompt']),
    });
    expect(commands).toMatchObject([
      {
        verdict: 'fail',
        decided: 'forbidden',
        because: ['git push: prompt (look first)', 'git push --force: forbidden'],
        declaredAt: 'table.yaml:3:5',
      },
      { verdict: 'fail', decided: 'none', warning: expect.stringContaining('name the command itself') },
    ]);
  });

  it('names a file that the CLI would drop, and tries the others', async () => {
    const report = await tried({
      '.codex/rules/a.rules': 'prefix_rule(pattern=["ls"], decision="maybe")\n',
      '.codex/rules/b.rules': rules,
      'table.yaml': table(['[ls]', 'allow']),
    });
    expect(report.broken).toMatchObject([
      {
        file: expect.stringMatching(/a\.rules$/),
        reason: expect.stringContaining('invalid decision: maybe'),
      },
    ]);
    expect(report.commands[0]?.verdict).toBe('pass');
  });

  it('tries the prefix rules of requirements the same way', async () => {
    const requirements =
      '[[rules.prefix_rules]]\npattern = [{ token = "rm" }, { token = "-rf" }]\ndecision = "forbidden"\njustification = "no"\n';
    const report = await tried(
      {
        'requirements.toml': requirements,
        'table.yaml': table(['[rm, -rf, x]', 'forbidden'], ['[rm, x]', 'none']),
      },
      { requirements: 'requirements.toml' },
    );
    expect(report.rules).toEqual(['requirements.toml']);
    expect(report.commands.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  });

  it('needs rules', async () => {
    await expect(tried({ 'table.yaml': table(['[ls]', 'none']) })).rejects.toThrow(
      'there are no rules to try',
    );
    await expect(tried({}, { rules: ['x.rules'] })).rejects.toThrow('table.yaml: cannot be read');
  });
});

describe('the check of rules files', () => {
  it('fails on a broken default.rules, and says where', async () => {
    const world = testWorld();
    const judged = async () => (await runOn(realCodex, world, shippedCheck('rules.parse'))).judgement;
    expect(await judged()).toMatchObject({ verdict: 'skip' });
    writeFiles(world.teamHome, { 'rules/default.rules': rules });
    expect(await judged()).toMatchObject({ verdict: 'pass' });
    writeFiles(world.teamHome, { 'rules/default.rules': 'prefix_rule(pattern=["git"\n' });
    expect(await judged()).toMatchObject({
      verdict: 'fail',
      summary: `${join(world.teamHome, 'rules', 'default.rules')} is broken, so none of its rules applies`,
      actual: expect.stringContaining('Parse error'),
    });
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testRules } from '../../../src/app/policy/test-rules.ts';
import { plain } from '../../../src/report/base/paint.ts';
import { renderRulesReport } from '../../../src/report/policy/rules-report.ts';
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
async function tried(
  files: Record<string, string>,
  more: { rules?: string[]; requirements?: string; trust?: 'trusted' | 'untrusted' | 'open' } = {},
) {
  const { trust = 'trusted', ...named } = more;
  const world = testWorld();
  writeFiles(world.cwd, files);
  if (trust !== 'open')
    writeFiles(world.teamHome, {
      'config.toml': `[projects.${JSON.stringify(world.cwd)}]\ntrust_level = "${trust}"\n`,
    });
  const { signal } = new AbortController();
  return testRules(world, { table: 'table.yaml', rules: [], codex: realCodex, signal, ...named });
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

  it('shows no decision as in force beside a broken file, since the CLI drops all of them', async () => {
    const report = await tried({
      '.codex/rules/a.rules': 'prefix_rule(pattern=["ls"], decision="maybe")\n',
      '.codex/rules/b.rules': rules,
      'table.yaml': table(['[ls]', 'allow'], ['[rm]', 'none']),
    });
    expect(report.broken).toMatchObject([
      {
        file: expect.stringMatching(/a\.rules$/),
        reason: expect.stringContaining('invalid decision: maybe'),
      },
    ]);
    expect(report.commands).toMatchObject([
      {
        verdict: 'fail',
        decided: undefined,
        because: [expect.stringMatching(/^not in force: .*a\.rules is broken/)],
      },
      { verdict: 'fail', decided: undefined },
    ]);
    expect(renderRulesReport(report, plain)).toContain('ls: not in force');
  });

  it('leaves out the rules of a project that is not trusted, with the reason in the words of the CLI', async () => {
    const files = {
      '.codex/rules/a.rules': rules,
      '.codex/rules/broken.rules': 'prefix_rule(pattern=["ls"\n',
      'table.yaml': table(['[git, push, --force]', 'forbidden']),
    };
    const report = await tried(files, { trust: 'untrusted' });
    expect(report).toMatchObject({
      rules: [],
      broken: [],
      ignored: [
        { file: expect.stringMatching(/a\.rules$/), reason: expect.stringContaining('untrusted') },
        { file: expect.stringMatching(/broken\.rules$/) },
      ],
      commands: [{ verdict: 'fail', decided: 'none', because: ['no rules file is in force'] }],
    });
    expect((await tried(files, { trust: 'open' })).ignored).toHaveLength(2);
  });

  it('counts the rules of a project that a session begins to trust by itself', async () => {
    const world = testWorld();
    writeFiles(world.teamHome, { 'config.toml': 'sandbox_mode = "workspace-write"\n' });
    writeFiles(world.cwd, {
      '.codex/rules/a.rules': rules,
      'table.yaml': table(['[git, push, --force]', 'forbidden']),
    });
    const { signal } = new AbortController();
    const report = await testRules(world, { table: 'table.yaml', rules: [], codex: realCodex, signal });
    expect(report).toMatchObject({ ignored: [], commands: [{ verdict: 'pass' }] });
  });

  it('finds the rules of every folder from the root of the project down', async () => {
    const world = testWorld();
    const folder = join(world.cwd, 'services', 'api');
    writeFiles(world.teamHome, {
      'config.toml': `[projects.${JSON.stringify(world.cwd)}]\ntrust_level = "trusted"\n`,
    });
    writeFiles(world.cwd, { '.git/HEAD': '', '.codex/rules/a.rules': rules });
    writeFiles(folder, { 'table.yaml': table(['[git, push, --force]', 'forbidden']) });
    const { signal } = new AbortController();
    const request = { table: 'table.yaml', rules: [], codex: realCodex, signal };
    expect((await testRules({ ...world, cwd: folder }, request)).commands[0]?.verdict).toBe('pass');
  });

  it('decides a program by its path as a session does', async () => {
    const host = 'host_executable(name="git", paths=["/usr/bin/git"])\n';
    const paths = table(
      ['[/usr/bin/git, push, --force]', 'forbidden'],
      ['[/opt/bin/git, push, --force]', 'none'],
    );
    const { commands } = await tried({ '.codex/rules/a.rules': `${rules}${host}`, 'table.yaml': paths });
    expect(commands.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    const open = await tried({ '.codex/rules/a.rules': rules, 'table.yaml': paths });
    expect(open.commands.map(({ decided }) => decided)).toEqual(['forbidden', 'forbidden']);
  });

  it('warns that an allowed name stands for a program of any folder, until its paths are named', async () => {
    const lines = table(['[ls, -l]', 'allow']);
    const { commands } = await tried({ '.codex/rules/a.rules': rules, 'table.yaml': lines });
    expect(commands[0]).toMatchObject({
      verdict: 'pass',
      warning: expect.stringContaining('host_executable'),
    });
    const named = `${rules}host_executable(name="ls", paths=["/bin/ls"])\n`;
    const closed = await tried({ '.codex/rules/a.rules': named, 'table.yaml': lines });
    expect(closed.commands[0]).toMatchObject({ verdict: 'pass', warning: undefined });
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
    writeFiles(world.cwd, { '.codex/rules/own.rules': 'prefix_rule(pattern=["git"\n' });
    expect(await judged()).toMatchObject({
      verdict: 'warn',
      summary: expect.stringContaining('own.rules is not in force'),
    });
    writeFiles(world.teamHome, { 'rules/default.rules': 'prefix_rule(pattern=["git"\n' });
    expect(await judged()).toMatchObject({
      verdict: 'fail',
      summary: `${join(world.teamHome, 'rules', 'default.rules')} is broken, so no rule is in force`,
      actual: expect.stringContaining('Parse error'),
    });
  });
});

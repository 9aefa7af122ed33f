import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { testWorld } from '../../support/world.ts';

describe('codex-cockpit upgrade rules', () => {
  it('lists the rules with the weights of the team and their reasons', async () => {
    const world = testWorld();
    const { run, json } = commandLine(world);
    const overrides = 'overrides: [{ rule: commands.gone, weight: warning, reason: only CI calls them }]';
    writeFileSync(join(world.cwd, 'team.yaml'), `version: 1\n${overrides}\n`);
    const { code, stdout } = await run('upgrade', 'rules', '--rules', 'team.yaml');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Rules of table \d+, SHA-256 [0-9a-f]{64}\n/);
    expect(stdout).toMatch(/^commands\.gone +warning \(was blocker\) +gone +only CI calls them; /m);
    const { rules } = (await json('upgrade', 'rules', '--rules', 'team.yaml')) as {
      rules: { id: string }[];
    };
    expect(rules.find(({ id }) => id === 'commands.gone')).toMatchObject({
      area: 'commands',
      weight: 'warning',
      overridden: { from: 'blocker', reason: 'only CI calls them' },
    });
  });

  it.each([
    ['version: 1\noverride: []\n', 'team.yaml:2:11: override: unknown field; did you mean "overrides"?'],
    [undefined, 'team.yaml: cannot read the rules: there is no such file'],
  ])('refuses %j with exit code 2', async (text, message) => {
    const world = testWorld();
    if (text !== undefined) writeFileSync(join(world.cwd, 'team.yaml'), text);
    expect(await commandLine(world).run('upgrade', 'rules', '--rules', 'team.yaml')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
  });
});

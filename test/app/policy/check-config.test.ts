import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../../src/app/policy/check-config.ts';
import { isSound } from '../../../src/domain/policy/config/config-check.ts';
import { plain } from '../../../src/report/base/paint.ts';
import { renderConfigCheck } from '../../../src/report/policy/config-check.ts';
import { writeFiles } from '../../support/marketplace.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const { signal } = new AbortController();

/** Checks the configuration of a folder on the real CLI. */
async function checked(
  files: { home?: Record<string, string>; project?: Record<string, string> },
  profile?: string,
) {
  const world = testWorld();
  writeFiles(world.teamHome, files.home ?? {});
  writeFiles(world.cwd, files.project ?? {});
  const check = await checkConfig(world, { codex: realCodex, profile, signal });
  const execGets = (key: string) =>
    check.exec.session.type === 'started'
      ? check.exec.session.facts.find((fact) => fact.key === key)
      : check.exec.session;
  return { check, execGets, world, text: renderConfigCheck(check, plain) };
}

describe('config check, on the real CLI', () => {
  it('shows that codex exec never asks, whatever the configuration says', async () => {
    const { check, execGets, text } = await checked({
      home: { 'config.toml': 'approval_policy = "on-request"\nsandbox_mode = "workspace-write"\n' },
    });
    expect(execGets('approval_policy')).toEqual({
      key: 'approval_policy',
      value: 'never',
      asked: 'on-request',
    });
    expect(execGets('sandbox_mode')).toEqual({ key: 'sandbox_mode', value: 'workspace-write' });
    expect(check.session).toMatchObject({
      type: 'started',
      facts: expect.arrayContaining([{ key: 'approval_policy', value: 'on-request' }]),
    });
    expect(text).toMatch(/what codex exec gets here.*\n +approval_policy +"never" +the configuration says/);
  });

  it('shows what a profile makes of codex exec, its own approval policy included', async () => {
    const home = {
      'config.toml': 'model = "gpt-5.5"\nsandbox_mode = "read-only"\n',
      'ci.config.toml':
        'sandbox_mode = "workspace-write"\nmodel_reasoning_effort = "high"\napproval_policy = "untrusted"\n',
    };
    const { execGets, text } = await checked({ home }, 'ci');
    expect(execGets('sandbox_mode')).toEqual({ key: 'sandbox_mode', value: 'workspace-write' });
    expect(execGets('model_reasoning_effort')).toMatchObject({ value: 'high' });
    expect(execGets('approval_policy')).toMatchObject({ value: 'never', asked: 'untrusted' });
    expect(text).toContain('what codex exec --profile ci gets here');
  });

  it('refuses a profile of no file, which codex exec would take without a word', async () => {
    await expect(checked({ home: { 'config.toml': '', 'ci.config.toml': '' } }, 'cl')).rejects.toThrow(
      /there is no profile cl/,
    );
  });

  it('shows that no rule is in force, and that codex exec does not start, for one broken rules file', async () => {
    const { check, execGets, text } = await checked({
      home: {
        'rules/a.rules': 'prefix_rule(pattern=["ls"], decision="forbidden")\n',
        'rules/b.rules': 'prefix_rule(\n',
      },
    });
    expect(check.rules.broken).toMatchObject([{ file: expect.stringMatching(/b\.rules$/) }]);
    expect(isSound(check)).toBe(false);
    expect(execGets('')).toMatchObject({
      type: 'not started',
      reason: expect.stringContaining('Error loading rules'),
    });
    expect(text).toContain('rules files, none in force: one is broken');
  });

  it('starts no server, no hook and no program to notify, and leaves nothing in the folder', async () => {
    const world = testWorld();
    const mark = (name: string) => join(world.cwd, '..', `started-${name}`);
    const hook = `[[hooks.SessionStart]]\nhooks = [{ type = "command", command = "touch ${mark('hook')}" }]\n`;
    const server = (name: string) =>
      `[mcp_servers.${name}]\ncommand = "touch"\nargs = [${JSON.stringify(mark(name))}]\n`;
    writeFiles(world.teamHome, {
      'config.toml': `notify = ["touch", ${JSON.stringify(mark('notify'))}]\n${server('"my.docs"')}${hook}[projects.${JSON.stringify(world.cwd)}]\ntrust_level = "trusted"\n`,
    });
    writeFiles(world.cwd, { '.codex/config.toml': `${server('own')}${hook}` });
    const check = await checkConfig(world, { codex: realCodex, signal });
    expect(check.exec.session.type).toBe('started');
    for (const name of ['hook', '"my.docs"', 'own', 'notify']) expect(existsSync(mark(name))).toBe(false);
    expect(readdirSync(world.cwd)).toEqual(['.codex']);
    expect(readdirSync(world.teamHome)).toEqual(['config.toml']);
  });
});

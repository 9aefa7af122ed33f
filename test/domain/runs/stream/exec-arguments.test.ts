import { describe, expect, it } from 'vitest';
import { readExecArguments, withJson } from '../../../../src/domain/runs/stream/exec-arguments.ts';

const read = (...args: string[]) => readExecArguments(args);

describe('the arguments of a run', () => {
  it.each([
    [['exec', 'Add slug()'], 'Add slug()'],
    [['exec', '-s', 'read-only', '-C', 'web', 'Add slug()', '--json'], 'Add slug()'],
    [['-c', 'model="o3"', 'exec', 'Add slug()'], 'Add slug()'],
    [['-p', 'work', 'e', '-s=read-only', '--model=o3', 'Add slug()'], 'Add slug()'],
    [['exec', '-i', 'a.png', 'b.png', '--json', 'Add slug()'], 'Add slug()'],
    [['exec', '--', '--looks-like-an-option'], '--looks-like-an-option'],
    [['exec', 'resume', '--last', 'and now'], 'and now'],
    [['exec', 'resume', '01a1', 'and now'], 'and now'],
    [['exec', 'review', 'only the tests'], 'only the tests'],
    [['exec', '--json'], undefined],
    [['exec', '-'], undefined],
    [['exec', 'review', '--base', 'main'], undefined],
  ])('%j have the prompt %j', (args, prompt) => {
    expect(readExecArguments(args)).toMatchObject({ prompt });
    expect(readExecArguments(args).at).toBeGreaterThanOrEqual(0);
  });

  it('say whether the prompt is on stdin', () => {
    expect(read('exec', '-').promptOnStdin).toBe(true);
    expect(read('exec').promptOnStdin).toBe(true);
    expect(read('exec', 'resume', '--last', '-').promptOnStdin).toBe(true);
    expect(read('exec', 'review').promptOnStdin).toBe(false);
    expect(read('exec', 'x').promptOnStdin).toBe(false);
  });

  it('say the policy and the files of the run', () => {
    expect(
      read('exec', '-s', 'read-only', '-p', 'ci', '-m', 'o3', '--output-schema', 'a.json', '-C', 'web', 'x'),
    ).toMatchObject({
      sandbox: 'read-only',
      profile: 'ci',
      model: 'o3',
      outputSchema: 'a.json',
      folder: 'web',
    });
    expect(
      read('exec', '-c', 'sandbox_mode="workspace-write"', '-c', 'approval_policy=never', 'x'),
    ).toMatchObject({
      sandbox: 'workspace-write',
      approval: 'never',
    });
    expect(read('exec', '--dangerously-bypass-approvals-and-sandbox', 'x')).toMatchObject({
      sandbox: 'danger-full-access',
      approval: 'never',
    });
  });

  it.each([[['app']], [['update']], [['--version']], [[]], [['resume', 'x']]])('%j are of no run', (args) => {
    expect(readExecArguments(args).at).toBe(-1);
  });

  it('get --json right after exec, and only once', () => {
    const args = ['-p', 'ci', 'exec', 'resume', '--last', 'x'];
    expect(withJson(args, readExecArguments(args))).toEqual([
      '-p',
      'ci',
      'exec',
      '--json',
      'resume',
      '--last',
      'x',
    ]);
    const given = ['exec', 'x', '--json'];
    expect(withJson(given, readExecArguments(given))).toEqual(given);
  });

  it('are recorded without the prompt and without secrets', () => {
    const secret = `sk-proj-${'a1B2'.repeat(10)}`;
    const { shown } = read(
      'exec',
      '-c',
      'mcp_servers.x.env.TOKEN=tiny1',
      '-c',
      `mcp_servers.x.url="https://a:${secret}@h"`,
      '-c',
      'model=o3',
      `use ${secret}`,
    );
    expect(shown.join(' ')).not.toMatch(/a1B2|tiny1/);
    expect(shown).toContain('<prompt>');
    expect(shown).toContain('model=o3');
  });
});

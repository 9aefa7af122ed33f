import { describe, expect, it } from 'vitest';
import { type CommandsTrial, judgeCommands } from '../../../../../src/domain/checks/judge/cli.ts';

const trial: CommandsTrial = {
  listed: ['exec', 'mcp'],
  recorded: ['exec', 'mcp', 'mcp-server'],
  gone: ['mcp-server'],
  used: [],
  pin: '0.139.0',
};

describe('the commands of a CLI', () => {
  it('warn of one that is gone, as mcp-server went in 0.160.0', () => {
    expect(judgeCommands(trial)).toEqual({
      verdict: 'warn',
      summary: 'commands of 0.139.0 are gone: codex mcp-server',
      expected: 'the commands of 0.139.0',
      actual: 'without codex mcp-server',
    });
  });

  it('fail when the team uses it', () => {
    expect(judgeCommands({ ...trial, used: ['mcp-server'] })).toMatchObject({
      verdict: 'fail',
      summary: 'commands in use are gone: codex mcp-server',
    });
  });

  it.each([
    ['pass when everything is there, listed or not', { gone: [] }, 'pass'],
    ['are not compared with nothing', { recorded: undefined, gone: [] }, 'skip'],
    ['are unknown of a CLI without a help page', { listed: [] }, 'error'],
  ])('%s', (_, given, verdict) => {
    expect(judgeCommands({ ...trial, ...given }).verdict).toBe(verdict);
  });
});

import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

const measured = ['--unit', '%', '--window', '2026-11', '--source', 'CI of team A'];

describe('metric', () => {
  it('records a value with all that makes it readable, and lists the newest', async () => {
    const { run, json } = commandLine((await team()).world);
    expect(await json('metric', 'list')).toMatchObject({ metrics: [] });
    expect(await run('metric', 'record', 'verified-change-rate', '80', ...measured)).toEqual({
      code: 0,
      stdout: 'Recorded verified-change-rate: 80 % (2026-11).\n',
      stderr: '',
    });
    expect(await json('metric', 'record', 'verified-change-rate', '87.5', '--n', '120', ...measured)).toEqual(
      {
        format: 'codex-cockpit/metric',
        version: 1,
        ...{ metric: 'verified-change-rate', value: 87.5, unit: '%', n: 120, window: '2026-11' },
        source: 'CI of team A',
      },
    );
    const { stdout } = await run('metric', 'list');
    expect(stdout).toContain('87.5 %');
    expect(stdout).not.toContain('80 %');
  });

  it.each([
    [['record', 'rate', 'many', ...measured], '"many" is not a number'],
    [['record', 'rate', '1', '-n', '1.5', ...measured], '"1.5" is not a whole number'],
    [['record', 'rate', '1', '--unit', '%'], "required option '--window <window>' not specified"],
  ])('%j is refused', async (args, message) => {
    const { run } = commandLine((await team()).world);
    expect(await run('metric', ...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(message),
    });
  });
});

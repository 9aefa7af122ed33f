import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
    expect(await json('metric', 'add', 'verified-change-rate', '87.5', '--n', '120', ...measured)).toEqual({
      format: 'codex-cockpit/metric',
      version: 1,
      ...{
        metric: 'verified-change-rate',
        side: 'quality',
        value: 87.5,
        unit: '%',
        n: 120,
        window: '2026-11',
      },
      ...{ from: '2026-11-01', to: '2026-11-20', team: '', repository: '', source: 'CI of team A' },
    });
    const { stdout } = await run('metric', 'list');
    expect(stdout).toContain('87.5 %');
    expect(stdout).not.toContain('80 %');
  });

  it('shows a figure of quality that was stated by hand, and lets a later one of the same days correct it', async () => {
    const { run, json } = commandLine((await team()).world);
    const days = ['--window', '2026-11-01..2026-11-18', '--source', 'CI', '--team', 'shop'];
    await run('metric', 'add', 'defect-rate', '10', '--n', '40', ...days);
    await run('metric', 'add', 'defect-rate', '5', '--n', '40', ...days);
    const { groups } = await json('metric', 'show', '--metric', 'defect-rate', '--by', 'team');
    expect(groups.map(({ quality }: { quality: object[] }) => quality[0])).toMatchObject([
      { value: 5, n: 40, source: 'by hand', lag_days: 2 },
      { value: 5, n: 40, source: 'by hand', lag_days: 2 },
    ]);
  });

  it('shows the number of adoption that was stated by hand only beside quality of the same days', async () => {
    const { world } = await team();
    const { run } = commandLine(world);
    const stated = ['--window', '2026-11', '--source', 'analytics'];
    await run('metric', 'add', 'daily-users', '4321', ...stated);
    for (const args of [['metric', 'list'], ['history'], ['status', '--json'], ['item']])
      expect((await run(...args)).stdout, args.join(' ')).not.toContain('4321');
    expect((await run('metric', 'list')).stdout).toContain('withheld: no metric of quality of 2026-11');
    await run('metric', 'add', 'defect-rate', '5', '--window', '2026-10', '--source', 'CI');
    expect((await run('metric', 'list')).stdout).not.toContain('4321');
    await run('metric', 'add', 'defect-rate', '5', ...stated);
    expect((await run('metric', 'list')).stdout).toContain('4321 people/day (2026-11, analytics)');
  });

  it('shows a number of adoption beside quality that was imported too, of the same team', async () => {
    const { world } = await team();
    const { run } = commandLine(world);
    const stated = ['--window', '2026-10', '--source', 'analytics'];
    await run('metric', 'add', 'daily-users', '4321', '--team', 'till', ...stated);
    const rows = (name: string) => `metric,from,to,total,n,team\ndefect-rate,2026-10-05,,1,2,${name}\n`;
    const importing = async (name: string) => {
      writeFileSync(join(world.cwd, 'q.csv'), rows(name));
      await run('metric', 'import', 'quality', 'q.csv');
      return (await run('metric', 'list')).stdout;
    };
    expect(await importing('shop')).not.toContain('4321');
    expect(await importing('till')).toContain('4321');
  });

  it('is still called record by who learned it so, and no help says it', async () => {
    const { run } = commandLine((await team()).world);
    expect((await run('metric', 'record', 'rate', '1', ...measured)).code).toBe(0);
    expect((await run('metric', '--help')).stdout).not.toContain('record');
  });

  it.each([
    [['add', 'defect-rate', '5', '--window', 'soon', '--source', 'CI'], '"soon" is not a window'],
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

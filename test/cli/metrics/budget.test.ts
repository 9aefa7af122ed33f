import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

// The day is 20 November: two thirds of the month are over.
const limits = 'Team,Credit limit,Credits used\nshop,100,90\nweb,1000,90\n,5000,\n';
const use =
  'Date,Email,Credits\n2026-11-02,ada@example.com,80\n2026-11-03,bob@example.com,90\n2026-10-30,bob@example.com,999\n';
const teams = 'email,team,cost centre\nada@example.com,shop,c1\nbob@example.com,web,c2\n';

async function budgeted() {
  const { world } = await team();
  const { run, json } = commandLine(world);
  const file = (name: string, text: string) => {
    const path = join(world.root, name);
    writeFileSync(path, text);
    return path;
  };
  const map = [
    '--map',
    'Team=team',
    '--map',
    'Credit limit=limit:credits',
    '--map',
    'Credits used=used:credits',
  ];
  const imported = await run(
    'metric',
    'import',
    'limits',
    file('limits.csv', limits),
    ...map,
    '--days',
    '2026-11',
  );
  await run(
    ...['metric', 'import', 'dashboard', file('use.csv', use)],
    ...['--map', 'Date=day', '--map', 'Email=person', '--map', 'Credits=credits'],
  );
  await run('people', 'teams', 'import', file('teams.csv', teams));
  const quality = (...more: readonly string[]) =>
    run('metric', 'add', 'defect-rate', '5', '-n', '20', '--window', '2026-11-02', '--source', 'CI', ...more);
  return { run, json, file, imported, quality };
}

describe('metric budget', () => {
  it('withholds what was used as long as no quality stands beside it', async () => {
    const { run, json, imported } = await budgeted();
    expect(imported.stdout).toBe('1 file imported: 3 new rows, 0 known before\n');
    const { code, stdout } = await run('metric', 'budget');
    expect(code).toBe(0);
    expect(stdout).toContain('Limit    100 credits; 20 of 30 days are over');
    expect(stdout).toContain('withheld: adoption is shown only beside quality');
    expect(stdout).toContain('codex-cockpit metric add');
    const printed = JSON.stringify(
      (await json('metric', 'budget')).limits.map((one: { use: object }) => one.use),
    );
    expect(stdout + printed).not.toMatch(/\b(?:80|90|170|999)\b/);
  });

  it('says what was used beside quality, and whether it is ahead of the days', async () => {
    const { run, json, quality } = await budgeted();
    await quality('--team', 'shop');
    const found = (await json('metric', 'budget')).limits.map(
      ({ scope, use: one }: { scope: { team: string | null }; use: Record<string, unknown> }) => [
        scope.team,
        one.type,
        one.used,
        one.stated,
        one.state,
      ],
    );
    expect(found).toEqual([
      [null, 'paired', 170, null, 'within'],
      ['shop', 'paired', 80, 90, 'ahead'],
      ['web', 'withheld', undefined, undefined, undefined],
    ]);
    const { stdout } = await run('metric', 'budget');
    expect(stdout).toContain('Used     80 credits (80 %): ahead of the days; dashboard; 17 days behind');
    expect(stdout).toContain('the file of limits says 90 credits');
    expect(stdout).toContain('Quality  Defect rate: 5 %, by hand');
  });

  it('exits with 1 when a limit is passed', async () => {
    const { run, file, quality } = await budgeted();
    await quality();
    expect((await run('metric', 'budget')).code).toBe(0);
    await run(
      'metric',
      'import',
      'limits',
      file('limits.csv', limits.replace(',5000', ',100')),
      '--days',
      '2026-11',
    );
    const { code, stdout } = await run('metric', 'budget');
    expect([code, stdout]).toEqual([1, expect.stringContaining('170 credits (170 %): over the limit')]);
  });

  it('shows limits of the past when asked', async () => {
    const { run, file, json } = await budgeted();
    await run('metric', 'import', 'limits', file('limits.csv', limits), '--days', '2026-10');
    const days = async (...more: readonly string[]) =>
      new Set((await json('metric', 'budget', ...more)).limits.map(({ from }: { from: string }) => from));
    expect(await days()).toEqual(new Set(['2026-11-01']));
    expect(await days('--all')).toEqual(new Set(['2026-10-01', '2026-11-01']));
  });

  it('says how to begin', async () => {
    const { world } = await team();
    expect(await commandLine(world).run('metric', 'budget')).toEqual({
      code: 0,
      stdout: 'No spend limit counts today.\n',
      stderr: 'Import them: codex-cockpit metric import limits FILE\n',
    });
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figures, measured, quality, turns } from '../../support/measured.ts';

describe('metric show', () => {
  it('withholds adoption while there is no quality, and says what to add', async () => {
    const { run } = await measured(figures);
    const { stdout } = await run('metric', 'show');
    expect(stdout).toContain('Withheld: Daily users, Turns.');
    expect(stdout).toContain('codex-cockpit metric import quality FILE.csv');
    expect(stdout).not.toMatch(/7,?654,?321/);
  });

  it('shows it beside quality, by team only where that team has some', async () => {
    const { run } = await measured(figures, quality);
    expect((await run('metric')).stdout).toMatch(
      /Quality\n\s+Defect rate +5 %.*Adoption\n.*Turns +7,654,321 turns/s,
    );
    const { stdout } = await run('metric', 'show', '--by', 'team');
    expect(stdout.match(/7,654,321/g)).toHaveLength(1);
    expect(stdout).toContain('No team\n  Withheld: Daily users, Turns.');
  });

  it.each([
    [['show', '--json']],
    [['export']],
    [['export', '--format', 'json']],
    [['export', '--json']],
    [['list', '--json']],
    [['show', '--by', 'surface', '--metric', 'turns', '--json']],
  ])('metric %j has no number of adoption without quality', async (args) => {
    const { run } = await measured(figures);
    const { code, stdout, stderr } = await run('metric', ...args);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toContain(String(turns));
    const paired = await measured(figures, quality);
    if (args[0] !== 'list') expect((await paired.run('metric', ...args)).stdout).toContain(String(turns));
  });

  it.each([[['status']], [['status', '--json']], [['next']], [['history']], [['audit', 'log']]])(
    '%j has no number of adoption either',
    async (args) => {
      const { run } = await measured(figures, quality);
      const { code, stdout } = await run(...args);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/7,?654,?321/);
    },
  );

  it('writes an export into a file for its owner alone', async () => {
    const { run, world } = await measured(figures, quality);
    expect(await run('metric', 'export', '--metric', 'turns', '--out', 'turns.csv')).toEqual({
      ...{ code: 0, stdout: '', stderr: 'Wrote turns.csv.\n' },
    });
    expect(readFileSync(join(world.cwd, 'turns.csv'), 'utf8')).toContain('"turns","adoption","7654321"');
  });

  it.each([
    [['show', '--window', 'soon'], '"soon" is not a window'],
    [['show', '--by', 'planet'], 'Allowed choices are team, cost-centre, repository, surface'],
    [['export', '--metric', 'lines'], 'Allowed choices are defect-rate'],
    [
      ['export', '--out', 'no/such/folder/x.csv'],
      'no/such/folder/x.csv: cannot write the report: its folder is not there\nCheck the path',
    ],
  ])('%j is refused: %s', async (args, message) => {
    const { run } = await measured();
    const { code, stderr } = await run('metric', ...args);
    expect(code).not.toBe(0);
    expect(stderr).toContain(message);
  });

  it('says what each metric means', async () => {
    const { run, json } = await measured();
    expect((await run('metric', 'definitions')).stdout).toContain(
      'Changes that caused a defect, of all changes.',
    );
    expect((await json('metric', 'definitions')).metrics[0]).toMatchObject({
      metric: 'defect-rate',
      side: 'quality',
    });
  });
});

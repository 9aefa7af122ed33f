import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figures, measured, quality, turns } from '../../support/measured.ts';

describe('metric report', () => {
  it('writes a page with charts, for its owner alone', async () => {
    const { run, world } = await measured(figures, quality);
    const file = join(world.cwd, 'metrics.html');
    expect(await run('metric', 'report', '--format', 'html', '--output', 'metrics.html')).toEqual({
      ...{ code: 0, stdout: '', stderr: 'Wrote metrics.html.\n' },
    });
    const html = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(html).toContain('<strong>7,654,321 turns</strong>');
    expect(html).toMatch(/<svg [^>]*aria-label="Turns: 7,654,321 turns"/);
  });

  it('withholds adoption without quality there too', async () => {
    const { run } = await measured(figures);
    const { code, stdout } = await run('metric', 'report', '--by', 'surface');
    expect(code).toBe(0);
    expect(stdout).toContain('<strong>Withheld:</strong> Daily users, Turns');
    expect(stdout).not.toMatch(/7,?654,?321|<svg/);
  });

  it('has the metric, the window and the groups that were asked for', async () => {
    const { run } = await measured(figures, quality);
    const { stdout } = await run(
      'metric',
      'report',
      '--window',
      '2026-11-01..2026-11-12',
      '--by',
      'team',
      '--metric',
      'turns',
    );
    expect(stdout).toContain('2026-11-01 to 2026-11-12');
    expect(stdout).toContain('<h2>No team</h2>');
    expect(stdout).not.toContain('Daily users');
  });

  it('prints the figures for a program beside the page', async () => {
    const { run, json, world } = await measured(figures, quality);
    const document = await json('metric', 'report', '--out', 'page.html');
    expect(JSON.stringify(document)).toContain(String(turns));
    expect(readFileSync(join(world.cwd, 'page.html'), 'utf8')).toContain('</html>');
    expect((await run('metric', 'report', '--out', 'no/such/folder/x.html')).stderr).toContain(
      'no/such/folder/x.html: cannot write the report',
    );
  });

  it('is a page without figures where there is no history', async () => {
    const { run } = await measured();
    expect((await run('metric', 'report')).stdout).toMatch(/Nothing is known yet\..*<\/html>/s);
  });
});

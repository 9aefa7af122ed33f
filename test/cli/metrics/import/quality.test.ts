import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../support/command-line.ts';
import { makePipe } from '../../../support/pipe.ts';
import { team } from '../../../support/team.ts';

const heading = 'metric,from,to,total,n,team,repository,id';

/** A rollout with a file in its folder. */
async function withFile(text: string, name = 'quality.csv') {
  const { world, store } = await team();
  writeFileSync(join(world.cwd, name), text);
  const line = commandLine(world);
  const importing = (...more: string[]) => line.run('metric', 'import', 'quality', name, ...more);
  return {
    ...line,
    importing,
    world,
    store,
    write: (changed: string) => writeFileSync(join(world.cwd, name), changed),
  };
}

describe('metric import quality', () => {
  it('takes the template as it is, shows what it says, and adds nothing the second time', async () => {
    const { run, json, importing, write } = await withFile('');
    write((await run('metric', 'import', 'quality', '--template')).stdout);
    expect(await importing()).toMatchObject({
      code: 0,
      stdout: 'quality.csv imported: 7 new rows, 0 known before\n',
    });
    expect((await importing()).stdout).toBe('quality.csv imported: 0 new rows, 7 known before\n');
    const { groups } = await json('metric', 'show', '--window', '2026-10', '--team', 'payments');
    const values = groups[0].quality.map(({ metric, value }: { metric: string; value: number }) => [
      metric,
      value,
    ]);
    expect(Object.fromEntries(values)).toEqual({
      ...{ 'defect-rate': 5, 'review-findings': 1.16666666667, 'verification-pass-rate': 98.3333333333 },
      ...{
        'automation-savings': 36.5,
        'incident-count': 1,
        'developer-feedback': 4.2,
        'review-reactions': null,
      },
    });
  });

  it('reads JSON too, and takes a corrected row in the place of the first', async () => {
    const rows = (total: number) =>
      JSON.stringify([
        { metric: 'defect-rate', from: '2026-11-01', to: '2026-11-10', total, n: 40, team: null },
      ]);
    const { json, importing, write } = await withFile(rows(2), 'quality.json');
    await importing();
    write(rows(4));
    expect(JSON.parse((await importing('--json')).stdout)).toMatchObject({
      ...{ format: 'codex-cockpit/imported-rows', file: 'quality.json', added: 1, known: 0 },
    });
    expect((await json('metric', 'show')).groups[0].quality[0]).toMatchObject({ value: 10, n: 40 });
  });

  it('imports nothing of a file with a fault, and names each place and field', async () => {
    const lines = [
      heading,
      'defect-rate,2026-10-01,2026-10-31,2,40,,,',
      'defect-rate,2026-10-01,2026-10-31,50,40,pay,,',
      'defect-rate,2026-10-01,2026-10-31,3,40,,,',
      'incident-count,yesterday,,1,,,,',
    ];
    const { importing, store } = await withFile(lines.join('\n'));
    const before = await store.countEntries();
    const { code, stdout, stderr } = await importing();
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('quality.csv, line 3: total: 50 is more than n, 40\n');
    expect(stderr).toContain('quality.csv, line 4: it is of the same as line 2\n');
    expect(stderr).toContain('quality.csv, line 5: from: "yesterday" is not a day');
    expect(stderr).toContain('Nothing was imported.');
    expect(await store.countEntries()).toBe(before);
  });

  it('names the first ten faults of many', async () => {
    const { importing } = await withFile(
      [heading, ...Array(50).fill('defects,2026-10-01,,1,2,,,')].join('\n'),
    );
    const { stderr } = await importing();
    expect(stderr.match(/line \d+/g)).toHaveLength(10);
    expect(stderr).toContain('… and more');
  });

  it('records many rows in entries of at most 500', async () => {
    const rows = Array.from({ length: 1201 }, (_, index) => `incident-count,2026-10-01,,1,,,,INC-${index}`);
    const { importing, store, json } = await withFile([heading, ...rows].join('\n'));
    expect((await importing()).stdout).toContain('1,201 new rows');
    expect(await store.entriesOfKind('quality.recorded')).toHaveLength(3);
    const { groups } = await json('metric', 'show', '--window', '2026-10', '--metric', 'incident-count');
    expect(groups[0].quality[0]).toMatchObject({ value: 1201, entry_count: 3 });
  });

  it.each([
    ['', 'it is empty'],
    [`${heading}\n`, 'it has no rows'],
    ['a,b\n1,2\n', 'quality.csv: there is no column "a"'],
    [`${heading}\n"defect-rate,2026`, 'a quote is opened and never closed'],
  ])('a file of %j is refused: %s', async (text, message) => {
    const { importing } = await withFile(text);
    expect(await importing()).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });

  it('does not wait for a pipe, and says what is not there', async () => {
    const { run, world } = await withFile('');
    makePipe(join(world.cwd, 'pipe.csv'));
    expect((await run('metric', 'import', 'quality', 'pipe.csv')).stderr).toContain('it is a pipe');
    expect((await run('metric', 'import', 'quality', 'none.csv')).stderr).toContain('there is no such file');
    expect((await run('metric', 'import', 'quality')).stderr).toContain('no file is named');
  });

  it('is for analytics owners, rollout owners and platform engineers', async () => {
    const { importing } = await withFile(`${heading}\ndefect-rate,2026-10-01,,1,2,,,`);
    expect(await importing('--as', 'sue@example.com')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('role'),
    });
    expect((await importing('--as', 'bob@example.com')).code).toBe(0);
  });

  it('obeys no control sequence in a cell', async () => {
    const { importing } = await withFile(`${heading}\n\u001b[2Jrate,2026-10-01,,1,2,,,`);
    expect((await importing()).stderr).not.toContain('\u001b');
  });
});

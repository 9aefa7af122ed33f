import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../../src/app/metrics/read-figures.ts';
import { commandLine } from '../../../support/command-line.ts';
import { team } from '../../../support/team.ts';

const november = { from: '2026-11-01', to: '2026-11-30' };
const people = 'Date,Email,Turns\n2026-11-02,ada@example.com,3\n2026-11-02,bob@example.com,4\n';

async function importer() {
  const { world, store } = await team();
  const file = (name: string, text: string) => {
    const path = join(world.root, name);
    writeFileSync(path, text);
    return path;
  };
  const { run, json } = commandLine(world);
  const dashboard = (...args: readonly string[]) => run('metric', 'import', 'dashboard', ...args);
  const rows = async () => (await readFigures(store, november)).rows;
  return { world, store, file, dashboard, json, rows };
}

const map = ['--map', 'Date=day', '--map', 'Email=person', '--map', 'Turns=turns'];

describe('metric import dashboard', () => {
  it('asks once what the columns are, and takes the flags that it prints', async () => {
    const { file, dashboard, rows } = await importer();
    const path = file('people.csv', people);
    const asked = await dashboard(path);
    expect([asked.code, asked.stdout]).toEqual([2, '']);
    const flags = [...asked.stderr.matchAll(/--map '([^']+)'/g)].flatMap(([, pair = '']) => ['--map', pair]);
    expect(flags).toEqual(map);
    expect((await dashboard(path, ...flags)).stdout).toBe('1 file imported: 2 new rows, 0 known before\n');
    expect((await rows()).map(({ person, measures }) => [person, measures.turns])).toEqual([
      ['ada@example.com', 3],
      ['bob@example.com', 4],
    ]);
  });

  it('reads the next file with the same columns alike', async () => {
    const { file, dashboard, rows } = await importer();
    await dashboard(file('people.csv', people), ...map, '--save-map', 'people');
    const next = file('next.csv', people.replaceAll('2026-11-02', '2026-11-03'));
    expect((await dashboard(next)).code).toBe(0);
    const other = file('other.csv', people.replace('Turns', 'Turns,Mood').replaceAll(/(\d)$/gm, '$1,good'));
    expect((await dashboard(other)).code).toBe(2);
    expect((await dashboard(other, '--use-map', 'people')).stdout).toContain('0 new rows, 2 known before');
    expect((await rows()).length).toBe(4);
  });

  it('records nothing of a file with a fault, and names its line and column', async () => {
    const { file, dashboard, rows } = await importer();
    const bad = file('bad.csv', people.replace('com,4', 'com,many'));
    const { code, stderr } = await dashboard(bad, ...map);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('bad.csv, line 3: column "Turns": "many" is not a number'),
    ]);
    expect(await rows()).toEqual([]);
    // All days after it would count as days of which the export says zero.
    const stray = await dashboard(file('stray.csv', people.replace('2026-11-02', '1970-01-01')), ...map);
    expect([stray.code, stray.stderr]).toEqual([
      2,
      expect.stringContaining('stray.csv, line 2: column "Date": 1970-01-01 is before 2020'),
    ]);
  });

  it('a second import adds nothing', async () => {
    const { store, file, dashboard } = await importer();
    const path = file('people.csv', people);
    await dashboard(path, ...map);
    const before = (await store.entriesOfKind('figures.imported')).length;
    expect((await dashboard(path)).stdout).toBe('1 file imported: 0 new rows, 2 known before\n');
    expect((await store.entriesOfKind('figures.imported')).length).toBe(before);
  });

  it('two exports of the same days are one work: people from one, the total from the other', async () => {
    const { file, dashboard, json } = await importer();
    await dashboard(file('people.csv', people), ...map);
    const total = 'Day;CLI turns;All turns\n2026-11-02;7;8\n';
    await dashboard(
      ...[
        file('total.csv', total),
        '--map',
        'Day=day',
        '--map',
        'CLI turns=turns@cli',
        '--map',
        'All turns=turns',
      ],
    );
    const quality = ['--unit', '%', '--n', '20', '--window', '2026-11-02', '--source', 'CI'];
    await json('metric', 'add', 'defect-rate', '5', ...quality);
    const { groups } = await json('metric', 'show', '--window', '2026-11-02');
    const values = groups[0].adoption.map((one: { metric: string; value: number }) => [
      one.metric,
      one.value,
    ]);
    expect(values).toEqual(
      expect.arrayContaining([
        ['turns', 8],
        ['daily-users', 2],
      ]),
    );
  });

  it('reads a JSON export of thousands of rows', async () => {
    const { file, dashboard, store } = await importer();
    const list = Array.from({ length: 1200 }, (_, index) => ({
      ...{ date: '2026-11-02', user: { email: `p${index}@example.com` }, turns: index, credits: null },
    }));
    const path = file('people.json', JSON.stringify({ rows: list }));
    const { stdout } = await dashboard(
      path,
      '--map',
      'date=day',
      '--map',
      'user.email=person',
      '--map',
      'turns=turns',
    );
    expect(stdout).toBe('1 file imported: 1,200 new rows, 0 known before\n');
    const entries = await store.entriesOfKind('figures.imported');
    expect(entries.map(({ body }) => JSON.parse(body).rows.length)).toEqual([500, 500, 200]);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../../src/app/metrics/read-figures.ts';
import { commandLine } from '../../../support/command-line.ts';
import { team } from '../../../support/team.ts';

const [monday, tuesday] = [1_793_577_600, 1_793_664_000];
const november = { from: '2026-11-01', to: '2026-11-30' };

const usage = (turns: number, more: object = {}) => ({
  data: [{ start_time: monday, end_time: tuesday, totals: { turns }, clients: [], ...more }],
  has_more: false,
});

async function importer() {
  const { world, store, as } = await team();
  const file = (name: string, ...documents: readonly unknown[]) => {
    const path = join(world.root, name);
    writeFileSync(
      path,
      documents.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
    );
    return path;
  };
  const { run, json } = commandLine(world);
  const turns = async () => (await readFigures(store, november)).rows.map(({ measures }) => measures.turns);
  return { world, store, as, file, run, json, turns };
}

describe('metric import analytics', () => {
  it('imports pages, and says of use nothing but that it was imported', async () => {
    const { file, run, turns } = await importer();
    const path = file('usage.json', usage(7321, { clients: [{ client_id: 'CODEX_NEW', turns: 7321 }] }));
    expect(await run('metric', 'import', 'analytics', path)).toMatchObject({
      code: 0,
      stdout:
        '1 file imported: 2 new rows, 0 known before\nNot known, and kept as they are called:\n  CODEX_NEW (1)\n',
      stderr: expect.not.stringContaining('7321'),
    });
    expect(await turns()).toEqual([7321, 7321]);
  });

  it('a second import adds nothing, and a newer number takes the place of the older one', async () => {
    const { file, json, store, turns } = await importer();
    const path = file('usage.json', usage(7));
    await json('metric', 'import', 'analytics', path);
    const before = (await store.entriesOfKind('figures.imported')).length;
    expect(await json('metric', 'import', 'analytics', path)).toMatchObject({ added: 0, known: 1 });
    expect((await store.entriesOfKind('figures.imported')).length).toBe(before);
    file('usage.json', usage(9));
    expect(await json('metric', 'import', 'analytics', path)).toMatchObject({ added: 1, known: 0 });
    expect(await turns()).toEqual([9]);
  });

  it('records findings of code reviews as quality', async () => {
    const { file, json, store } = await importer();
    const review = { start_time: monday, end_time: tuesday, pull_request_reviews: 4 };
    const path = file('reviews.jsonl', { data: [{ ...review, comment_details: { p0: 0, p1: 1, p2: 2 } }] });
    expect(await json('metric', 'import', 'analytics', path)).toMatchObject({ added: 2 });
    expect(await json('metric', 'import', 'analytics', path)).toMatchObject({ added: 0, known: 2 });
    const [entry] = await store.entriesOfKind('quality.recorded');
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      source: 'code reviews',
      name: 'reviews.jsonl',
      rows: [{ metric: 'review-findings', total: 3, n: 4 }],
    });
  });

  it('reads pages one a line, lists of pages and lists of rows', async () => {
    const { file, json } = await importer();
    const { data } = usage(1);
    const files = [
      file('lines.jsonl', usage(1), usage(2)),
      file('pages.json', [usage(3)]),
      file('rows.json', data),
    ];
    expect(await json('metric', 'import', 'analytics', ...files)).toMatchObject({ files: 3, added: 4 });
  });

  it('names a file that is not a page and imports the others', async () => {
    const { world, file, run } = await importer();
    const files = [file('good.json', usage(1)), file('bad.json', usage(-1)), join(world.root, 'none.json')];
    const { code, stdout } = await run('metric', 'import', 'analytics', ...files);
    expect(code).toBe(1);
    expect(stdout).toContain('bad.json: it is not a page of the Analytics API: data[0].totals.turns: ');
    expect(stdout).toContain('none.json: there is no such file');
    const alone = await run('metric', 'import', 'analytics', file('half.json', '{"data":['));
    expect([alone.code, alone.stderr]).toEqual([
      2,
      expect.stringContaining('half.json: line 1 is not valid JSON'),
    ]);
    const empty = await run('metric', 'import', 'analytics', file('empty.json', '\ufeff\n'));
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('empty.json: it is empty')]);
  });

  it('takes a file for that of the only workspace, and asks when there are two', async () => {
    const { file, run, turns } = await importer();
    const path = file('usage.json', usage(1));
    await run('metric', 'import', 'analytics', path, '--workspace', 'east');
    file('usage.json', usage(2));
    await run('metric', 'import', 'analytics', path);
    expect(await turns()).toEqual([2]);
    await run('metric', 'import', 'analytics', path, '--workspace', 'west');
    expect(await turns()).toEqual([2, 2]);
    expect(await run('metric', 'import', 'analytics', path)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'several places are known, and a file does not say its own: east, west',
      ),
    });
  });

  it('is refused to a person without the role', async () => {
    const { as, file } = await importer();
    const { run } = commandLine(as('sue'));
    expect(await run('metric', 'import', 'analytics', file('a.json', usage(1)))).toMatchObject({ code: 1 });
  });
});

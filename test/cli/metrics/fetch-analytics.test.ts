import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFigures } from '../../../src/app/metrics/read-figures.ts';
import { type Answering, answerJson, apiServer, waitingClock } from '../../support/api-server.ts';
import { cockpitIn } from '../../support/cockpit.ts';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

const key = 'sk-admin-0123456789abcdef';
const start = Date.parse('2026-11-02T00:00:00Z') / 1000;
const day = (index: number) => ({
  start_time: start + index * 86_400,
  end_time: start + (index + 1) * 86_400,
});
const november = { from: '2026-11-01', to: '2026-11-30' };

/** Three pages of people, one row each; the other parts have no row. */
const pages: Answering = ({ path, query }, response) => {
  const at = Number(query.get('page') ?? 0);
  const isOfPeople = path.endsWith('/usage') && query.get('group') === null;
  if (!isOfPeople) return answerJson(response, { data: [], has_more: false, next_page: null });
  const row = { ...day(at), user_id: `u${at}`, totals: { turns: at + 1 }, clients: [] };
  answerJson(response, { data: [row], has_more: at < 2, next_page: at < 2 ? String(at + 1) : null });
};

async function fetcher(answer: Answering) {
  const { world, store, as } = await team();
  const server = await apiServer(answer);
  const { wait, waits } = waitingClock();
  const environment = { ...world.environment, ANALYTICS_KEY: key };
  const line = ['metric', 'fetch', 'analytics', '--workspace', 'w-1', '--base-url', server.base];
  const { run } = commandLine({ ...world, environment, wait });
  const call = (...more: readonly string[]) => run(...line, '--key-env', 'ANALYTICS_KEY', ...more);
  const turns = async () => (await readFigures(store, november)).rows.map(({ measures }) => measures.turns);
  const recorded = async () => JSON.stringify(await store.entriesOfKind('figures.imported'));
  return { ...server, world, store, as, waits, line, run, call, turns, recorded };
}

/** Answers as `pages`, but once with what stands in the way of the third page of people. */
function hindered(hinder: Answering): Answering {
  let met = false;
  return (asked, response, request) => {
    if (met || asked.query.get('page') !== '2') return pages(asked, response, request);
    met = true;
    return hinder(asked, response, request);
  };
}

const status =
  (code: number, headers: Record<string, string> = {}, body = '{}'): Answering =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);

describe('metric fetch analytics', () => {
  it('fetches every page of every part, and the next time the last days alone', async () => {
    const { call, asked, turns } = await fetcher(pages);
    expect(await call('--json')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/"from": "2026-08-23",\s+"to": "2026-11-20",\s+"pages": 6/),
    });
    expect(
      asked.map(({ path, query }) => `${path} ${query.get('group') ?? ''} ${query.get('page') ?? ''}`),
    ).toEqual([
      '/workspaces/w-1/usage workspace ',
      '/workspaces/w-1/usage  ',
      '/workspaces/w-1/usage  1',
      '/workspaces/w-1/usage  2',
      '/workspaces/w-1/code_reviews  ',
      '/workspaces/w-1/code_review_responses  ',
    ]);
    expect(await turns()).toEqual([1, 2, 3]);
    const again = await call();
    expect(again.stdout).toBe('6 pages fetched, 2026-11-18 to 2026-11-20: 0 new rows, 3 known before\n');
    expect(await turns()).toEqual([1, 2, 3]);
  });

  it('asks for weeks and for days that are named', async () => {
    const { call, asked } = await fetcher(pages);
    await call('--group', 'week', '--from', '2026-11-04', '--to', '2026-11-15');
    expect(Object.fromEntries(asked[0]?.query ?? [])).toEqual({
      ...{ group: 'workspace', group_by: 'week', limit: '1000' },
      start_time: String(start),
      end_time: String(Date.parse('2026-11-16T00:00:00Z') / 1000),
    });
  });

  it.each([
    ['too many requests', status(429, { 'retry-after': '7' }), [7000]],
    ['a fault of the server', status(503), [1000]],
    ['a cut connection', ((_, response) => void response.destroy()) as Answering, [1000]],
    [
      'an answer that is cut in the middle',
      ((_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"data":[');
        setImmediate(() => response.destroy());
      }) as Answering,
      [1000],
    ],
  ])('waits and asks again after %s', async (_, hinder, expected) => {
    const { call, turns, waits } = await fetcher(hindered(hinder));
    expect((await call()).code).toBe(0);
    expect(await turns()).toEqual([1, 2, 3]);
    expect(waits).toEqual(expected);
  });

  it.each([
    [status(401), 2, 'the key was refused: 127.0.0.1'],
    [status(403), 2, 'Check the key in the variable ANALYTICS_KEY'],
    [
      status(422, {}, '{"detail":[{"loc":["query","page"],"msg":"no such page"}]}'),
      2,
      'query.page no such page',
    ],
    [status(200, {}, 'not json'), 3, 'did not answer with JSON'],
    [status(200, {}, '{"rows":[]}'), 3, 'usage of its people: it is not a page of the Analytics API: data: '],
    [status(200, {}, '{"data":[],"has_more":true}'), 3, 'next_page: it is missing, though has_more is true'],
    [status(200, {}, '{"data":[],"next_page":"1"}'), 3, 'names the same next page again and again'],
  ])('stops with one clear message, and goes on from there (%#)', async (hinder, code, message) => {
    const { call, asked, turns } = await fetcher(hindered(hinder));
    const cut = await call();
    expect([cut.code, cut.stdout, cut.stderr]).toEqual([code, '', expect.stringContaining(message)]);
    const before = asked.length;
    const { stdout } = await call();
    expect(stdout).toContain('going on with a fetch that was cut short');
    expect(asked[before]?.query.get('page')).toMatch(/[12]/);
    expect(await turns()).toEqual([1, 2, 3]);
  });

  it('gives up a cursor that is no longer known, and fetches that part again', async () => {
    // Five times the server fails, which ends the first call.
    const hindrances = [...Array<Answering>(5).fill(status(500)), status(422)];
    const { call, asked, turns } = await fetcher((one, response, request) => {
      const hinder = one.query.get('page') === '2' ? hindrances.shift() : undefined;
      return (hinder ?? pages)(one, response, request);
    });
    expect((await call()).code).toBe(3);
    const before = asked.length;
    expect((await call()).code).toBe(0);
    expect(asked.slice(before).map(({ query }) => query.get('page'))).toEqual([
      '2',
      null,
      '1',
      '2',
      null,
      null,
    ]);
    expect(await turns()).toEqual([1, 2, 3]);
  });

  it('never prints or stores the key, even where the server repeats it', async () => {
    const { call, recorded } = await fetcher(
      hindered(status(400, {}, `{"error":{"message":"bad key ${key}"}}`)),
    );
    const { stdout, stderr } = await call();
    expect(stderr).toContain('bad key [redacted]');
    expect(`${stdout}${stderr}${await recorded()}`).not.toContain(key);
  });

  it('takes the key from a file, and asks where it is', async () => {
    const { world, line, run, asked } = await fetcher(pages);
    const path = join(world.root, 'key');
    writeFileSync(path, `${key}\n`);
    expect((await run(...line, '--key-file', path)).code).toBe(0);
    expect(asked[0]?.key).toBe(`Bearer ${key}`);
    expect(await run(...line)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('say where the key is'),
    });
  });

  it.each([
    [['--from', '2026-01-01'], 'looks back 90 days'],
    [['--workspace', '../x'], 'letters, digits and hyphens'],
  ])('refuses %j before anything is asked', async (more, message) => {
    const { call, asked } = await fetcher(pages);
    expect(await call(...more)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(asked).toEqual([]);
  });

  it('goes on after it was killed, and counts nothing twice', async () => {
    let hung = false;
    const { promise, resolve } = Promise.withResolvers<void>();
    const { world, base, asked, line, turns } = await fetcher((one, response, request) => {
      if (one.query.get('page') !== '2' || hung) return pages(one, response, request);
      hung = true;
      resolve();
    });
    const environment = { ...world.environment, ANALYTICS_KEY: key };
    const program = cockpitIn({ ...world, environment });
    const args = [...line, '--key-env', 'ANALYTICS_KEY', '--as', world.as ?? ''];
    const { child, ended } = program.start(...args);
    await promise;
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    const before = asked.length;
    expect(base).toContain('127.0.0.1');
    expect(await program.run(...args)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('going on with a fetch that was cut short: 1 new row, 0 known before'),
    });
    expect(asked.slice(before).map(({ query }) => query.get('page'))).toEqual(['2', null, null]);
    expect(await turns()).toEqual([1, 2, 3]);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FetchRequest, fetchCompliance } from '../../../../src/app/metrics/compliance/fetch.ts';
import { readCompliance } from '../../../../src/app/metrics/compliance/read-compliance.ts';
import { waitingClock } from '../../../support/api-server.ts';
import { complianceLines } from '../../../support/compliance.ts';
import {
  complianceServer,
  type LogFile,
  type Mishap,
  signature,
} from '../../../support/compliance-server.ts';
import { team } from '../../../support/team.ts';

const logFile = (day: number, records = 3): LogFile => ({
  id: `file-${day}`,
  end: `2026-11-${day}T10:00:00.000000Z`,
  text: complianceLines(records, { name: `day-${day}`, start: `2026-11-${day}T08:00:00Z` }),
});

async function fetching(files: LogFile[], options: { pageSize?: number; mishap?: Mishap } = {}) {
  const server = await complianceServer(files, options);
  const { world, store, setNow } = await team();
  const clock = waitingClock();
  const waits: string[] = [];
  const request: FetchRequest = {
    ...{ workspace: 'ws-1', log: 'CODEX_LOG', keyEnv: 'KEY', base: server.base },
    ...{ signal: new AbortController().signal, onWait: (reason) => waits.push(reason) },
  };
  const environment = { ...world.environment, KEY: 'the-key' };
  const fetch = (more: Partial<FetchRequest> & { as?: string } = {}) =>
    fetchCompliance({ ...world, ...clock, environment, as: more.as ?? world.as }, store, {
      ...request,
      ...more,
    });
  const listed = () => server.asked.filter(({ path }) => path.endsWith('/logs')).length;
  const status = () => readCompliance(clock, store);
  return { ...server, world, store, setNow, clock, waits, fetch, listed, status };
}

describe('fetching compliance logs', () => {
  it('records every record of every page once, and the next time only what is new', async () => {
    const files = [logFile(10), logFile(12), logFile(14), logFile(16)];
    const { fetch, status, listed } = await fetching(files);
    expect(await fetch()).toMatchObject({
      place: { kind: 'workspace', id: 'ws-1' },
      ...{ log: 'CODEX_LOG', files: 4, records: 12, recorded: 12, failed: [], gone: 0, unreadable: 0 },
      ...{ from: '2026-10-21T12:00:00.000Z', to: '2026-11-16T10:00:00.000000Z' },
    });
    // Three pages of two: each begins with the end of the one before.
    expect(listed()).toBe(3);
    expect((await status()).coverage).toMatchObject([
      { from: '2026-10-21T12:00:00.000Z', to: '2026-11-19T12:00:00.000Z', filesToFetch: 0, gaps: [] },
    ]);
    files.push(logFile(18));
    expect(await fetch()).toMatchObject({ files: 1, records: 3, recorded: 3 });
    expect(await fetch()).toMatchObject({ files: 0, records: 0, recorded: 0 });
    expect((await status()).newest[0]).toMatchObject({
      ...{
        eventId: 'day-18-2',
        at: '2026-11-18T08:02:00.000Z',
        person: 'ada@example.com',
        client: 'CODEX_CLI',
      },
      ...{ eventType: 'PROMPT_RESPONSE_RECEIVED', model: 'gpt-5.5', repositories: [] },
    });
  });

  it('records an empty list once in half a day, so that it is known to be looked at', async () => {
    const { fetch, store, clock, setNow, status } = await fetching([]);
    await fetch();
    await fetch();
    expect(await store.entriesOfKind('compliance.listed')).toHaveLength(1);
    clock.pass(13 * 3_600_000);
    setNow(clock.now().toISOString());
    await fetch();
    expect(await store.entriesOfKind('compliance.listed')).toHaveLength(2);
    expect((await status()).coverage).toMatchObject([
      { to: '2026-11-20T01:00:00.000Z', daysLeft: 29, gaps: [] },
    ]);
  });

  it('counts a record once that is in two files', async () => {
    const { fetch } = await fetching([
      logFile(10),
      { ...logFile(10), id: 'again', end: '2026-11-11T00:00:00Z' },
    ]);
    expect(await fetch()).toMatchObject({ files: 2, records: 6, recorded: 3 });
  });

  it('goes on with the files that are left when the key is taken away in the middle', async () => {
    let refusing = true;
    const mishap: Mishap = ({ path }, response) => {
      if (!refusing || !path.endsWith('/logs/file-12')) return undefined;
      response.writeHead(401).end();
      return true;
    };
    const { fetch, status } = await fetching([logFile(10), logFile(12), logFile(14)], { mishap });
    await expect(fetch()).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^the key was refused: 127\.0\.0\.1:\d+ answered 401$/),
      next: 'Check the key in the variable KEY, what it may read, and of which workspace it is.',
    });
    expect((await status()).coverage).toMatchObject([{ filesToFetch: expect.any(Number) }]);
    refusing = false;
    await fetch();
    expect((await status()).coverage).toMatchObject([{ filesToFetch: 0 }]);
    expect((await status()).newest).toHaveLength(9);
  });

  it('fetches a file again when it was cut, and counts nothing twice', async () => {
    let cuts = 2;
    const mishap: Mishap = ({ path }, response) => {
      if (!path.startsWith('/signed/') || cuts-- <= 0) return undefined;
      const { text } = logFile(10, 900);
      response.writeHead(200, { 'content-length': String(text.length) });
      response.write(text.slice(0, text.length / 2), () => response.destroy());
      return true;
    };
    const { fetch, waits } = await fetching([logFile(10, 900)], { mishap });
    expect(await fetch()).toMatchObject({ files: 1, records: 900, recorded: 900, failed: [] });
    expect(waits.map((one) => one.split(':')[0])).toEqual([
      'the connection was cut',
      'the connection was cut',
    ]);
  });

  it('waits as long as the server says after 429, and tries again after 5xx', async () => {
    const answers: [number, Record<string, string>][] = [
      [429, { 'retry-after': '20' }],
      [503, {}],
    ];
    const mishap: Mishap = (_, response) => {
      const next = answers.shift();
      if (next) response.writeHead(...next).end();
      return next && true;
    };
    const { fetch, clock } = await fetching([logFile(10)], { mishap });
    expect(await fetch()).toMatchObject({ recorded: 3 });
    expect(clock.waits).toEqual([20_000, 2000]);
  });

  it.each([
    ['ends within a record', complianceLines(2).slice(0, -30), 'it ends within a record'],
    ['is another kind of file', '<html>\n<body>\n', 'no line of it is a record'],
  ])('keeps a file for the next time that %s, and fetches the others', async (_, text, reason) => {
    const broken = { ...logFile(12), text };
    const { fetch, status } = await fetching([logFile(10), broken, logFile(14)]);
    const first = await fetch();
    expect(first).toMatchObject({ files: 2, failed: [{ file: 'file-12', reason }] });
    expect((await status()).coverage).toMatchObject([{ filesToFetch: 1 }]);
    broken.text = logFile(12).text;
    expect(await fetch()).toMatchObject({ files: 1, failed: [] });
    expect((await status()).coverage).toMatchObject([{ filesToFetch: 0 }]);
  });

  it('counts lines that are no record, and records the others', async () => {
    const { fetch } = await fetching([{ ...logFile(10), text: `${complianceLines(2)}{}\nnot json\n` }]);
    expect(await fetch()).toMatchObject({ files: 1, records: 2, recorded: 2, unreadable: 2 });
  });

  it('says so when OpenAI removed a listed file before it was fetched', async () => {
    const mishap: Mishap = ({ path }, response) => {
      if (!path.endsWith('/logs/file-10')) return undefined;
      response.writeHead(404).end();
      return true;
    };
    const { fetch, status } = await fetching([logFile(10), logFile(12)], { mishap });
    expect(await fetch()).toMatchObject({ files: 1, gone: 1, failed: [] });
    const { coverage, notCovered } = await status();
    expect(coverage).toMatchObject([{ filesToFetch: 0, filesLost: 1 }]);
    expect(notCovered.join(' ')).toContain('1 log file of CODEX_LOG of workspace ws-1');
  });

  it('refuses a list that it does not understand, and records nothing of it', async () => {
    const lists: readonly [object, RegExp][] = [
      [{ items: [] }, /another form than expected: .*data/],
      [{ data: [{ name: 'x' }], has_more: false }, /another form than expected/],
      [
        { data: [], has_more: false, last_end_time: 'soon' },
        /another form than expected: .*it is not a moment/,
      ],
      [{ data: ['..'], has_more: false }, /an id that cannot be asked for/],
      [
        { data: [], has_more: true, last_end_time: null },
        /says that there is more after .* and gives nothing new/,
      ],
    ];
    let answer = {};
    const mishap: Mishap = (_, response) => {
      response.end(JSON.stringify(answer));
      return true;
    };
    const { fetch, store } = await fetching([], { mishap });
    for (const [list, message] of lists) {
      answer = list;
      await expect(fetch()).rejects.toMatchObject({ exitCode: 3, message: expect.stringMatching(message) });
    }
    expect(await store.entriesOfKind('compliance.listed')).toEqual([]);
  });

  it('names the time that nobody fetched before it was removed, whatever is asked for later', async () => {
    const { fetch, clock, setNow, status } = await fetching([logFile(10), logFile(18)]);
    await fetch();
    clock.pass(40 * 24 * 3_600_000);
    setNow(clock.now().toISOString());
    await fetch();
    const gap = { from: '2026-11-19T12:00:00.000Z', to: '2026-11-30T12:00:00.000Z' };
    expect((await status()).coverage).toMatchObject([{ gaps: [{ ...gap, removedOn: null }] }]);
    expect(await fetch({ after: gap.from })).toMatchObject({ from: gap.to });
    expect((await status()).coverage).toMatchObject([{ gaps: [gap] }]);
  });

  it('keeps neither the key, nor the address of a file, nor what people wrote', async () => {
    const { fetch, world, store, asked, storageAsked } = await fetching([logFile(10), logFile(12)]);
    await fetch();
    expect(storageAsked).toHaveLength(2);
    expect([...asked, ...storageAsked].map(({ key }) => key)).toEqual(
      expect.arrayContaining(['Bearer the-key', undefined]),
    );
    expect(storageAsked.every(({ key }) => key === undefined)).toBe(true);
    await store.compact();
    const folder = join(world.root, 'data', 'codex-cockpit');
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name)).toString('latin1');
      for (const secret of ['the-key', signature, 'checkout into two', 'It is split'])
        expect(bytes).not.toContain(secret);
    }
  });

  it('refuses what cannot be asked for, and whoever may not', async () => {
    const { fetch } = await fetching([]);
    const requests: readonly [Parameters<typeof fetch>[0], number, RegExp][] = [
      [{ workspace: undefined }, 2, /say whose log it is/],
      [{ organization: 'org-1' }, 2, /say whose log it is/],
      [{ workspace: '../../x' }, 2, /not an id of a workspace/],
      [{ workspace: 'ws-2' }, 2, /answered 404/],
      [{ keyEnv: 'NONE' }, 2, /the variable that --key-env names is not set/],
      [{ as: 'bob@example.com' }, 1, /import compliance logs/],
    ];
    for (const [more, exitCode, message] of requests)
      await expect(fetch(more)).rejects.toMatchObject({
        exitCode,
        message: expect.stringMatching(message),
      });
  });
});

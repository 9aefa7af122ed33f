import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportOptions, importCompliance } from '../../../../src/app/metrics/compliance/import-files.ts';
import { readCompliance, readWho } from '../../../../src/app/metrics/compliance/read-compliance.ts';
import { complianceLine, complianceLines } from '../../../support/compliance.ts';
import { dumpProjections } from '../../../support/store-files.ts';
import { team } from '../../../support/team.ts';

async function importing() {
  const { world, store, as } = await team();
  const write = (name: string, text: string | Buffer) => writeFileSync(join(world.cwd, name), text);
  const run = (files: string[], more: Partial<ImportOptions> = {}) =>
    importCompliance(world, store, files, { signal: new AbortController().signal, ...more });
  const status = () => readCompliance(world, store);
  return { world, store, as, write, run, status };
}

const details = (more: object) => ({ event_details: { session_id: 's-1', ...more } });

describe('importing compliance logs', () => {
  it('records each record once, in entries of 500, without what people wrote', async () => {
    const { write, run, store } = await importing();
    write('codex.jsonl', complianceLines(1201));
    const imported = await run(['codex.jsonl']);
    expect(imported).toEqual({
      files: [{ file: 'codex.jsonl', records: 1201, unreadable: 0, faults: [] }],
      ...{ records: 1201, recorded: 1201 },
      left: [
        { field: 'event_details.prompt_text', count: 1201 },
        { field: 'event_details.response_text', count: 1201 },
      ],
    });
    const entries = await store.entriesOfKind('compliance.imported');
    expect(entries.map(({ body }) => JSON.parse(body).rows.length)).toEqual([500, 500, 201]);
    expect(entries.map(({ body }) => body).join('')).not.toMatch(/checkout into two|It is split/);
    // The same file, and one that has the end of it and more.
    write('later.jsonl', complianceLines(1300).split('\n').slice(1100).join('\n'));
    expect(await run(['codex.jsonl', 'later.jsonl'])).toMatchObject({ records: 1401, recorded: 99 });
    expect(await run(['codex.jsonl', 'later.jsonl'])).toMatchObject({ recorded: 0 });
    expect(await store.entriesOfKind('compliance.imported')).toHaveLength(4);
  });

  it('has the same tables again when they are made anew', async () => {
    const { write, run, store } = await importing();
    write('a.jsonl', complianceLines(700));
    // Earlier records of a session that is known: it began then.
    write('b.jsonl', complianceLines(20, { name: 'b', start: '2026-11-17T00:00:00Z' }));
    await run(['a.jsonl', 'b.jsonl']);
    expect((await store.check()).underived).toEqual([]);
    const newest = () => store.complianceRecords({ person: 'ada@example.com' }, 1);
    expect(await store.replayed(await store.countEntries(), newest)).toEqual(await newest());
    const before = await dumpProjections(store.path);
    await store.rebuild();
    expect(await dumpProjections(store.path)).toEqual(before);
  });

  it('reads other logs, hostile names and lines that are no record', async () => {
    const { write, run, status } = await importing();
    const lines = [
      complianceLine({ event_id: 'a', type: 'CODEX_SECURITY_LOG' }),
      'not json',
      complianceLine({ event_id: 'b', actor: { user_email: 'eve\u001b[2J@example.com' } }),
      complianceLine({ event_id: 'c', principal: { id: '../../etc', type: 'CHATGPT_WORKSPACE' } }),
      '{"event_id":"half',
    ];
    write('mixed.jsonl', lines.join('\n'));
    expect(await run(['mixed.jsonl'])).toMatchObject({
      ...{ records: 3, recorded: 3 },
      files: [
        {
          unreadable: 2,
          faults: [
            { line: 2, reason: 'it is not a JSON object' },
            { line: 5, reason: 'it is not a JSON object' },
          ],
        },
      ],
    });
    const { coverage, newest } = await status();
    expect(coverage.map(({ place, log }) => [place.id, log])).toEqual([
      ['../../etc', 'CODEX_LOG'],
      ['ws-1', 'CODEX_LOG'],
      ['ws-1', 'CODEX_SECURITY_LOG'],
    ]);
    expect(newest.find(({ eventId }) => eventId === 'b')?.person).toBe('');
  });

  it('refuses a file of another kind, and records nothing', async () => {
    const { write, run, store } = await importing();
    const others: readonly [string | Buffer, RegExp][] = [
      ['# Notes\nnothing\n', /^notes:1: it is not a JSON object; no line is a record/],
      ['{"level":"info"}\n', /^notes:1: it has no event_id; no line is a record/],
      [Buffer.alloc(5000, 0xff), /^notes:1: it is not a JSON object/],
    ];
    for (const [text, message] of others) {
      write('notes', text);
      await expect(run(['notes'])).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringMatching(message),
      });
    }
    expect(await store.entriesOfKind('compliance.imported')).toEqual([]);
  });

  it('opens all files before it records the first, and waits for no pipe', async () => {
    const { write, run, world, store } = await importing();
    write('good', complianceLines(2));
    execFileSync('mkfifo', [join(world.cwd, 'pipe')]);
    for (const [file, reason] of [
      ['pipe', 'it is a pipe'],
      ['none', 'it is not there'],
      ['.', 'it is a folder'],
    ] as const)
      await expect(run(['good', file])).rejects.toThrow(`${file}: it cannot be read: ${reason}`);
    expect(await store.entriesOfKind('compliance.imported')).toEqual([]);
    write('empty', '');
    expect(await run(['empty'])).toMatchObject({ records: 0, recorded: 0 });
  });

  it('names the days between files, unless somebody says that they were covered', async () => {
    const { write, run, status } = await importing();
    write('one', complianceLines(2, { name: 'one', start: '2026-11-10T08:00:00Z' }));
    write('two', complianceLines(2, { name: 'two', start: '2026-11-14T08:00:00Z' }));
    await run(['one', 'two']);
    expect((await status()).coverage).toMatchObject([
      {
        ...{ from: '2026-11-10T08:00:00.000Z', to: '2026-11-14T08:01:00.000Z', daysLeft: 23 },
        gaps: [{ from: '2026-11-10T08:01:00.000Z', to: '2026-11-14T08:00:00.000Z' }],
      },
    ]);
    await run(['one'], { from: '2026-11-01T00:00:00.000Z', to: '2026-11-15T00:00:00.000Z' });
    expect((await status()).coverage).toMatchObject([{ from: '2026-11-01T00:00:00.000Z', gaps: [] }]);
  });

  it('needs a role that imports compliance logs', async () => {
    const { write, world, store, as } = await importing();
    write('one', complianceLines(1));
    const signal = new AbortController().signal;
    await expect(importCompliance(as('bob'), store, ['one'], { signal })).rejects.toMatchObject({
      exitCode: 1,
    });
    expect(await importCompliance({ ...world, ...as('sue') }, store, ['one'], { signal })).toMatchObject({
      recorded: 1,
    });
  });
});

describe('who ran what', () => {
  it('is found by person, repository, model and time, as far as the log says it', async () => {
    const { write, run, store } = await importing();
    const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T10:00:00Z`;
    const bob = { type: 'ACCOUNT_USER', user_email: 'bob@example.com' };
    const environment = { label: 'Shop', repos: ['acme/shop', 'acme/pay'] };
    write(
      'log',
      [
        {
          event_id: 'env',
          timestamp: at(9),
          event_type: 'ENVIRONMENT_CREATED',
          event_details: { environment_id: 'env-1', environment_fields: environment },
        },
        { event_id: 'prompt', timestamp: at(10) },
        {
          event_id: 'tool',
          timestamp: at(11),
          actor: bob,
          event_type: 'TOOL_CALL_COMPLETED',
          ...details({ tool_name: 'apply_patch', model: 'gpt-6' }),
        },
        {
          event_id: 'key',
          timestamp: at(12),
          actor: { type: 'API_KEY', redacted_id: 'sk-...1' },
          ...details({}),
        },
        {
          event_id: 'scan',
          timestamp: at(13),
          actor: bob,
          event_details: { pr_url: 'https://github.com/acme/docs/pull/1' },
        },
      ]
        .map(complianceLine)
        .join('\n'),
    );
    await run(['log']);
    const found = async (filter: Parameters<typeof readWho>[1], limit = 10) =>
      (await readWho(store, filter, limit)).records.map(({ eventId }) => eventId);
    expect(await found({})).toEqual(['scan', 'key', 'tool', 'prompt', 'env']);
    expect(await found({ person: 'BOB@example.com' })).toEqual(['scan', 'tool']);
    expect(await found({ person: 'sk-...1' })).toEqual(['key']);
    expect(await found({ repository: 'Acme/Shop' })).toEqual(['prompt', 'env']);
    expect(await found({ repository: 'docs' })).toEqual(['scan']);
    expect(await found({ model: 'gpt-6' })).toEqual(['tool']);
    expect(await found({ from: '2026-11-10T10:00:00.000Z', to: '2026-11-12T00:00:00.000Z' })).toEqual([
      'tool',
      'prompt',
    ]);
    expect(await readWho(store, {}, 2)).toMatchObject({ isCut: true, records: [{ eventId: 'scan' }, {}] });
    const [prompt, tool] = (await readWho(store, { to: '2026-11-12T00:00:00.000Z' }, 10)).records
      .toReversed()
      .slice(1);
    expect(prompt).toMatchObject({ repositories: ['acme/shop', 'acme/pay'], isOfEnvironment: true });
    expect(tool).toMatchObject({ repositories: [], isOfEnvironment: false, tool: 'apply_patch' });
  });
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSessionFiles } from '../../../src/codex/sessions/find-session-files.ts';
import { Lines } from '../../../src/codex/sessions/lines.ts';
import { type Folded, nothingFolded, SessionFold } from '../../../src/codex/sessions/session-fold.ts';
import {
  ledgerOf,
  RECORDED_HOMES,
  readHome,
  recordedHome,
  totalsOf,
} from '../../support/sessions/recorded-homes.ts';

const session = '01a201b0-0000-7000-8000-000000000001';
const at = '2026-11-22T10:00:00.000Z';
const line = (type: string, payload: object, timestamp = at) => JSON.stringify({ timestamp, type, payload });
const event = (type: string, more: object = {}) => line('event_msg', { type, ...more });
const item = (type: string, more: object) => line('response_item', { type, ...more });
const task = (id = '01a201b0-0001-7000-8000-000000000001') => event('task_started', { turn_id: id });
const usage = (input: number, output = 0) => ({
  ...{ input_tokens: input, cached_input_tokens: 0, output_tokens: output, reasoning_output_tokens: 0 },
  total_tokens: input + output,
});
const tokens = (total: object | undefined, last?: object) =>
  event('token_count', { info: { total_token_usage: total, last_token_usage: last } });

/** What lines say, in pieces of so many bytes. */
function fold(
  lines: readonly string[],
  { pieces = 1 << 20, most = 1 << 20, from = nothingFolded('2026-11-22') } = {},
): Folded {
  return foldBytes(Buffer.from(lines.map((one) => `${one}\n`).join('')), [pieces], { most, from });
}

function foldBytes(
  bytes: Buffer,
  sizes: readonly number[],
  { most = 1 << 20, from = nothingFolded('2026-11-22') } = {},
): Folded {
  const folding = new SessionFold(from);
  const lines = new Lines(folding.take, most);
  for (let start = 0, n = 0; start < bytes.length; n++) {
    const size = Math.max(1, sizes[n % sizes.length] ?? 1);
    lines.push(bytes.subarray(start, start + size));
    start += size;
  }
  return folding.end();
}

const meta = (more: object = {}) =>
  line('session_meta', {
    id: session,
    cwd: '/home/ada/shop',
    cli_version: '0.139.0',
    source: 'cli',
    ...more,
  });
const sum = (folded: Folded, name: 'total' | 'requests' | 'turns' | 'started' | 'sessions') =>
  folded.rows.reduce((total, row) => total + row[name], 0);

describe.each(RECORDED_HOMES)('the session files that %s wrote', (version) => {
  const ledger = ledgerOf(version);

  it.each(Object.keys(ledger))('count what the model handed out for the one that is: %s', async (kind) => {
    const { id, ...handedOut } = ledger[kind] ?? { id: '' };
    const files = (await readHome(recordedHome(version))).filter((file) => file.session === id);
    expect(files).toHaveLength(1);
    const unmetered = files.flatMap(({ rows }) => rows).reduce((count, row) => count + row.unmetered, 0);
    if (kind === 'compactedByService' && version === '0.139.0') {
      // Its usage is nowhere in the file, which is said instead of a wrong sum.
      expect([unmetered, totalsOf(files).requests]).toEqual([1, (ledger[kind]?.requests ?? 0) - 1]);
    } else expect([unmetered, totalsOf(files)]).toEqual([0, handedOut]);
  });

  it('say the same however the bytes come in pieces, and when they are read in two steps', () => {
    const paths = findSessionFiles(recordedHome(version)).files.map(({ path }) => path);
    fc.assert(
      fc.property(
        fc.constantFrom(...paths),
        fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (path, sizes, share) => {
          const bytes = readFileSync(path);
          const whole = foldBytes(bytes, [bytes.length]);
          expect(foldBytes(bytes, sizes)).toEqual(whole);
          const end = bytes.lastIndexOf(10, Math.floor(share * bytes.length)) + 1;
          const first = foldBytes(bytes.subarray(0, end), [1 << 20]);
          // What is between the steps is recorded as JSON.
          const from = JSON.parse(JSON.stringify(first));
          expect(foldBytes(bytes.subarray(end), [1 << 20], { from })).toEqual(whole);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('know each type of line, and keep nothing that was said', async () => {
    const files = await readHome(recordedHome(version));
    expect(files.map(({ unknown }) => unknown)).toEqual(files.map(() => ({})));
    expect(JSON.stringify(files)).not.toMatch(/Hello|Done|summary|echo one|hunter2/i);
  });

  it('say who worked where, with what and under which settings', async () => {
    const files = await readHome(recordedHome(version));
    const of = (kind: string) => files.find((file) => file.session === ledger[kind]?.id);
    expect(of('plain')).toMatchObject({
      ...{ starter: 'person', parent: '', cli_version: version, imported: false },
      repository: 'https://github.com/acme/shop.git',
      tools: { exec_command: { calls: 2, ok: 1, failed: 1 } },
    });
    expect(of('plain')?.rows[0]).toMatchObject({
      ...{ model: 'gpt-5.5', approval: 'never', sandbox: 'workspace-write' },
      ...{ sessions: 1, turns: 4, started: 4, completed: 4, timed: 4 },
    });
    expect(of('agent')).toMatchObject({ starter: 'agent', parent: ledger.parent?.id });
    expect(of('fork')).toMatchObject({ starter: 'person', parent: ledger.plain?.id });
    expect(of('interrupted')?.rows[0]).toMatchObject({
      started: 1,
      completed: 0,
      interrupted: 1,
      requests: 0,
    });
    expect(of('imported')).toMatchObject({ imported: true, rows: [{ sessions: 1, turns: 1, started: 1 }] });
  });
});

describe('the usage of a request', () => {
  const begun = [meta(), task()];

  it.each<[string, readonly string[], number]>([
    [
      'is the one of the request itself',
      [tokens(usage(100), usage(100)), tokens(usage(150), usage(50))],
      150,
    ],
    [
      'is counted once when the line is repeated',
      [tokens(usage(100), usage(100)), tokens(usage(100), usage(100))],
      100,
    ],
    [
      'is not what a compaction leaves in the history',
      [tokens(usage(100), usage(100)), tokens(usage(100), usage(9))],
      100,
    ],
    [
      'is the difference of sums where these stand alone',
      [tokens(usage(100)), tokens(usage(130)), tokens(usage(180))],
      180,
    ],
    ['is the sum itself when the sum fell: it began anew', [tokens(usage(100)), tokens(usage(40))], 140],
    ['is equal for two requests', [tokens(usage(50), usage(50)), tokens(usage(100), usage(50))], 100],
    ['counts without a sum', [tokens(undefined, usage(5)), tokens(undefined, usage(5))], 10],
    ['is nothing in a line about limits alone', [event('token_count', { info: null, rate_limits: {} })], 0],
  ])('%s', (_, lines, total) => {
    expect(sum(fold([...begun, ...lines]), 'total')).toBe(total);
  });

  it('is one when a record and a line with sums say it', () => {
    const record = (id: string, total: object, thread = session) =>
      line('token_usage_record', { thread_id: thread, turn_id: 't', response_id: id, usage: total });
    const lines = [
      record('a', usage(70)),
      tokens(usage(70), usage(70)),
      // A compaction by the service: no line with sums follows.
      record('b', usage(30)),
      line('compacted', { message: '', replacement_history: [] }),
      record('c', usage(70)),
      tokens(usage(140), usage(70)),
      // A copy, and one of another session.
      record('c', usage(70)),
      record('d', usage(500), '01a201b0-9999-7000-8000-000000000001'),
    ];
    const folded = fold([...begun, ...lines]);
    expect([sum(folded, 'total'), sum(folded, 'requests'), folded.rows[0]?.unmetered]).toEqual([170, 3, 0]);
  });

  it('is marked when it is a difference, and when a compaction does not state it', () => {
    const folded = fold([
      ...begun,
      tokens(usage(5)),
      line('compacted', { message: '' }),
      event('context_compacted'),
    ]);
    expect(folded.rows).toMatchObject([{ subtracted: 1, unmetered: 1 }]);
  });

  it.each([-1, 1.5, 2 ** 60, '7', null, {}])('is not taken from a number such as %j', (input) => {
    const folded = fold([...begun, tokens(undefined, { input_tokens: input, output_tokens: 1 })]);
    expect([sum(folded, 'total'), folded.unreadable]).toEqual([0, 1]);
  });

  it('is under the tier that was set last, and under no tier that is absent from the settings', () => {
    const settings = (more: object) => event('thread_settings_applied', { thread_settings: more });
    const tiers = [{ service_tier: 'fast' }, {}, { service_tier: 'standard' }, { service_tier: null }].map(
      settings,
    );
    const lines = tiers.flatMap((one) => [one, tokens(undefined, usage(1))]);
    const { rows } = fold([...begun, ...lines]);
    expect(rows.map(({ tier, total }) => [tier, total])).toEqual([
      ['priority', 2],
      ['default', 1],
      ['', 1],
    ]);
  });

  it('is of the day and the model at which it was', () => {
    const context = (model: string) => line('turn_context', { model, effort: 'high' });
    const folded = fold([
      ...[...begun, context('one'), tokens(undefined, usage(1)), context('two')],
      line(
        'event_msg',
        { type: 'token_count', info: { last_token_usage: usage(2) } },
        '2026-11-23T00:00:01Z',
      ),
    ]);
    expect(folded.rows.map(({ day, model, total }) => [day, model, total])).toEqual([
      ['2026-11-22', 'one', 1],
      ['2026-11-23', 'two', 2],
    ]);
  });
});

describe('the history that a session began with', () => {
  const parent = '01a201a0-0000-7000-8000-000000000001';
  const old = ['01a201a0-0001-7000-8000-000000000001', '01a201af-0001-7000-8000-000000000001'];
  const said = event('user_message', { message: 'x' });
  const copy = [meta({ id: parent }), task(old[0]), said, tokens(usage(900), usage(900)), task(old[1]), said];

  it.each<[string, object]>([
    ['a fork', { forked_from_id: parent }],
    ['an agent', { source: { subagent: { thread_spawn: { parent_thread_id: parent } } } }],
    ['an agent of an older version', { parent_thread_id: parent, thread_source: 'subagent' }],
    ['one that does not say so', {}],
  ])('is not counted for %s, whose own work is', (_, more) => {
    const own = [task(), said, tokens(usage(950), usage(50)), event('task_complete', { duration_ms: 7 })];
    const folded = fold([meta(more), ...copy, ...own]);
    expect(folded.parent).toBe(parent);
    expect(folded.rows).toMatchObject([
      { total: 50, requests: 1, turns: 1, started: 1, completed: 1, duration_ms: 7 },
    ]);
  });

  it('is not counted when a fork begins its sums at zero', () => {
    const folded = fold([meta({ forked_from_id: parent }), ...copy, task(), tokens(usage(20), usage(20))]);
    expect(sum(folded, 'total')).toBe(20);
  });

  it('is not counted when it is in the file of the parent', () => {
    const based = meta({ forked_from_id: parent, history_base: { thread_id: parent } });
    const folded = fold([based, task(), tokens(usage(900), usage(300)), said, tokens(usage(950), usage(50))]);
    expect(sum(folded, 'total')).toBe(50);
  });

  it('is told by the second at which a task began when its id says no time', () => {
    const seconds = Math.floor(0x01a201b00000 / 1000);
    const began = (id: string, started_at: number) => event('task_started', { turn_id: id, started_at });
    const lines = [began('1', seconds - 9), tokens(usage(900), usage(900)), began('2', seconds + 1)];
    expect(
      sum(fold([meta({ forked_from_id: parent }), ...lines, tokens(usage(910), usage(10))]), 'total'),
    ).toBe(10);
  });

  it('is of another program in an imported session, and is not counted either', () => {
    const lines = [task('external-import-turn-1'), said, tokens(usage(9), usage(9)), task(), said];
    const folded = fold([meta(), ...lines, tokens(usage(109), usage(100))]);
    expect(folded).toMatchObject({
      imported: true,
      rows: [{ total: 100, sessions: 1, turns: 1, started: 1 }],
    });
  });
});

describe('tools', () => {
  const call = (id: string, more: object = {}) =>
    item('function_call', {
      name: 'exec_command',
      arguments: '{"cmd":"\\"call_id\\":\\"x\\""}',
      call_id: id,
      ...more,
    });
  const result = (id: string, output: unknown, type = 'function_call_output') =>
    item(type, { call_id: id, output });

  it.each<[string, unknown, [number, number]]>([
    [
      'a command that ended well',
      'Chunk ID: a5\nWall time: 0.1 seconds\nProcess exited with code 0\nOutput:\nx',
      [1, 0],
    ],
    [
      'a command that failed',
      'Chunk ID: a5\nWall time: 0.1 seconds\nProcess exited with code 2\nOutput:\nx',
      [0, 1],
    ],
    ['a patch', 'Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess.', [1, 0]],
    [
      'a command of an older version',
      '{"output":"x","metadata":{"exit_code":1,"duration_seconds":0.1}}',
      [0, 1],
    ],
    ['a tool that there is not', 'unsupported call: exec_command', [0, 1]],
    ['words that say nothing of it', 'Process exited in my story with code 1', [0, 0]],
    ['a list of texts', [{ type: 'input_text', text: 'x' }], [0, 0]],
  ])('are counted with what came of them: %s', (_, output, [ok, failed]) => {
    const folded = fold([meta(), task(), call('c'), result('c', output)]);
    expect(folded.tools).toEqual({ exec_command: { calls: 1, ok, failed } });
    expect(folded.rows).toMatchObject([{ tool_calls: 1, failed_tool_calls: failed }]);
    expect(folded.state.calls).toEqual({});
  });

  it('are those of an MCP server too', () => {
    const end = (id: string, outcome: object) =>
      event('mcp_tool_call_end', { call_id: id, invocation: {}, result: outcome });
    const lines = [
      call('a', { name: 'query' }),
      call('b', { name: 'query' }),
      end('a', { Ok: { content: [] } }),
    ];
    const folded = fold([meta(), task(), ...lines, end('b', { Err: 'no' }), result('b', 'x')]);
    expect(folded.tools).toEqual({ query: { calls: 2, ok: 1, failed: 1 } });
  });
});

describe('lines of any form', () => {
  it('are counted by type when it is not known, with their members in any order too', () => {
    const folded = fold([
      ...[meta(), line('dreams', {}), event('whistle'), event('whistle'), item('smell', {})],
      '{"type":"hum","timestamp":"2026-11-22T10:00:00Z","payload":{"text":"x"}}',
      ` {"payload":{"type":"user_message","message":"x"},"type":"event_msg","timestamp":"${at}"}`,
    ]);
    expect(folded.unknown).toEqual({
      ...{ dreams: 1, 'event_msg/whistle': 2, 'response_item/smell': 1, hum: 1 },
    });
  });

  it('are read after a cut one that they were glued to', () => {
    const cut = task().slice(0, 40);
    const folded = fold([meta(), `${cut}${task()}`, event('user_message'), tokens(usage(9), usage(9))]);
    expect([folded.unreadable, sum(folded, 'turns'), sum(folded, 'total')]).toEqual([1, 1, 9]);
  });

  it('say their usage when they are cut after it, and the next one is glued to them', () => {
    const whole = event('token_count', {
      info: { total_token_usage: usage(100), last_token_usage: usage(100) },
      rate_limits: { limit_id: 'codex' },
    });
    const cut = whole.slice(0, -12);
    for (const after of [`\n${task()}`, task()]) {
      // The sums of what goes on are without the line that was cut.
      const rest = [event('user_message'), tokens(usage(50), usage(50)), tokens(usage(57), usage(7))];
      const first = [meta(), task('01a201b0-0002-7000-8000-000000000001'), tokens(usage(50), usage(50))];
      const folded = fold([...first, `${cut}${after}`, ...rest]);
      expect([folded.unreadable, sum(folded, 'total'), sum(folded, 'started')]).toEqual([1, 157, 2]);
    }
  });

  it('begin a task when the line that began it is lost', () => {
    const context = line('turn_context', {
      turn_id: '01a201b0-0001-7000-8000-000000000001',
      model: 'gpt-5.5',
    });
    const folded = fold([
      meta(),
      `${event('agent_message', { message: 'x' }).slice(0, 90)}${task()}`,
      context,
      event('user_message'),
    ]);
    expect([sum(folded, 'started'), sum(folded, 'turns'), sum(folded, 'sessions')]).toEqual([1, 1, 1]);
  });

  it('are held up to a length, and counted when they are longer', () => {
    const long = item('message', { role: 'user', content: 'x'.repeat(50_000) });
    const lost = event('task_complete', { last_agent_message: 'x'.repeat(50_000) });
    const lines = [meta(), task(), long, lost, tokens(usage(9), usage(9))];
    const folded = fold(lines, { most: 1000, pieces: 777 });
    expect([folded.unreadable, sum(folded, 'total')]).toEqual([1, 9]);
  });

  it('of a hostile file give bounded counts, on one line, and cannot change an object', () => {
    const context = (n: number) => line('turn_context', { model: `m${n}\u001b[31m\n` });
    const lines = Array.from({ length: 900 }, (_, n) => [
      context(n),
      tokens(undefined, usage(1)),
      line(`t${n}`, {}),
    ]).flat();
    const calls = ['__proto__', ...Array.from({ length: 300 }, (_, n) => `tool${n}`)].map((name, n) =>
      item('function_call', { name, call_id: n === 0 ? '__proto__' : `c${n}` }),
    );
    const folded = fold([meta({ id: '__proto__' }), task(), ...lines, ...calls]);
    expect(folded.rows.length).toBeLessThan(500);
    expect(sum(folded, 'total')).toBe(900);
    expect(Object.keys(folded.unknown).length).toBeLessThan(60);
    expect(Object.keys(folded.tools).length).toBeLessThan(110);
    expect(Object.keys(folded.state.calls).length).toBeLessThan(70);
    expect(JSON.stringify(folded.rows)).not.toMatch(/\\u001b|\\n/);
    expect({}).not.toHaveProperty('calls');
  });

  it.each(['', '\r', '{}', '[]', 'null', '{"type":7}', '{"timestamp":"x","type":"event_msg"}', '\u0000'])(
    'such as %j stop nothing',
    (odd) => {
      expect(sum(fold([meta(), odd, task(), tokens(usage(9), usage(9))]), 'total')).toBe(9);
    },
  );
});

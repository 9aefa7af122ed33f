import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StreamFold } from '../../../../src/domain/runs/stream/fold-stream.ts';
import { fixture } from '../../../support/fixture.ts';

function read(lines: readonly (string | object)[]) {
  const fold = new StreamFold();
  for (const line of lines) fold.take(typeof line === 'string' ? line : JSON.stringify(line));
  return fold.end();
}

const linesOf = (name: string) => fixture(name).split('\n');
const item = (stage: 'started' | 'updated' | 'completed', members: object) => ({
  type: `item.${stage}`,
  item: members,
});
const command = (id: string, status: string, exit: number | null = null) => ({
  id,
  type: 'command_execution',
  command: '/bin/bash -lc "npm test"',
  aggregated_output: '',
  exit_code: exit,
  status,
});

describe('the stream of a real run', () => {
  it('of 0.139.0 says what was done, in the order in which it began', () => {
    const reading = read(linesOf('exec-events-0.139.0.jsonl'));
    expect(reading).toMatchObject({
      thread: '01a1facb-21bf-7b42-be57-589107b0cb69',
      turns: { started: 1, completed: 1, failed: 0 },
      usage: { input: 720, cached: 120, cache_write: null, output: 180, reasoning: 30 },
      items: {
        agent_message: { completed: 1 },
        command_execution: { completed: 1, failed: 1 },
        file_change: { completed: 1 },
        reasoning: { completed: 1 },
        todo_list: { completed: 1 },
      },
      commands: [
        { command: "/bin/bash -lc 'echo hello-from-mock; ls'", exit: 0, status: 'completed' },
        { command: "/bin/bash -lc 'exit 3'", exit: 3, status: 'failed' },
      ],
      lastMessage: '{"ok":true,"summary":"done"}',
      faults: [],
    });
    expect(reading.files.map(({ path, kind }) => [path.split('/').at(-1), kind])).toEqual([
      ['added.txt', 'add'],
      ['existing.txt', 'update'],
    ]);
  });

  it.each(['0.120.0', '0.150.0', '0.169.0'])('of %s is read without a fault', (version) => {
    const reading = read(linesOf(`exec-events-${version}.jsonl`));
    expect(reading.faults).toEqual([]);
    expect(reading.turns).toEqual({ started: 1, completed: 1, failed: 0 });
    expect(reading.usage.reasoning === null).toBe(version === '0.120.0');
    expect(reading.usage.cache_write === null).toBe(version === '0.120.0');
  });

  it('counts a web search once, whose item has two ids', () => {
    const reading = read(linesOf('exec-events-0.139.0-mcp-websearch.jsonl'));
    expect(reading.items).toEqual({
      agent_message: { completed: 1 },
      mcp_tool_call: { completed: 1, failed: 1 },
      web_search: { completed: 1 },
    });
  });

  it('says why a turn failed', () => {
    const { turns, failure } = read(linesOf('exec-events-0.139.0-failures.jsonl').slice(0, 4));
    expect(turns).toEqual({ started: 1, completed: 0, failed: 1 });
    expect(failure).toContain('high demand');
  });
});

describe('a stream', () => {
  it('with several turns has the tokens of all of them', () => {
    const turn = { type: 'turn.completed', usage: { input_tokens: 5, output_tokens: 1 } };
    const { turns, usage } = read([{ type: 'turn.started' }, turn, { type: 'turn.started' }, turn]);
    expect(turns).toEqual({ started: 2, completed: 2, failed: 0 });
    expect(usage).toEqual({ input: 10, cached: null, cache_write: null, output: 2, reasoning: null });
  });

  it('with what no version is known to write names and counts it', () => {
    const { faults, items } = read([
      { type: 'item.plan.delta' },
      { type: 'item.plan.delta' },
      item('completed', { id: 'item_0', type: 'hologram', status: 'completed' }),
      'not JSON',
      '"a text"',
      '{"type":"turn.comp',
    ]);
    expect(items).toEqual({ hologram: { completed: 1 } });
    expect(faults).toEqual([
      '3 lines that are no event',
      '2 events of the unknown type item.plan.delta',
      '1 item of the unknown type hologram',
    ]);
  });

  it('whose last line has no end is read as far as it goes', () => {
    const fold = new StreamFold();
    fold.take('{"type":"turn.started"}');
    fold.takeHalf('{"type":"turn.completed","usage":{"inp');
    expect(fold.end()).toMatchObject({
      turns: { started: 1, completed: 0 },
      faults: ['the last line has no end'],
    });
  });

  it('says of numbers of tokens that cannot be that it did not count them', () => {
    const usage = {
      input_tokens: -5,
      output_tokens: '7',
      cached_input_tokens: 1.5,
      reasoning_output_tokens: null,
    };
    const { usage: counted, faults } = read([{ type: 'turn.completed', usage }]);
    expect(counted).toEqual({ input: null, cached: null, cache_write: null, output: null, reasoning: null });
    expect(faults).toEqual(['3 counts of tokens that are not whole numbers of 0 or more']);
  });

  it('takes a connection that is tried again for no failure of the turn', () => {
    const { turns, failure } = read([
      { type: 'turn.started' },
      { type: 'error', message: 'Reconnecting... 1/5' },
      { type: 'turn.completed', usage: {} },
    ]);
    expect(turns.failed).toBe(0);
    expect(failure).toBe('Reconnecting... 1/5');
  });

  it('counts what was declined, and no file of a change that failed', () => {
    const change = {
      id: 'item_1',
      type: 'file_change',
      changes: [{ path: '/a', kind: 'add' }],
      status: 'failed',
    };
    const reading = read([item('completed', command('item_0', 'declined')), item('completed', change)]);
    expect(reading).toMatchObject({ declined: true, files: [] });
  });

  it('names a file once, a new one as new, although it is changed later', () => {
    const change = (id: string, kind: string) => ({
      id,
      type: 'file_change',
      changes: [{ path: '/w/a.txt', kind }],
      status: 'completed',
    });
    const { files } = read([
      item('completed', change('item_0', 'add')),
      item('completed', change('item_1', 'update')),
    ]);
    expect(files).toEqual([{ path: '/w/a.txt', kind: 'add' }]);
  });

  it('shows a command without its secret', () => {
    const secret = `sk-proj-${'a1B2'.repeat(10)}`;
    const { commands } = read([
      item('completed', {
        ...command('item_0', 'completed', 0),
        command: `curl -H "Authorization: Bearer ${secret}"`,
      }),
    ]);
    expect(JSON.stringify(commands)).not.toContain('a1B2');
  });

  it('keeps little of a million items', () => {
    const fold = new StreamFold();
    for (let n = 0; n < 30_000; n++)
      fold.take(JSON.stringify(item('completed', command(`item_${n}`, 'completed', 0))));
    const { items, commands, commands_total: total, faults } = fold.end();
    expect(items).toEqual({ command_execution: { completed: 30_000 } });
    expect(commands).toHaveLength(200);
    expect(total).toBe(20_000);
    expect(faults).toEqual(['more than 20000 items: the later ones are counted, and not read']);
  });
});

describe('any stream', () => {
  it('is read without a fault of ours', () => {
    const members = fc.record(
      {
        type: fc.constantFrom(
          'item.completed',
          'turn.completed',
          'turn.failed',
          'error',
          'thread.started',
          '__proto__',
        ),
        item: fc.oneof(
          fc.jsonValue(),
          fc.record({
            id: fc.jsonValue(),
            type: fc.jsonValue(),
            status: fc.jsonValue(),
            changes: fc.jsonValue(),
          }),
        ),
        usage: fc.jsonValue(),
        error: fc.jsonValue(),
        message: fc.jsonValue(),
        thread_id: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.jsonValue().map((value) => JSON.stringify(value)),
      members.map((value) => JSON.stringify(value)),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const reading = read(lines);
        expect(JSON.parse(JSON.stringify(reading))).toBeDefined();
      }),
    );
  });

  it('says the same in whatever order its items come', () => {
    const one = fc.record({
      id: fc.integer({ min: 0, max: 5 }).map((n) => `item_${n}`),
      stage: fc.constantFrom('started', 'updated', 'completed'),
    });
    const events = fc
      .uniqueArray(one, { selector: ({ id, stage }) => `${id} ${stage}` })
      .map((list) =>
        list.map(({ id, stage }) =>
          item(
            stage as 'started',
            command(id, stage === 'completed' ? 'failed' : 'in_progress', stage === 'completed' ? 1 : null),
          ),
        ),
      );
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(read(shuffled)).toEqual(read(list));
        },
      ),
    );
  });
});

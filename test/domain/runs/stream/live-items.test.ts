import { describe, expect, it } from 'vitest';
import { noItems, takeLines } from '../../../../src/domain/runs/stream/live-items.ts';

const event = (type: string, item: object) => JSON.stringify({ type: `item.${type}`, item });
const texts = (...lines: string[]) =>
  takeLines(noItems, lines).items.map(({ type, status, text }) => `${type} ${status}: ${text}`);

describe('what a run in progress did so far', () => {
  it('is each item once, with its newest state, in the order in which they began', () => {
    const command = { id: 'item_0', type: 'command_execution', command: 'npm test' };
    const begun = takeLines(noItems, [event('started', { ...command, status: 'in_progress' })]);
    expect(begun.items).toEqual([
      { id: 'item_0', type: 'command_execution', status: 'in_progress', text: 'npm test' },
    ]);
    const after = takeLines(begun, [
      event('completed', { id: 'item_1', type: 'agent_message', text: 'It\n works' }),
      event('completed', { ...command, exit_code: 1, status: 'failed' }),
      // Comes late.
      event('updated', { ...command, status: 'in_progress' }),
    ]);
    expect(after.items.map(({ id, status, text }) => [id, status, text])).toEqual([
      ['item_0', 'failed', 'npm test (exit 1)'],
      ['item_1', 'completed', 'It works'],
    ]);
  });

  it.each([
    [
      { id: 'a', type: 'file_change', changes: [{ path: 'a.ts', kind: 'add' }, 7], status: 'completed' },
      'file_change completed: add a.ts',
    ],
    [{ id: 'a', type: 'mcp_tool_call', server: 'docs', tool: 'find' }, 'mcp_tool_call completed: docs.find'],
    [{ id: 'a', type: 'web_search', query: 'slug' }, 'web_search completed: slug'],
    [
      { id: 'a', type: 'todo_list', items: [{ completed: true }, { completed: false }] },
      'todo_list completed: 1 of 2 done',
    ],
    [{ id: 'a', type: 'error', message: 'no network' }, 'error completed: no network'],
    [{ id: 'a', type: 7, text: 8 }, ' completed: '],
  ])('says what an item is about: %j', (item, said) => {
    expect(texts(event('completed', item))).toEqual([said]);
  });

  it('counts turns and keeps what the CLI said of a failure; a line that is no event is left out', () => {
    const lines = [
      '',
      'no json',
      '[]',
      '{"type":"turn.failed","error":{"message":"overloaded"}}',
      '{"item":{}}',
    ];
    expect(takeLines(noItems, lines)).toEqual({ items: [], earlier: 0, turns: 1, failure: 'overloaded' });
  });

  it('is bounded and free of secrets and control sequences, however many items there are', () => {
    const many = Array.from({ length: 620 }, (_, place) =>
      event('completed', { id: `i${place}`, type: 'agent_message', text: 'x'.repeat(9000) }),
    );
    const { items, earlier } = takeLines(noItems, many);
    expect([items.length, earlier, items[0]?.id, items[0]?.text.length]).toEqual([500, 120, 'i120', 300]);
    const [hostile = ''] = texts(
      event('completed', {
        id: 'a',
        type: 'agent_message',
        text: `\u001b]0;x\u0007sk-proj-${'a'.repeat(48)}`,
      }),
    );
    expect(hostile).not.toMatch(/\p{Cc}|aaaa/u);
  });
});

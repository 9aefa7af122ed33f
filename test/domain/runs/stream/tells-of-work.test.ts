import { describe, expect, it } from 'vitest';
import { tellsOfWork } from '../../../../src/domain/runs/stream/tells-of-work.ts';

describe('an event of a run', () => {
  it.each([
    'command_execution',
    'file_change',
    'mcp_tool_call',
    'collab_tool_call',
    'of_a_later_cli',
    undefined,
  ])('tells of work that may change files: %s', (type) => {
    expect(tellsOfWork({ type: 'item.started', item: { id: 'item_0', type } })).toBe(true);
  });

  it.each(['agent_message', 'reasoning', 'web_search', 'todo_list', 'error'])(
    'changes no file: %s',
    (type) => {
      expect(tellsOfWork({ type: 'item.completed', item: { id: 'item_0', type } })).toBe(false);
    },
  );

  it.each([{}, { type: 'turn.started' }, { item: null }, { item: 'file_change' }])(
    'without an item changes no file: %j',
    (event) => {
      expect(tellsOfWork(event)).toBe(false);
    },
  );
});

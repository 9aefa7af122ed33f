import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../../../../../src/domain/upgrade/rehearsal/session/exec-end.ts';
import {
  eventFacts,
  sessionFileFacts,
  sessionFileForm,
  variableFacts,
} from '../../../../../src/domain/upgrade/rehearsal/session/format-facts.ts';

const lines = (file: string) => readJsonLines(readFileSync(`test/fixtures/codex/${file}`, 'utf8'));
const valuesOf = (facts: readonly { key: string; value: string }[]) =>
  Object.fromEntries(facts.map(({ key, value }) => [key, value]));

describe('the events of codex exec', () => {
  it('are known by their types, those of their items, and their fields with the types of the values', () => {
    expect(valuesOf(eventFacts(lines('exec-events-0.139.0.jsonl')))).toMatchObject({
      'event turn.completed': 'printed',
      'item command_execution': 'printed',
      'item command_execution in item.started': 'printed',
      'field command_execution.exit_code': 'null or number',
      'field turn.completed.usage.cached_input_tokens': 'number',
      'field agent_message.text': 'string',
    });
  });

  it('of 0.169.0 have one more field of usage', () => {
    const [before, after] = ['0.139.0', '0.169.0'].map((version) =>
      valuesOf(eventFacts(lines(`exec-events-${version}.jsonl`))),
    );
    const key = 'field turn.completed.usage.cache_write_input_tokens';
    expect(before).not.toHaveProperty([key]);
    expect(after).toMatchObject({ [key]: 'number' });
  });

  it('name the event or item that a program would look for', () => {
    const facts = eventFacts([{ type: 'turn.completed', usage: { input_tokens: 1 } }]);
    expect(facts.map(({ key, subjects }) => [key, subjects?.[0]?.name])).toEqual([
      ['event turn.completed', 'turn.completed'],
      ['field turn.completed.usage', 'turn.completed'],
      ['field turn.completed.usage.input_tokens', 'turn.completed'],
    ]);
  });
});

describe('a session file', () => {
  const of = (version: string) => valuesOf(sessionFileFacts(lines(`rehearsal/session-${version}.jsonl`)));

  it('of 0.139.0 has messages as events; that of 0.169.0 has completed items and usage records', () => {
    expect(of('0.139.0')).toMatchObject({
      'entry event_msg/agent_message': 'written',
      'entry response_item/message': 'written',
      'field event_msg/token_count.info.last_token_usage.input_tokens': 'number',
    });
    expect(of('0.169.0')).toMatchObject({
      'entry event_msg/item_completed/AgentMessage': 'written',
      'entry world_state': 'written',
      'entry token_usage_record': 'written',
      'field token_usage_record.usage.input_tokens': 'number',
    });
    expect(of('0.169.0')).not.toHaveProperty(['entry event_msg/agent_message']);
  });

  it('names the entry that a program would look for', () => {
    const facts = sessionFileFacts(lines('rehearsal/session-0.139.0.jsonl'));
    const fact = facts.find(({ key }) => key === 'field event_msg/token_count.info.total_token_usage');
    expect(fact?.subjects).toEqual([{ kind: 'event', name: 'event_msg/token_count' }]);
  });

  it('has a name of a known form', () => {
    const path = 'sessions/2026/11/22/rollout-2026-11-22T01-37-39-01a200e6-daed-7e71-a066-15a7d7adec38.jsonl';
    expect(sessionFileForm(path)).toBe('sessions/<date>/rollout-<time>-<id>.jsonl');
  });
});

describe('the variables that a command of the model sees', () => {
  it('are those after the mark, by name', () => {
    const output = 'Chunk ID: 1\nOutput:\nnoise of a login shell\ncockpit-variables\nHOME\nCODEX_THREAD_ID\n';
    expect((variableFacts(output) ?? []).map(({ key }) => key)).toEqual([
      'variable HOME of commands',
      'variable CODEX_THREAD_ID of commands',
    ]);
  });

  it('are not known when the command did not run', () => {
    expect(variableFacts('unsupported call: exec_command')).toBeUndefined();
  });
});

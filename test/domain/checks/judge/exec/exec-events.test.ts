import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastMessage, parseExecStream } from '../../../../../src/domain/checks/judge/exec.ts';
import { fixture } from '../../../../support/fixture.ts';

const captures = ['0.120.0', '0.139.0', '0.139.0-mcp-websearch', '0.139.0-failures', '0.150.0', '0.169.0'];

describe('the event stream of codex exec', () => {
  it.each(captures)('is understood to the last line, as captured: %s', (name) => {
    const text = fixture(`exec-events-${name}.jsonl`);
    const { events, strangeLines } = parseExecStream(text);
    expect(strangeLines).toEqual([]);
    expect(events).toHaveLength(text.trim().split('\n').length);
  });

  it('counts tokens whichever members a version gives', () => {
    const usage = ['0.120.0', '0.139.0', '0.150.0'].map((version) => {
      const last = parseExecStream(fixture(`exec-events-${version}.jsonl`)).events.at(-1);
      return last?.type === 'turn.completed' ? Object.keys(last.usage).sort() : [];
    });
    expect(usage[0]).not.toContain('reasoning_output_tokens');
    expect(usage[1]).toContain('reasoning_output_tokens');
    expect(usage[2]).toContain('cache_write_input_tokens');
  });

  it('knows an item by the id that stands last, when it stands twice', () => {
    const { events } = parseExecStream(fixture('exec-events-0.139.0-mcp-websearch.jsonl'));
    const ids = events.flatMap((one) =>
      one.type === 'item.completed' && one.item.type === 'web_search' ? [one.item.id] : [],
    );
    expect(ids).toEqual(['ws_1']);
  });

  it('keeps the order of the lines, in which items may end out of order', () => {
    const { events } = parseExecStream(fixture('exec-events-0.139.0.jsonl'));
    const ended = events.flatMap((one) => (one.type === 'item.completed' ? [one.item.id] : []));
    expect(ended).not.toEqual([...ended].sort());
  });

  it('accepts an item of a type that it has never heard of', () => {
    const line = '{"type":"item.completed","item":{"id":"i","type":"hologram","size":3}}\n';
    expect(parseExecStream(line).strangeLines).toEqual([]);
  });

  it.each([
    ['a line that was cut off', '{"type":"turn.started"}\n{"type":"turn.compl', [2]],
    ['a line that is no JSON', 'Reading additional input from stdin...\n{"type":"turn.started"}', [1]],
    ['JSON that is no event', '[]\n"turn.completed"\nnull\n{}', [1, 2, 3, 4]],
    ['an event without what it must have', '{"type":"thread.started"}\n{"type":"error"}', [1, 2]],
    ['a completed turn without tokens', '{"type":"turn.completed"}', [1]],
    [
      'a negative number of tokens',
      '{"type":"turn.completed","usage":{"input_tokens":-1,"output_tokens":1}}',
      [1],
    ],
    ['an event of another protocol', '\n\n{"type":"moon.landed"}\n', [3]],
  ])('counts %s as strange, by its number', (_, text, strange) => {
    expect(parseExecStream(text).strangeLines).toEqual(strange);
  });

  it('is read to its end, whatever a line holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.json(), fc.constant('{"type":"turn.started"}'))),
        (lines) => {
          const printed = lines.join('\n').split('\n');
          const { events, strangeLines } = parseExecStream(printed.join('\n'));
          expect(events.length + strangeLines.length).toBe(
            printed.filter((line) => line.trim() !== '').length,
          );
        },
      ),
    );
  });
});

describe('the last message of the agent', () => {
  it.each([
    ['0.139.0', '{"ok":true,"summary":"done"}'],
    ['0.139.0-mcp-websearch', 'interim commentary'],
    ['0.139.0-failures', undefined],
  ])('in the capture %s', (name, text) => {
    expect(lastMessage(parseExecStream(fixture(`exec-events-${name}.jsonl`)))).toBe(text);
  });

  it('is not one that had only begun', () => {
    const begun = '{"type":"item.started","item":{"id":"i","type":"agent_message","text":"half"}}';
    expect(lastMessage(parseExecStream(begun))).toBeUndefined();
  });
});

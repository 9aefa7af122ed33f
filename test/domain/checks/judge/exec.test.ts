import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ExecTrial,
  judgeExecFailure,
  judgeExecSmoke,
  judgeOutputSchema,
  lastMessage,
  type OutputSchemaTrial,
  parseExecStream,
} from '../../../../src/domain/checks/judge/exec.ts';
import { fixture } from '../../../support/fixture.ts';
import { missing, outcome, segfault, timeout } from '../../../support/outcome.ts';

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
    ['a line that is not valid JSON', 'Reading additional input from stdin...\n{"type":"turn.started"}', [1]],
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

describe('codex exec', () => {
  const nonce = '5f2d-nonce';
  const event = (value: unknown) => `${JSON.stringify(value)}\n`;
  const started = event({ type: 'thread.started', thread_id: 't' }) + event({ type: 'turn.started' });
  const said = (text: string) =>
    event({ type: 'item.completed', item: { id: 'i', type: 'agent_message', text } });
  const completed = event({ type: 'turn.completed', usage: { input_tokens: 120, output_tokens: 30 } });
  const good = started + said(nonce) + completed;

  const judge = (more: Partial<ExecTrial> = {}, tested = '0.139.0') =>
    judgeExecSmoke(
      {
        outcome: outcome({ stdout: good }),
        nonce,
        userAgent: 'codex_exec/0.139.0 (Debian 12.0.0; x86_64) xterm',
        toolResults: [`Output:\n${nonce}\n`],
        ...more,
      },
      tested,
    );
  const onStdout = (stdout: string) => judge({ outcome: outcome({ stdout }) });

  describe('a turn of codex exec', () => {
    it('passes although stderr says what it always says', () => {
      const stderr = 'Reading additional input from stdin...\nERROR codex_core::tools::router: error=x\n';
      expect(judge({ outcome: outcome({ stdout: good, stderr }) }).verdict).toBe('pass');
    });

    it('passes although a command failed within it, as exit 3 does in the real stream', () => {
      const stdout = fixture('exec-events-0.139.0.jsonl');
      const text = '{"ok":true,"summary":"done"}';
      expect(judge({ outcome: outcome({ stdout }), nonce: text, toolResults: [text] }).verdict).toBe('pass');
    });

    it('does not take SIGTERM, which exits 0, for a turn', () => {
      expect(onStdout(started)).toMatchObject({ verdict: 'fail', actual: '0 turn.completed events' });
    });

    it('does not take words about the nonce for the nonce', () => {
      expect(onStdout(started + said(`I would say ${nonce}`) + completed)).toMatchObject({
        verdict: 'fail',
        actual: `last message: I would say ${nonce}`,
      });
    });

    it('judges the last message, not one before it', () => {
      expect(onStdout(started + said(nonce) + said('and more') + completed).verdict).toBe('fail');
      expect(onStdout(started + said('first') + said(`${nonce}\n`) + completed).verdict).toBe('pass');
    });

    it('fails without a message, and says that there was none', () => {
      expect(onStdout(started + completed).actual).toBe('last message: (none)');
    });

    it('wants the command to have run, whatever the model says of it', () => {
      expect(judge({ toolResults: ['Output:\npermission denied'] })).toMatchObject({
        verdict: 'fail',
        actual: 'no command result with the nonce',
      });
    });

    it.each([
      ['nobody', undefined, 'user agent (none)'],
      ['another version', 'codex_exec/0.169.0 (x)', 'user agent codex_exec/0.169.0 (x)'],
      [
        'a version that only begins like it',
        'codex_exec/0.139.0-alpha.1 (x)',
        'user agent codex_exec/0.139.0-alpha.1 (x)',
      ],
    ])('fails when the request came from %s', (_, userAgent, actual) => {
      expect(judge({ userAgent })).toEqual({
        verdict: 'fail',
        summary: 'the request came from another version',
        expected: 'a user agent of 0.139.0',
        actual,
      });
    });

    it.each([
      ['killed by SIGSEGV: ', segfault],
      ['no answer within 10.0 s: ', timeout],
      ['could not be started (ENOENT): ', missing],
      [
        'exit 1: Not inside a trusted directory and --skip-git-repo-check was not specified.',
        outcome({
          code: 1,
          stderr: 'Not inside a trusted directory and --skip-git-repo-check was not specified.\n',
        }),
      ],
      [
        'exit 1: Error loading config.toml: no',
        outcome({ code: 1, stderr: 'Error loading config.toml:\nno\n' }),
      ],
    ])('fails with %j', (actual, ended) => {
      expect(judge({ outcome: ended })).toMatchObject({ verdict: 'fail', actual });
    });

    it('fails on a failed turn with the message of the model, although the exit code is 0', () => {
      const failed = event({ type: 'turn.failed', error: { message: 'unexpected status 401\u001b[2J' } });
      const judged = onStdout(good + failed);
      expect(judged.actual).toContain('turn.failed: {"type":"turn.failed"');
      expect(judged.actual).toContain('unexpected status 401');
      expect(judged.actual).not.toContain('\u001b');
    });

    it('warns of every strange line by its number', () => {
      expect(onStdout(`hello\n${good}{"type":"moon.landed"}\n`)).toMatchObject({
        verdict: 'warn',
        expected: 'only documented events',
        actual: 'line 1, 6',
      });
    });
  });

  describe('a turn that the model fails', () => {
    const four = fixture('exec-events-0.139.0-failures.jsonl').split('\n');
    // A failed request, a refused key, a broken stream: four lines each.
    it.each([0, 4, 8])('passes when it is reported as 0.139.0 did, from line %i on', (from) => {
      const stdout = four.slice(from, from + 4).join('\n');
      expect(judgeExecFailure(outcome({ code: 1, stdout }))).toEqual({
        verdict: 'pass',
        summary: 'a failing turn is reported as failed',
      });
    });

    it.each([
      ['reported as completed', outcome({ stdout: good }), 'exit 0, 0 turn.failed, 1 turn.completed'],
      [
        'reported as both',
        outcome({ code: 1, stdout: `${four.slice(0, 4).join('\n')}\n${completed}` }),
        'exit 1, 1 turn.failed, 1 turn.completed',
      ],
      [
        'reported twice',
        outcome({ code: 1, stdout: four.slice(0, 8).join('\n') }),
        'exit 1, 2 turn.failed, 0 turn.completed',
      ],
      ['only in the exit code', outcome({ code: 1 }), 'exit 1, 0 turn.failed, 0 turn.completed'],
      ['not at all', timeout, 'no answer within 10.0 s, 0 turn.failed, 0 turn.completed'],
    ])('fails when the failure is %s', (_, ended, actual) => {
      expect(judgeExecFailure(ended)).toMatchObject({ verdict: 'fail', actual });
    });
  });
});

describe('an answer in a given form', () => {
  const schema = { type: 'object', properties: { nonce: { type: 'string' } }, required: ['nonce'] };
  const asked = (sent: unknown) => ({
    text: { format: { type: 'json_schema', strict: true, schema: sent } },
  });
  const judge = (more: Partial<OutputSchemaTrial> = {}) =>
    judgeOutputSchema({
      outcome: outcome(),
      schema,
      nonce: 'n0nce',
      request: asked(schema),
      written: '{"nonce":"n0nce"}',
      ...more,
    });

  it('passes whatever the order of the keys in the schema that was sent', () => {
    const { type, properties, required } = schema;
    expect(judge({ request: asked({ required, properties, type }) }).verdict).toBe('pass');
  });

  it.each([
    [
      'another schema was sent',
      { request: asked({ ...schema, required: [] }) },
      'the request carries another schema',
    ],
    [
      'a schema was added to',
      { request: asked({ ...schema, title: 'x' }) },
      'the request carries another schema',
    ],
    ['no request came', { request: undefined }, 'the request names no text format'],
    [
      'plain text was asked for',
      { request: { text: { format: { type: 'text' } } } },
      'the request names no text format',
    ],
    ['the file was not written', { written: undefined }, 'the -o file was not written'],
    ['the file is empty', { written: '' }, 'written: '],
    // Observed: under a strict schema the CLI writes PONG all the same.
    ['the answer is not of the form', { written: 'PONG' }, 'written: PONG'],
    [
      'the answer has more than the form',
      { written: '{"nonce":"n0nce","x":1}' },
      'written: {"nonce":"n0nce","x":1}',
    ],
    ['the answer is for another question', { written: '{"nonce":"other"}' }, 'written: {"nonce":"other"}'],
    ['the CLI failed', { outcome: outcome({ code: 1 }) }, 'exit 1'],
    ['the CLI crashed', { outcome: segfault }, 'killed by SIGSEGV'],
  ])('fails when %s', (_, more, actual) => {
    expect(judge(more)).toMatchObject({
      verdict: 'fail',
      summary: '--output-schema does not work',
      actual,
    });
  });

  it('shows a long or hostile answer on one short line', () => {
    expect(judge({ written: `\u001b[31m${'x\n'.repeat(500)}` }).actual).toMatch(/^written: [x ]{120}$/);
  });
});

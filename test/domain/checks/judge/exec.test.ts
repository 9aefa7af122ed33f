import { describe, expect, it } from 'vitest';
import { judgeDebugTurn } from '../../../../src/domain/checks/judge/debug-turn.ts';
import { lastMessage, parseExecStream } from '../../../../src/domain/checks/judge/exec-events.ts';
import { judgeOutputSchema } from '../../../../src/domain/checks/judge/exec-output-schema.ts';
import { judgeExecFailure, judgeExecSmoke } from '../../../../src/domain/checks/judge/exec-smoke.ts';
import { fixture } from '../../../support/fixture.ts';
import { outcome, timeout } from '../../../support/outcome.ts';

const lines = (...events: unknown[]) => `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
const message = (text: string) => ({
  type: 'item.completed',
  item: { id: 'i1', type: 'agent_message', text },
});
const completed = { type: 'turn.completed', usage: { input_tokens: 240, output_tokens: 60 } };
const started = { type: 'turn.started' };
const userAgent = 'codex_exec/0.139.0 (Debian 12; x86_64) xterm';
const trial = (stdout: string, given = {}) => ({
  outcome: outcome({ stdout }),
  nonce: 'n0nce',
  userAgent,
  toolResults: ['Process exited with code 0\nOutput:\nn0nce'],
  ...given,
});

describe('the event stream of codex exec', () => {
  it.each(['0.139.0', '0.169.0'])('of the real %s is known line by line', (version) => {
    const stream = parseExecStream(fixture(`exec-events-${version}.jsonl`));
    expect(stream.strangeLines).toEqual([]);
    expect(stream.events.at(-1)?.type).toBe('turn.completed');
  });

  it('names strange and partial lines', () => {
    const stream = parseExecStream(`${lines(started, { type: 'moon.landed' })}{"type":"turn.comp`);
    expect(stream).toMatchObject({ events: [started], strangeLines: [2, 3] });
  });

  it('gives the last message of the agent', () => {
    expect(lastMessage(parseExecStream(lines(message('one'), message('two'), completed)))).toBe('two');
    expect(lastMessage(parseExecStream(lines(completed)))).toBeUndefined();
  });
});

describe('a turn of codex exec', () => {
  it('passes when command, nonce and usage came round', () => {
    expect(judgeExecSmoke(trial(lines(started, message('n0nce'), completed)), '0.139.0')).toEqual({
      verdict: 'pass',
      summary: 'a turn went round: 240 tokens in, 60 out',
    });
  });

  it.each([
    ['another message', lines(message('PONG'), completed), {}, 'last message: PONG'],
    [
      'no completed turn, although the exit code is 0',
      lines(message('n0nce')),
      {},
      '0 turn.completed events',
    ],
    ['two completed turns', lines(message('n0nce'), completed, completed), {}, '2 turn.completed events'],
    [
      'a failed turn',
      lines({ type: 'turn.failed', error: { message: 'no' } }, completed),
      {},
      'turn.failed: {"type":"turn.failed","error":{"message":"no"}}',
    ],
    [
      'no result of the command',
      lines(message('n0nce'), completed),
      { toolResults: [] },
      'no command result with the nonce',
    ],
    ['an exit code', '', { outcome: outcome({ code: 1, stderr: 'Error: no' }) }, 'exit 1: Error: no'],
    ['no end', '', { outcome: timeout }, 'no answer within 10.0 s: '],
  ])('fails on %s', (_, stdout, given, actual) => {
    expect(judgeExecSmoke(trial(stdout, given), '0.139.0')).toMatchObject({ verdict: 'fail', actual });
  });

  it('fails when the request came from another version', () => {
    expect(judgeExecSmoke(trial(lines(message('n0nce'), completed)), '0.150.0').verdict).toBe('fail');
  });

  it('warns of events that nobody has documented', () => {
    const stdout = lines(message('n0nce'), { type: 'moon.landed' }, completed);
    expect(judgeExecSmoke(trial(stdout), '0.139.0')).toMatchObject({ verdict: 'warn', actual: 'line 2' });
  });
});

describe('a failing turn', () => {
  const failing = fixture('exec-events-0.139.0-failures.jsonl').split('\n').slice(0, 4).join('\n');

  it('passes when it is reported as failed', () => {
    expect(judgeExecFailure(outcome({ code: 1, stdout: failing })).verdict).toBe('pass');
  });

  it.each([
    ['exit 0', outcome({ code: 0, stdout: failing })],
    ['a completed turn', outcome({ code: 1, stdout: failing + lines(completed) })],
    ['no event', outcome({ code: 1 })],
  ])('fails when the CLI answers with %s', (_, answer) => {
    expect(judgeExecFailure(answer).verdict).toBe('fail');
  });
});

describe('an answer in a given form', () => {
  const schema = { type: 'object' };
  const request = { text: { format: { type: 'json_schema', strict: true, schema } } };
  const judge = (given = {}) =>
    judgeOutputSchema({
      outcome: outcome(),
      schema,
      nonce: 'n0nce',
      request,
      written: '{"nonce":"n0nce"}',
      ...given,
    });

  it('passes when the form was sent and the answer has it', () => {
    expect(judge().verdict).toBe('pass');
  });

  it.each([
    ['the request names no form', { request: {} }],
    [
      'another form was sent',
      { request: { text: { format: { type: 'json_schema', schema: { type: 'string' } } } } },
    ],
    ['nothing was written', { written: undefined }],
    ['something else was written', { written: 'PONG' }],
    ['another nonce was written', { written: '{"nonce":"x"}' }],
    ['the CLI failed', { outcome: outcome({ code: 1 }) }],
  ])('fails when %s', (_, given) => {
    expect(judge(given).verdict).toBe('fail');
  });
});

describe('the debug client', () => {
  it('passes on its notification and the nonce', () => {
    const stdout = '< {"text":"n0nce"}\n< turn/completed notification: Completed\n';
    expect(judgeDebugTurn(outcome({ stdout }), 'n0nce').verdict).toBe('pass');
  });

  it('fails on a failed turn, although the exit code is 0', () => {
    const stdout = '< turn/completed notification: Failed\n[turn error] stream disconnected\n';
    expect(judgeDebugTurn(outcome({ stdout }), 'n0nce')).toMatchObject({
      verdict: 'fail',
      actual: 'exit 0, notification Failed, nonce not seen stream disconnected',
    });
  });
});

import { describe, expect, it } from 'vitest';
import {
  type ExecTrial,
  judgeExecFailure,
  judgeExecSmoke,
} from '../../../../../src/domain/checks/judge/exec.ts';
import { fixture } from '../../../../support/fixture.ts';
import { missing, outcome, segfault, timeout } from '../../../../support/outcome.ts';

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

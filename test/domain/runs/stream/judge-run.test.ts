import { describe, expect, it } from 'vitest';
import { type EndedRun, judgeRun } from '../../../../src/domain/runs/stream/judge-run.ts';

const reading = { thread: 't', turns: { started: 1, completed: 1, failed: 0 }, failure: '', declined: false };
const ended: EndedRun = {
  reading,
  end: { code: 0, signal: null },
  interrupted: false,
  stderr: 'Reading additional input from stdin...\n',
  schemaFault: undefined,
};
const open = { ...reading, turns: { started: 1, completed: 0, failed: 0 } };
const judge = (more: Partial<EndedRun>) => judgeRun({ ...ended, ...more });

describe('a captured run', () => {
  it('is completed when each of its turns is and the CLI ended with 0', () => {
    expect(judge({})).toEqual({ outcome: 'completed', reason: null, message: '' });
    const two = { ...reading, turns: { started: 2, completed: 2, failed: 0 } };
    expect(judge({ reading: two })).toMatchObject({ outcome: 'completed' });
    expect(judge({ end: null })).toMatchObject({ outcome: 'completed' });
  });

  it.each([
    [
      'a turn that failed',
      { ...reading, turns: { started: 2, completed: 1, failed: 1 }, failure: 'no room' },
      1,
      ['failed', 'turn_failed', 'no room'],
    ],
    [
      'exit 0 after a TERM',
      open,
      0,
      ['incomplete', 'no_terminal_event', 'the stream does not say that the turn is over'],
    ],
    [
      'one open turn of two',
      { ...reading, turns: { started: 2, completed: 1, failed: 0 } },
      0,
      ['incomplete', 'no_terminal_event', 'the stream does not say that the turn is over'],
    ],
    [
      'a crash in a turn',
      open,
      101,
      ['failed', 'no_terminal_event', 'the stream does not say that the turn is over'],
    ],
    ['an exit code after all turns', reading, 1, ['failed', 'turn_failed', 'it ended with exit code 1']],
  ])('with %s is not', (_, read, code, [outcome, reason, message]) => {
    expect(judge({ reading: read, end: { code, signal: null } })).toEqual({ outcome, reason, message });
  });

  it('was not started when the CLI printed no event, and says what it said', () => {
    const nothing = { ...reading, thread: null, turns: { started: 0, completed: 0, failed: 0 } };
    const stderr =
      'WARNING: proceeding, even though …\nError loading config.toml: oops\nStack backtrace:\n  0: <unknown>\n';
    expect(judge({ reading: nothing, end: { code: 1, signal: null }, stderr })).toEqual({
      outcome: 'not-started',
      reason: 'not_started',
      message: 'Error loading config.toml: oops',
    });
  });

  it('was interrupted unless it was over already', () => {
    expect(judge({ interrupted: true, reading: open, end: { code: 1, signal: null } })).toMatchObject({
      outcome: 'interrupted',
    });
    expect(judge({ interrupted: true, reading: open })).toMatchObject({ outcome: 'interrupted' });
    expect(judge({ interrupted: true })).toMatchObject({ outcome: 'completed' });
  });

  it('failed when its answer is not what the schema asks for', () => {
    expect(judge({ schemaFault: '/: must be object' })).toEqual({
      outcome: 'failed',
      reason: 'schema_violation',
      message: '/: must be object',
    });
  });

  it('names what a policy refused, which makes no event', () => {
    const stderr =
      'ERROR codex_core::tools::router: error=patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings\n';
    expect(judge({ stderr })).toEqual({
      outcome: 'completed',
      reason: 'policy_blocked',
      message: 'patch rejected: writing is blocked by read-only sandbox; rejected by user approval settings',
    });
    expect(judge({ reading: { ...reading, declined: true } })).toMatchObject({ reason: 'policy_blocked' });
  });

  it('says nothing secret, also where a message is cut', () => {
    const secret = `ghp_${'a1B2'.repeat(9)}`;
    const failed = {
      ...reading,
      turns: { started: 1, completed: 0, failed: 1 },
      failure: `${'x'.repeat(485)} ${secret}`,
    };
    expect(judge({ reading: failed }).message).not.toContain('a1B2');
  });
});

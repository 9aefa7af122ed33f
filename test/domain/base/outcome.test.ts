import { describe, expect, it } from 'vitest';
import { describeEnd, type End, errorText, exited } from '../../../src/domain/base/outcome.ts';
import { missing, outcome, segfault, timeout } from '../../support/outcome.ts';

describe('the end of a process', () => {
  it.each<[End, string]>([
    [{ type: 'exit', code: 0 }, 'exit 0'],
    [{ type: 'exit', code: 139 }, 'exit 139'],
    [{ type: 'signal', signal: 'SIGSEGV' }, 'killed by SIGSEGV'],
    [{ type: 'timeout', afterMs: 500 }, 'no answer within 500 ms'],
    [{ type: 'timeout', afterMs: 2, ofMs: 60_000 }, 'no answer within 2 ms, which was left of 1 m 00 s'],
    [{ type: 'timeout', afterMs: 120_000 }, 'no answer within 2 m 00 s'],
    [{ type: 'unstartable', code: 'EACCES' }, 'could not be started (EACCES)'],
    [
      { type: 'unstartable', code: 'ENOEXEC' },
      'could not be started: it is built for another kind of machine',
    ],
  ])('%j is told as %j', (end, text) => {
    expect(describeEnd(end)).toBe(text);
  });

  it.each([
    ['exit 0', outcome(), 0, true],
    ['exit 1, when 1 is asked for', outcome({ code: 1 }), 1, true],
    ['exit 1, when 0 is asked for', outcome({ code: 1 }), 0, false],
    ['a signal', segfault, 0, false],
    ['a timeout', timeout, 0, false],
    ['no start', missing, 0, false],
  ])('after %s: whether it left as asked', (_, ended, code, expected) => {
    expect(exited(ended, code)).toBe(expected);
  });

  it('is a good one only with exit 0, unless another code is asked for', () => {
    expect(exited(outcome())).toBe(true);
    expect(exited(outcome({ code: 2 }))).toBe(false);
  });
});

describe('the message of an error', () => {
  it('ends where the backtrace begins', () => {
    const stderr = 'Error: no\n\nCaused by:\n    why\n\nStack backtrace:\n   0: <unknown>\n   1: main\n';
    expect(errorText(outcome({ stderr }))).toBe('Error: no\n\nCaused by:\n    why');
  });

  it('is nothing when nothing was said', () => {
    expect(errorText(outcome({ stdout: 'Error: on the wrong stream' }))).toBe('');
    const warned = 'WARNING: proceeding, even though we could not create PATH aliases: no\nError: no\n';
    expect(errorText(outcome({ stderr: warned }))).toBe('Error: no');
  });
});

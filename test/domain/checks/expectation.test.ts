import { describe, expect, it } from 'vitest';
import { expectationSchema, judgeExpectation } from '../../../src/domain/checks/expectation.ts';
import { outcome, timeout } from '../../support/outcome.ts';

const judge = (given: Parameters<typeof outcome>[0], expected: unknown) =>
  judgeExpectation(outcome(given), expectationSchema.parse(expected));

describe('what a command must do', () => {
  it.each([
    ['exit 0 by default', {}, {}],
    ['another exit code', { code: 3 }, { exit: 3 }],
    ['a text on stdout', { stdout: 'a --json b' }, { stdout: { contains: '--json' } }],
    ['a pattern on some line', { stdout: 'one\ntwo 2\n' }, { stdout: { matches: '^two \\d$' } }],
    ['a pattern on no line', { stderr: 'fine' }, { stderr: { lacks: 'ERROR' } }],
    ['a JSON value', { stdout: '{"a":{"b":[1,2]}}' }, { json: [{ path: '$.a.b', equals: [1, 2] }] }],
    [
      'JSON whatever the order of its keys',
      { stdout: '{"a":{"x":1,"y":2}}' },
      { json: [{ path: '$.a', equals: { y: 2, x: 1 } }] },
    ],
    ['a JSON text', { stdout: '{"v":"0.139.0"}' }, { json: [{ path: '$.v', matches: '^0\\.139' }] }],
    ['a JSON value that is not there', { stdout: '{}' }, { json: [{ path: '$.errors[*]', exists: false }] }],
  ])('passes on %s', (_, given, expected) => {
    expect(judge(given, expected).verdict).toBe('pass');
  });

  it.each([
    ['another exit code', { code: 1, stderr: 'Error: no' }, {}, 'exit 0', 'exit 1: Error: no'],
    ['a missing text', { stdout: 'x' }, { stdout: { contains: 'y' } }, 'stdout contains "y"', 'x'],
    ['an empty stream', {}, { stdout: { matches: 'y' } }, 'stdout matches /y/', '(nothing)'],
    [
      'an unwanted text',
      { stderr: 'ERROR 1' },
      { stderr: { lacks: 'ERROR' } },
      'stderr lacks /ERROR/',
      'ERROR',
    ],
    [
      'text that is no JSON',
      { stdout: 'hello' },
      { json: [{ path: '$' }] },
      'stdout is one JSON value',
      'hello',
    ],
    ['another value', { stdout: '{"a":1}' }, { json: [{ path: '$.a', equals: 2 }] }, '$.a = 2', '1'],
    ['a missing value', { stdout: '{}' }, { json: [{ path: '$.a' }] }, '$.a matches', '(no match)'],
    [
      'a value that must not be',
      { stdout: '{"a":1}' },
      { json: [{ path: '$.a', exists: false }] },
      '$.a matches nothing',
      '1',
    ],
  ])('fails on %s with expected and actual', (_, given, expectation, expected, actual) => {
    expect(judge(given, expectation)).toMatchObject({ verdict: 'fail', expected, actual });
  });

  it('fails when the command does not end', () => {
    expect(judgeExpectation(timeout, expectationSchema.parse({}))).toMatchObject({
      verdict: 'fail',
      actual: 'no answer within 10.0 s',
    });
  });

  it('shows hostile output without its control characters', () => {
    const judged = judge({ stdout: '\u001b[31mred\u001b[0m\u0007' }, { stdout: { contains: 'blue' } });
    expect(judged.actual).toBe('red');
  });
});

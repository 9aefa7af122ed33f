import { describe, expect, it } from 'vitest';
import {
  EndlessMatch,
  expectationSchema,
  firstMatch,
  judgeExpectation,
} from '../../../src/domain/checks/expectation.ts';
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
      'text that is not valid JSON',
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

describe('where several things are expected', () => {
  it('the first difference is told: exit, then stdout, then stderr, then JSON', () => {
    const all = {
      exit: 0,
      stdout: { contains: 'a' },
      stderr: { lacks: 'b' },
      json: [{ path: '$.c' }],
    };
    const summaries = [
      { code: 1, stdout: '', stderr: 'b' },
      { stdout: '', stderr: 'b' },
      { stdout: 'a', stderr: 'b' },
      { stdout: 'a' },
    ].map((given) => judge(given, all).summary);
    expect(summaries).toEqual([
      'the command did not exit with 0',
      'stdout lacks an expected text',
      'stderr has an unwanted text',
      'stdout is not JSON',
    ]);
  });

  it('in one stream, text comes before patterns', () => {
    const expected = { stdout: { contains: 'a', matches: 'b', lacks: 'c' } };
    expect(judge({ stdout: 'b c' }, expected).expected).toBe('stdout contains "a"');
    expect(judge({ stdout: 'a c' }, expected).expected).toBe('stdout matches /b/');
    expect(judge({ stdout: 'a b c' }, expected).expected).toBe('stdout lacks /c/');
    expect(judge({ stdout: 'a b' }, expected).verdict).toBe('pass');
  });

  it('every value of the JSON is compared, and the first that differs is told', () => {
    const json = [
      { path: '$.a', equals: 1 },
      { path: '$.b', equals: 2 },
      { path: '$.c', equals: 3 },
    ];
    expect(judge({ stdout: '{"a":1,"b":9,"c":9}' }, { json })).toMatchObject({
      expected: '$.b = 2',
      actual: '9',
    });
  });
});

describe('an expected value of JSON', () => {
  it.each([
    ['null, where null is expected', '{"a":null}', { path: '$.a', equals: null }, 'pass'],
    ['nothing, where null is expected', '{}', { path: '$.a', equals: null }, 'fail'],
    ['false, where something must be', '{"a":false}', { path: '$.a' }, 'pass'],
    ['a number, where its text is expected', '{"a":1}', { path: '$.a', equals: '1' }, 'fail'],
    ['the first of several', '{"a":[1,2]}', { path: '$.a[*]', equals: 1 }, 'pass'],
    [
      'the first of a filter',
      '{"p":[{"n":"x","v":1},{"n":"y","v":2}]}',
      { path: "$.p[?@.n=='y'].v", equals: 2 },
      'pass',
    ],
    ['an object as text', '{"a":{"b":1}}', { path: '$.a', matches: '^\\{"b":1\\}$' }, 'pass'],
    ['a number as text', '{"a":139}', { path: '$.a', matches: '^139$' }, 'pass'],
    ['a pattern that does not match', '{"a":"x"}', { path: '$.a', matches: 'y' }, 'fail'],
    ['an empty list where nothing may be', '{"errors":[]}', { path: '$.errors[*]', exists: false }, 'pass'],
    ['an error where nothing may be', '{"errors":["x"]}', { path: '$.errors[*]', exists: false }, 'fail'],
    ['a document that is only a number', '3', { path: '$', equals: 3 }, 'pass'],
  ])('is %s', (_, stdout, one, verdict) => {
    expect(judge({ stdout }, { json: [one] }).verdict).toBe(verdict);
  });

  it.each([
    ['nothing', '', '(nothing)'],
    ['a warning before it', 'WARNING: odd\n{"a":1}', 'WARNING: odd {"a":1}'],
    ['two documents', '{"a":1}\n{"a":1}', '{"a":1} {"a":1}'],
    ['a document that was cut off', '{"a":', '{"a":'],
  ])('is not looked for in %s', (_, stdout, actual) => {
    expect(judge({ stdout }, { json: [{ path: '$.a' }] })).toMatchObject({
      summary: 'stdout is not JSON',
      actual,
    });
  });
});

describe('what a command printed', () => {
  it('is shown cut where it is long', () => {
    const long = 'x'.repeat(5000);
    expect(judge({ stdout: long }, { stdout: { contains: 'y' } }).actual).toBe('x'.repeat(200));
    expect(judge({ stdout: long }, { stdout: { lacks: 'x+' } }).actual).toBe('x'.repeat(200));
    expect(
      judge({ stdout: JSON.stringify({ a: long }) }, { json: [{ path: '$.a', equals: 1 }] }).actual,
    ).toHaveLength(200);
    expect(judge({ code: 1, stderr: long }, {}).actual).toBe(`exit 1: ${'x'.repeat(200)}`);
  });

  it.each([
    ['killed by SIGSEGV', { end: { type: 'signal', signal: 'SIGSEGV' } as const }],
    ['could not be started (EACCES)', { end: { type: 'unstartable', code: 'EACCES' } as const }],
  ])('does not matter when it was %s', (actual, given) => {
    expect(judge({ ...given, stdout: 'fine' }, { stdout: { contains: 'fine' } })).toMatchObject({
      verdict: 'fail',
      expected: 'exit 0',
      actual,
    });
  });

  it('is matched line by line', () => {
    const stdout = 'first\nsecond\n';
    expect(judge({ stdout }, { stdout: { matches: '^second$' } }).verdict).toBe('pass');
    expect(judge({ stdout }, { stdout: { lacks: '^second$' } }).verdict).toBe('fail');
    expect(judge({ stdout }, { stdout: { matches: '^cond' } }).verdict).toBe('fail');
  });
});

describe('a pattern of a suite', () => {
  it('matches on any line', () => {
    expect(firstMatch('^b.', 'a1\nb2')).toBe('b2');
    expect(firstMatch('^c', 'a1\nb2')).toBeUndefined();
  });

  it('is stopped when it backtracks without end', () => {
    expect(() => firstMatch('^(a+)+$', `${'a'.repeat(60)}b`)).toThrow(EndlessMatch);
  });
});

import { isDeepStrictEqual } from 'node:util';
import { query } from 'json-p3';
import * as z from 'zod';
import { patternField } from '../base/documents/pattern-field.ts';
import { describeEnd, errorText, type Outcome } from '../base/outcome.ts';
import { cleanLine } from '../base/text/clean.ts';
import { endsWithin } from '../base/text/ends-within.ts';
import { fail, type Judgement, pass } from './judgement.ts';

const pattern = patternField();

const jsonPath = z.string().superRefine((path, context) => {
  try {
    query(path, null);
  } catch (cause) {
    context.addIssue({ code: 'custom', message: `not a JSONPath (RFC 9535): ${(cause as Error).message}` });
  }
});

const textExpectation = z
  .strictObject({
    contains: z.string().optional().describe('text that must occur'),
    matches: pattern.optional().describe('regular expression that must match some line'),
    lacks: pattern.optional().describe('regular expression that must match no line'),
  })
  .describe('what a stream must say');

/** What a declarative `command:` check expects of the process it runs. */
export const expectationSchema = z.strictObject({
  exit: z.int().min(0).max(255).default(0).describe('exit code'),
  stdout: textExpectation.optional(),
  stderr: textExpectation.optional(),
  json: z
    .array(
      z.strictObject({
        path: jsonPath.describe('JSONPath (RFC 9535) into stdout read as JSON'),
        equals: z.json().optional().describe('the first match must equal this value'),
        matches: pattern.optional().describe('the first match, as text, must match'),
        exists: z.boolean().default(true).describe('whether anything may match at all'),
      }),
    )
    .optional()
    .describe('expectations of stdout as JSON'),
});

export type Expectation = z.output<typeof expectationSchema>;
type TextExpectation = z.output<typeof textExpectation>;
type JsonExpectation = NonNullable<Expectation['json']>[number];
type Difference = { summary: string; expected: string; actual: string };

/** Compares what a process did with what was expected; the first difference is the verdict. */
export function judgeExpectation(outcome: Outcome, expected: Expectation): Judgement {
  const difference =
    exitDifference(outcome, expected.exit) ??
    textDifference('stdout', outcome.stdout, expected.stdout) ??
    textDifference('stderr', outcome.stderr, expected.stderr) ??
    jsonDifference(outcome.stdout, expected.json);
  return difference ? fail(difference) : pass(`${describeEnd(outcome.end)}, everything expected was found`);
}

function exitDifference(outcome: Outcome, code: number): Difference | undefined {
  if (outcome.end.type === 'exit' && outcome.end.code === code) return undefined;
  const said = cleanLine(errorText(outcome)).slice(0, 200);
  const actual = `${describeEnd(outcome.end)}${said === '' ? '' : `: ${said}`}`;
  return { summary: `the command did not exit with ${code}`, expected: `exit ${code}`, actual };
}

function textDifference(
  stream: string,
  text: string,
  expected: TextExpectation | undefined,
): Difference | undefined {
  if (!expected) return undefined;
  const actual = cleanLine(text).slice(0, 200) || '(nothing)';
  if (expected.contains !== undefined && !text.includes(expected.contains)) {
    return {
      summary: `${stream} lacks an expected text`,
      expected: `${stream} contains "${expected.contains}"`,
      actual,
    };
  }
  if (expected.matches !== undefined && firstMatch(expected.matches, text) === undefined) {
    return {
      summary: `${stream} does not match`,
      expected: `${stream} matches /${expected.matches}/`,
      actual,
    };
  }
  const unwanted = expected.lacks === undefined ? undefined : firstMatch(expected.lacks, text);
  if (unwanted !== undefined) {
    const found = cleanLine(unwanted).slice(0, 200);
    return {
      summary: `${stream} has an unwanted text`,
      expected: `${stream} lacks /${expected.lacks}/`,
      actual: found,
    };
  }
  return undefined;
}

function jsonDifference(
  stdout: string,
  expected: readonly JsonExpectation[] | undefined,
): Difference | undefined {
  if (!expected) return undefined;
  let document: unknown;
  try {
    document = JSON.parse(stdout);
  } catch {
    const actual = cleanLine(stdout).slice(0, 200) || '(nothing)';
    return { summary: 'stdout is not JSON', expected: 'stdout is one JSON value', actual };
  }
  for (const one of expected) {
    const difference = valueDifference(document, one);
    if (difference) return difference;
  }
  return undefined;
}

function valueDifference(document: unknown, expected: JsonExpectation): Difference | undefined {
  const matches = query(expected.path, document as Parameters<typeof query>[1]).values();
  const [value] = matches;
  const summary = `${expected.path} is not as expected`;
  const actual = matches.length === 0 ? '(no match)' : (JSON.stringify(value) ?? '').slice(0, 200);
  if (matches.length > 0 !== expected.exists) {
    return {
      summary,
      expected: `${expected.path} ${expected.exists ? 'matches' : 'matches nothing'}`,
      actual,
    };
  }
  if (expected.equals !== undefined && !isDeepStrictEqual(value, expected.equals)) {
    return { summary, expected: `${expected.path} = ${JSON.stringify(expected.equals)}`, actual };
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (expected.matches !== undefined && firstMatch(expected.matches, text ?? '') === undefined) {
    return { summary, expected: `${expected.path} matches /${expected.matches}/`, actual };
  }
  return undefined;
}

/** Most milliseconds that one regular expression of a suite may take. */
const limitMs = 1000;

/** A regular expression of a suite that did not come to an end. */
export class EndlessMatch extends Error {
  constructor(pattern: string) {
    super(`/${pattern}/ took longer than ${limitMs} ms; write it without nested repetition`);
  }
}

/**
 * What a pattern of a suite matches first, on any line; undefined when it matches nothing. A pattern that
 * backtracks without end is stopped.
 *
 * @throws EndlessMatch
 */
export function firstMatch(pattern: string, text: string): string | undefined {
  const done = endsWithin(limitMs, () => new RegExp(pattern, 'm').exec(text)?.[0]);
  if (!done) throw new EndlessMatch(pattern);
  return done.result;
}

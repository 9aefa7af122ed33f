import * as z from 'zod';
import { evidence } from '../base/text-evidence.ts';
import { SEVERITIES, VERDICTS } from './verdict.ts';

const knownIssue = () => z.strictObject({ id: z.string(), link: z.string(), text: z.string() });

const finished = () =>
  ({
    run: z.string(),
    check: z.string(),
    title: z.string(),
    severity: z.enum(SEVERITIES),
    /** Where the check is declared, as `file:line:column`. */
    declared_at: z.string(),
    scope: z.string(),
    verdict: z.enum(VERDICTS),
    summary: z.string(),
    expected: z.string().optional(),
    actual: z.string().optional(),
    remedy: z.string().optional(),
    /** The version that the CLI under test stated; null when it stated none. */
    cli_version: z.string().nullable(),
    version_bound: z.boolean(),
    duration_ms: z.int(),
    /** Known issues of the CLI that concern the check. */
    known_issues: z.array(knownIssue()),
    evidence: z.array(evidence()),
  }) as const;

const started = () =>
  ({
    run: z.string(),
    suite: z.string(),
    suite_sha256: z.string(),
    pin: z.string(),
    cli_path: z.string(),
    checks: z.array(z.string()),
  }) as const;

/** What is recorded of runs of suites. */
export const runBodies = {
  'run.started': () =>
    z.discriminatedUnion('v', [
      z.strictObject({ v: z.literal(1), ...started() }),
      z.strictObject({
        v: z.literal(2),
        ...started(),
        /** The CLI is judged by itself, to be compared with the pin. */
        as_candidate: z.boolean(),
      }),
    ]),
  'check.finished': () =>
    z.discriminatedUnion('v', [
      z.strictObject({ v: z.literal(1), ...finished() }),
      z.strictObject({
        v: z.literal(2),
        ...finished(),
        /** The file that was run as the CLI, and its digest; null when it could not be read. */
        cli: z.strictObject({ path: z.string(), sha256: z.string().nullable() }),
      }),
    ]),
  'run.finished': () =>
    z.strictObject({
      v: z.literal(1),
      run: z.string(),
      verdict: z.enum(['pass', 'warn', 'fail', 'error']),
      cli_version: z.string().nullable(),
      duration_ms: z.int(),
      interrupted: z.boolean(),
    }),
} as const;

import * as z from 'zod';
import type { Place } from '../base/documents/place.ts';
import { oneLine } from '../base/one-line.ts';
import { PHASE_IDS } from '../base/phase.ts';
import { clean, cleanLine } from '../base/text/clean.ts';
import { parseDuration } from '../base/time/duration.ts';
import { type Expectation, expectationSchema } from './expectation.ts';
import { type ProbeName, type ProbeParams, probeNames, probeParams } from './probe-params.ts';
import { SEVERITIES } from './verdict.ts';

/** How far a check reaches, so that it never claims more than it saw. */
const SCOPES = ['static', 'helper', 'live'] as const;

const PLATFORMS = ['linux', 'darwin', 'win32'] as const;

/** One check as a suite file declares it. */
export const checkSchema = z
  .strictObject({
    id: z
      .string()
      .regex(
        /^[a-z][a-z0-9-]*(\.[a-z0-9][a-z0-9-]*)+$/,
        'must be lower-case words joined by dots, such as team.proxy',
      )
      .describe('name of the check, such as cli.version'),
    title: oneLine().describe('what is checked, in a few words'),
    why: z.string().trim().min(1).describe('why a rollout needs it'),
    severity: z.enum(SEVERITIES).describe('what a failure is worth: only a blocker fails the suite'),
    scope: z
      .enum(SCOPES)
      .describe(
        'static: files and help texts; helper: a helper such as codex sandbox; live: a running server or session',
      ),
    phase: z.enum(PHASE_IDS).describe('the phase that needs it first'),
    owner: oneLine().describe('the role that fixes it'),
    platforms: z
      .array(z.enum(PLATFORMS))
      .min(1)
      .default([...PLATFORMS])
      .describe('where it can be judged'),
    timeout: z
      .string()
      .refine((text) => parseDuration(text) !== undefined, 'must be a duration such as 500ms, 10s or 2m')
      .default('10s')
      .describe('how long the whole check may take'),
    version_bound: z.boolean().default(true).describe('whether a new CLI version makes the result stale'),
    remedy: z
      .string()
      .trim()
      .min(1)
      .describe('what to do when it fails; {pin} stands for the pinned version'),
    replaces: z
      .boolean()
      .default(false)
      .describe('takes the place of the check with this id in an earlier suite'),
    probe: z.enum(probeNames).optional().describe('a built-in probe'),
    with: z.record(z.string(), z.unknown()).optional().describe('parameters of the probe'),
    command: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('program and arguments, no shell; the program "codex" is the CLI under test'),
    expect: expectationSchema.optional().describe('what the command must do'),
  })
  .superRefine(({ probe, command, expect, with: given }, context) => {
    const complain = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if ((probe === undefined) === (command === undefined)) {
      complain([], 'a check has either "probe" or "command"');
    }
    if (given !== undefined && probe === undefined) complain(['with'], 'parameters go with "probe" only');
    if (expect !== undefined && command === undefined)
      complain(['expect'], 'expectations go with "command" only');
    const params = probe === undefined ? undefined : probeParams[probe].safeParse(given ?? {});
    for (const { path, message } of params?.error?.issues ?? []) complain(['with', ...path], message);
  });

export type CheckDeclaration = z.output<typeof checkSchema>;

/** What a check does: a built-in probe with its parameters, or a command with its expectations. */
type CheckAction =
  | { type: 'probe'; name: ProbeName; params: ProbeParams<ProbeName> }
  | { type: 'command'; argv: readonly string[]; expect: Expectation };

/** One check, ready to run. `timeoutMs` is the declared timeout in milliseconds. */
export type Check = Omit<CheckDeclaration, 'probe' | 'with' | 'command' | 'expect' | 'timeout'> & {
  timeoutMs: number;
  action: CheckAction;
  /** Where it is declared, for messages that send a person there. */
  declaredAt: Place;
};

/** The advice of a check for a pin: `{pin}` in it stands for the version. */
export function remedyFor(remedy: string, pin: string): string {
  return remedy.replaceAll('{pin}', pin);
}

/** Turns a valid declaration into a check: its texts are safe to print, its command is as it was written. */
export function toCheck(declaration: CheckDeclaration, declaredAt: Place): Check {
  const { probe, with: given, command, expect, timeout, ...rest } = declaration;
  const action: CheckAction =
    probe !== undefined
      ? { type: 'probe', name: probe, params: probeParams[probe].parse(given ?? {}) }
      : { type: 'command', argv: command ?? [], expect: expect ?? expectationSchema.parse({}) };
  const { title, why, owner, remedy } = declaration;
  return {
    ...rest,
    title: cleanLine(title),
    why: clean(why),
    owner: cleanLine(owner),
    remedy: clean(remedy),
    timeoutMs: parseDuration(timeout) ?? 0,
    action,
    declaredAt,
  };
}

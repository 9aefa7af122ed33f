import semver from 'semver';
import * as z from 'zod';
import { parseLocatedYaml } from '../base/documents/located-yaml.ts';

/** The form of `data/known-issues.yaml`. */
export const knownIssuesSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  issues: z.array(
    z.strictObject({
      id: z.string().min(1).describe('name of the issue, such as openai/codex#40555'),
      link: z.url({ protocol: /^https$/ }).describe('where it is discussed'),
      versions: z
        .string()
        .refine((range) => semver.validRange(range) !== null, 'must be a semver range such as <0.150.0')
        .describe('CLI versions that have it'),
      checks: z.array(z.string().min(1)).min(1).describe('checks it concerns'),
      text: z.string().trim().min(1).describe('what is wrong, in a sentence'),
    }),
  ),
});

export type KnownIssue = z.output<typeof knownIssuesSchema>['issues'][number];

/** @throws UsageError naming file, line and field of what is wrong */
export function parseKnownIssues(text: string, file: string): readonly KnownIssue[] {
  return parseLocatedYaml({ text, file }, knownIssuesSchema).value.issues;
}

/** The issues that concern a check on a CLI version; none when the version is unknown. */
export function issuesOf(
  issues: readonly KnownIssue[],
  check: string,
  cliVersion: string | undefined,
): readonly KnownIssue[] {
  if (cliVersion === undefined) return [];
  return issues.filter(
    ({ checks, versions }) =>
      checks.includes(check) && semver.satisfies(cliVersion, versions, { includePrerelease: true }),
  );
}

import * as z from 'zod';
import { formatPlace, parseLocatedYaml } from '../documents/located-yaml.ts';
import { UsageError } from '../errors.ts';
import { suggest } from '../text/suggest.ts';
import type { Expectation } from './probe.ts';

/** Where a project states what it expects of its profiles: in the folder of the suites, and no suite. */
export const sandboxExpectations = 'checks/sandbox.yaml';

/** The form of that file; `data/schemas/sandbox.schema.json` is made from it. */
export const statedExpectationsSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  profiles: z
    .record(
      z.string().min(1),
      z.strictObject({
        why: z.string().trim().min(1).optional().describe('why it must be so'),
        expect: z
          .record(z.string().min(1), z.enum(['allowed', 'denied']))
          .describe('what each probe must find, by its id, such as write.tmp or read:~/.ssh'),
      }),
    )
    .describe('the profiles, by name; what is not stated is derived from the profile'),
});

/** One expectation that a person stated. */
export type StatedExpectation = {
  profile: string;
  probe: string;
  expected: Expectation;
  why: string | undefined;
  declaredAt: string;
};

/**
 * Reads the expectations that a team states.
 *
 * @throws UsageError naming file, line and field
 */
export function parseStatedExpectations(text: string, file: string): readonly StatedExpectation[] {
  const { value, placeOf } = parseLocatedYaml({ text, file }, statedExpectationsSchema);
  return Object.entries(value.profiles).flatMap(([profile, { why, expect }]) =>
    Object.entries(expect).map(([probe, expected]) => ({
      profile,
      probe,
      expected,
      why,
      declaredAt: formatPlace(placeOf(['profiles', profile, 'expect', probe])),
    })),
  );
}

/**
 * Refuses expectations of profiles and probes that are not there: they would hold for ever.
 *
 * @throws UsageError naming the first of them and where it stands
 */
export function requireKnown(
  stated: readonly StatedExpectation[],
  { profiles, probes }: { profiles: readonly string[]; probes: readonly string[] },
): void {
  for (const { profile, probe, declaredAt } of stated) {
    if (!profiles.includes(profile))
      throw new UsageError(`${declaredAt}: ${unknown('profile', profile, profiles)}`);
    if (!probes.includes(probe)) throw new UsageError(`${declaredAt}: ${unknown('probe', probe, probes)}`);
  }
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const near = suggest(name, known);
  const hint = near === undefined ? `there are ${known.join(', ')}` : `did you mean "${near}"?`;
  return `there is no ${what} "${name}"; ${hint}`;
}

import * as z from 'zod';
import { parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import { formatPlace } from '../../base/documents/place.ts';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { TrialMode } from '../matrix/matrix.ts';
import type { NotTried } from './named-places.ts';
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
          .describe(
            'what each probe must find, by its id, such as write.tmp; read: and write: take any path, such as read:~/.ssh',
          ),
      }),
    )
    .describe('the profiles, by name, and * for all of them; what is not stated is derived from the profile'),
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

/** The name that stands for every profile. */
const EVERY_PROFILE = '*';

/**
 * What is stated of a probe under a profile: for the profile itself, else for all. Under requirements what is
 * stated `allowed` does not count: they may close what a team leaves open, and do not open what it closes.
 */
export function statedFor(
  stated: readonly StatedExpectation[],
  { profile, probe, mode }: { profile: string; probe: string; mode: TrialMode },
): StatedExpectation | undefined {
  const matching = stated.filter(
    (one) => one.probe === probe && (mode !== 'managed' || one.expected === 'denied'),
  );
  return (
    matching.find((one) => one.profile === profile) ?? matching.find((one) => one.profile === EVERY_PROFILE)
  );
}

/** The places that expectations name: any path can be tried. */
export function placesNamed(
  stated: readonly StatedExpectation[],
): readonly { use: 'read' | 'write'; path: string }[] {
  return stated.flatMap(({ probe }) => {
    const [, use, path] = /^(read|write):([^,]+)$/.exec(probe) ?? [];
    if (path === undefined || path.startsWith('beside ')) return [];
    return [{ use: use === 'read' ? 'read' : 'write', path }];
  });
}

/**
 * Refuses expectations of profiles and probes that are not there: they could never fail.
 *
 * @throws UsageError naming the first of them and where it stands
 */
export function requireKnown(
  stated: readonly StatedExpectation[],
  {
    profiles,
    probes,
    notTried,
  }: { profiles: readonly string[]; probes: readonly string[]; notTried: readonly NotTried[] },
): void {
  for (const { profile, probe, declaredAt } of stated) {
    if (profile !== EVERY_PROFILE && !profiles.includes(profile))
      throw new UsageError(`${declaredAt}: ${unknown('profile', profile, profiles)}`);
    if (probes.includes(probe)) continue;
    const left = notTried.find(({ name }) => probe.endsWith(`:${name}`));
    throw new UsageError(
      left
        ? `${declaredAt}: ${probe} cannot be tried: ${left.reason}`
        : `${declaredAt}: ${unknown('probe', probe, probes)}`,
    );
  }
}

function unknown(what: string, name: string, known: readonly string[]): string {
  const hint = didYouMean(name, known) || `; there are ${known.join(', ')}`;
  return `there is no ${what} "${name}"${hint}`;
}

import { UsageError } from '../../base/errors.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import { nearestOrAll } from '../../base/text/suggest.ts';
import type { TrialMode } from '../matrix/matrix.ts';
import { LEGACY, legacyProfile } from '../profiles/legacy-settings.ts';
import { BUILTIN_PROFILES, type SandboxProfile } from '../profiles/profile.ts';
import type { ProfileSource } from '../profiles/profile-source.ts';
import { readProfiles } from '../profiles/read-profiles.ts';
import { managedProfiles, needsConsent, underRequirements } from '../profiles/under-requirements.ts';

/** A profile, how it is tried, and what it is meant to be; undefined when what it inherits cannot be found. */
export type PlannedTrial = { profile: string; mode: TrialMode; meant: SandboxProfile | undefined };

/** The names of the profiles that a configuration declares itself. */
export function profilesNamed({ permissions }: Pick<ProfileSource, 'permissions'>): readonly string[] {
  return isTable(permissions) ? Object.keys(permissions) : [];
}

/**
 * The profiles that are meant: those that were asked for, or all of the CLI, the configuration and the
 * requirements.
 *
 * @throws UsageError when there is no such profile
 */
export function chooseProfiles(source: ProfileSource, asked: readonly string[]): readonly string[] {
  const { requirements } = source;
  const own = profilesNamed(source);
  const managed = requirements ? managedProfiles(requirements).map(({ id }) => id) : [];
  const legacy = legacyProfile(source) ? [LEGACY] : [];
  const all = [...new Set([...BUILTIN_PROFILES.map(({ id }) => id), ...own, ...managed, ...legacy])];
  const stranger = asked.find((name) => !all.includes(name));
  if (stranger !== undefined) {
    throw new UsageError(`there is no profile "${stranger}"`, nearestOrAll(stranger, all));
  }
  return asked.length > 0 ? [...new Set(asked)] : all;
}

/** Trials of every profile, the one without a sandbox included: what could be tried. */
export function everyTrial(source: ProfileSource): readonly PlannedTrial[] {
  return planTrials(source, { profiles: chooseProfiles(source, []), live: false, fullAccess: true });
}

/**
 * Plans the trials of some profiles: with the helper, again with requirements where there are any, and again
 * in a session where that is asked for. The profile without a sandbox is left out unless a person consents.
 */
export function planTrials(
  source: ProfileSource,
  { profiles, live, fullAccess }: { profiles: readonly string[]; live: boolean; fullAccess: boolean },
): readonly PlannedTrial[] {
  const { permissions, placeOf, hasProxy, requirements } = source;
  const known = [...BUILTIN_PROFILES, ...readProfiles(permissions, placeOf, { hasProxy })];
  const managed = requirements ? managedProfiles(requirements) : [];
  const legacy = legacyProfile(source);
  const isTried = (id: string) =>
    fullAccess || !(needsConsent({ id }) || (id === LEGACY && legacy?.fullAccess));
  return profiles.filter(isTried).flatMap((profile): PlannedTrial[] => {
    // The helper does not look at these settings: only a session shows what they do (seen on 0.139.0).
    if (profile === LEGACY) return legacy ? [{ profile, mode: 'live', meant: legacy }] : [];
    const meant = known.find(({ id }) => id === profile);
    const base = meant ?? managed.find(({ id }) => id === profile);
    const isOnlyManaged = meant === undefined && base !== undefined;
    return [
      ...(isOnlyManaged ? [] : [{ profile, mode: 'helper' as const, meant }]),
      ...(requirements && base
        ? [{ profile, mode: 'managed' as const, meant: underRequirements(base, requirements) }]
        : []),
      ...(live && !isOnlyManaged ? [{ profile, mode: 'live' as const, meant }] : []),
    ];
  });
}

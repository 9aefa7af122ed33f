import type { Place } from '../../base/documents/place.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import type { Path } from '../../base/shape/finding.ts';
import {
  BUILTIN_PROFILES,
  type FilesystemRule,
  FULL_ACCESS,
  noNetwork,
  type SandboxProfile,
} from './profile.ts';
import { readProfiles } from './read-profiles.ts';

/** The requirements of an organisation, as far as profiles go. */
export type SandboxRequirements = {
  values: Readonly<Record<string, unknown>>;
  placeOf: (path: Path) => Place;
};

/** The profiles that requirements declare; they exist only where requirements are read. */
export function managedProfiles({ values, placeOf }: SandboxRequirements): readonly SandboxProfile[] {
  if (!isTable(values.permissions)) return [];
  // `filesystem` holds what is denied to everybody, and is no profile.
  const { filesystem: _, ...profiles } = values.permissions;
  return readProfiles(profiles, (path) => placeOf(['permissions', ...path]));
}

/**
 * What a profile becomes under requirements (docs/codex-facts.md, "Sandbox under requirements"): one that is not
 * allowed is replaced by the managed default, a mode that is not allowed falls back to read-only, and what
 * is denied to everybody is denied. Undefined when the managed default cannot be found.
 */
export function underRequirements(
  profile: SandboxProfile,
  requirements: SandboxRequirements,
): SandboxProfile | undefined {
  const { values } = requirements;
  const chosen = replaced(profile, requirements);
  if (!chosen) return undefined;
  const denied = deniedToAll(requirements);
  const mode = modeOf(chosen);
  const modes = values.allowed_sandbox_modes;
  const isAllowed = !Array.isArray(modes) || modes.includes(mode);
  const base = isAllowed && !(chosen.fullAccess && denied.length > 0) ? chosen : readOnly(chosen);
  return { ...base, rules: [...base.rules, ...denied] };
}

function replaced(profile: SandboxProfile, requirements: SandboxRequirements): SandboxProfile | undefined {
  const { allowed_permission_profiles: allowed, default_permissions: fallback } = requirements.values;
  if (!isTable(allowed) || allowed[profile.id] === true) return profile;
  return [...managedProfiles(requirements), ...BUILTIN_PROFILES].find(({ id }) => id === fallback);
}

function modeOf({ fullAccess, rules, network }: SandboxProfile): string {
  if (fullAccess) return 'danger-full-access';
  return rules.some(({ access }) => access === 'write') || network.enabled ? 'workspace-write' : 'read-only';
}

function readOnly(profile: SandboxProfile): SandboxProfile {
  const rules = profile.rules.map((rule) =>
    rule.access === 'write' ? { ...rule, access: 'read' as const } : rule,
  );
  return { ...profile, rules, network: noNetwork, fullAccess: false };
}

function deniedToAll({ values, placeOf }: SandboxRequirements): readonly FilesystemRule[] {
  const filesystem = isTable(values.permissions) ? values.permissions.filesystem : undefined;
  const denied = isTable(filesystem) ? filesystem.deny_read : undefined;
  if (!Array.isArray(denied)) return [];
  return denied.flatMap((path, index) =>
    typeof path === 'string'
      ? [
          {
            scope: { type: 'path' as const, path },
            access: 'deny' as const,
            text: `deny_read "${path}"`,
            place: placeOf(['permissions', 'filesystem', 'deny_read', index]),
            keys: [],
          },
        ]
      : [],
  );
}

/** Whether a profile may only be tried with the consent of a person: it has no sandbox. */
export const needsConsent = ({ id }: { id: string }): boolean => id === FULL_ACCESS;

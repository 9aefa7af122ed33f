import { isTable } from '../../base/shape/check-shape.ts';
import { formatField, type Path } from '../../base/shape/finding.ts';

type Table = Readonly<Record<string, unknown>>;

/** How a configuration departs from the profiles that were approved. */
export type ProfileDifference =
  /** A setting of an approved profile, or the default profile, is another. Undefined: it is not there. */
  | { type: 'changed'; field: string; approved: unknown; actual: unknown }
  /** A profile that nobody approved. */
  | { type: 'not approved'; profile: string }
  /** An approved profile that is not here. */
  | { type: 'missing'; profile: string };

/**
 * Holds the profiles of a configuration against the approved ones, setting by setting. A description is no
 * setting: it changes nothing that a command can do.
 */
export function compareProfiles(approved: Table, actual: Table): readonly ProfileDifference[] {
  const wanted = isTable(approved.permissions) ? approved.permissions : {};
  const found = isTable(actual.permissions) ? actual.permissions : {};
  const isApproved = (id: string) => Object.hasOwn(wanted, id);
  return [
    ...changes(approved.default_permissions, actual.default_permissions, ['default_permissions']),
    ...Object.keys(found).flatMap((profile): readonly ProfileDifference[] =>
      isApproved(profile)
        ? changes(settingsOf(wanted[profile]), settingsOf(found[profile]), ['permissions', profile])
        : [{ type: 'not approved', profile }],
    ),
    ...Object.keys(wanted)
      .filter((profile) => !Object.hasOwn(found, profile))
      .map((profile) => ({ type: 'missing' as const, profile })),
  ];
}

/** `permissions.work.network.enabled: approved false, here true` */
export function describeDifference(difference: ProfileDifference): string {
  switch (difference.type) {
    case 'changed': {
      const { field, approved, actual } = difference;
      return `${field}: approved ${show(approved)}, here ${show(actual)}`;
    }
    case 'not approved':
      return `permissions.${difference.profile}: nobody approved this profile`;
    case 'missing':
      return `permissions.${difference.profile}: approved, and not here`;
  }
}

function changes(approved: unknown, actual: unknown, path: Path): readonly ProfileDifference[] {
  if (isTable(approved) && isTable(actual)) {
    const names = [...new Set([...Object.keys(approved), ...Object.keys(actual)])];
    return names.flatMap((name) => changes(approved[name], actual[name], [...path, name]));
  }
  if (JSON.stringify(approved) === JSON.stringify(actual)) return [];
  return [{ type: 'changed', field: formatField(path), approved, actual }];
}

function settingsOf(profile: unknown): unknown {
  if (!isTable(profile)) return profile;
  const { description: _, ...settings } = profile;
  return settings;
}

const show = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value));

import { isTable } from '../../base/shape/check-shape.ts';
import { BUILTIN_PROFILES, type FilesystemRule, FULL_ACCESS, type SandboxProfile } from './profile.ts';
import type { ProfileSource } from './profile-source.ts';

/** The name under which the settings before permission profiles are tried. */
export const LEGACY = 'sandbox_mode';

const modes: Readonly<Record<string, string>> = {
  'read-only': ':read-only',
  'workspace-write': ':workspace',
  'danger-full-access': FULL_ACCESS,
};

/**
 * What `sandbox_mode` and `[sandbox_workspace_write]` of a configuration are meant to allow, as a profile.
 * Undefined when a configuration sets neither, or chooses a profile: then the CLI goes by the profile (seen on
 * 0.139.0).
 */
export function legacyProfile({ values, placeOfKey }: ProfileSource): SandboxProfile | undefined {
  const { sandbox_mode: mode, sandbox_workspace_write: table, default_permissions: chosen } = values;
  if (mode === undefined || chosen !== undefined) return undefined;
  const base = BUILTIN_PROFILES.find(({ id }) => id === modes[String(mode)]);
  if (!base) return undefined;
  if (base.id !== ':workspace' || !isTable(table)) return { ...base, id: LEGACY };
  const roots = Array.isArray(table.writable_roots) ? table.writable_roots : [];
  const opened = roots.flatMap((path, index): FilesystemRule[] => {
    if (typeof path !== 'string' || !/^[/~]/.test(path)) return [];
    const text = `writable_roots "${path}"`;
    const place = placeOfKey(['sandbox_workspace_write', 'writable_roots', index]);
    return [{ scope: { type: 'path', path }, access: 'write', text, place, keys: [] }];
  });
  const closed = [
    ...(table.exclude_slash_tmp === true ? ['slash_tmp'] : []),
    ...(table.exclude_tmpdir_env_var === true ? ['tmpdir'] : []),
  ];
  return {
    ...base,
    id: LEGACY,
    rules: [...base.rules.filter(({ scope }) => !closed.includes(scope.type)), ...opened],
    network: { ...base.network, enabled: table.network_access === true },
  };
}

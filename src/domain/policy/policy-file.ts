/** The files that carry policy. */
export const POLICY_FILES = ['requirements', 'managed_config', 'config', 'profile', 'project'] as const;

/** `profile` is `<name>.config.toml` of CODEX_HOME, `project` the `.codex/config.toml` of a repository. */
export type PolicyFileKind = (typeof POLICY_FILES)[number];

/**
 * What kind of policy file a name suggests; anything else is a config.toml. A `.codex/config.toml` may be that
 * of a project or of a home, so a project is never guessed.
 */
export function policyFileKind(name: string): Exclude<PolicyFileKind, 'project'> {
  const base = baseName(name).toLowerCase();
  if (base.includes('requirements')) return 'requirements';
  if (base.includes('managed')) return 'managed_config';
  return /.\.config\.toml$/.test(base) ? 'profile' : 'config';
}

/** The last part of a path, of either kind of system. */
export const baseName = (name: string) => name.split(/[\\/]/).at(-1) ?? '';

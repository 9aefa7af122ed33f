import semver from 'semver';

/**
 * The top-level keys of requirements.toml that CLI versions understand
 * (facts/codex-plugins-sandbox-policy.md §4.2). A version outside these ranges is not known.
 */
const knownKeys: readonly { versions: string; keys: readonly string[] }[] = [
  {
    versions: '0.139.x',
    keys: [
      'allowed_approval_policies',
      'allowed_approvals_reviewers',
      'allowed_sandbox_modes',
      'allowed_permission_profiles',
      'default_permissions',
      'remote_sandbox_config',
      'allowed_web_search_modes',
      'allow_managed_hooks_only',
      'allow_appshots',
      'computer_use',
      'windows',
      'features',
      'feature_requirements',
      'hooks',
      'mcp_servers',
      'plugins',
      'apps',
      'rules',
      'enforce_residency',
      'experimental_network',
      'permissions',
      'guardian_policy_config',
    ],
  },
];

/** The keys that a CLI version understands; undefined when they are not known. */
export function requirementsKeys(version: string): readonly string[] | undefined {
  return knownKeys.find(({ versions }) => semver.satisfies(version, versions))?.keys;
}

/** A requirements file that the CLI refuses: what is wrong, where, and in which field. */
export type RefusedCase = { what: string; text: string; field: string; line: number; says: RegExp };

const rule = (body: string) => `[rules]\nprefix_rules = [{ ${body} }]\n`;
const words = 'pattern = [{ token = "git" }]';

/** Every malformed form that the real CLI was seen to refuse (docs/codex-facts.md, "Malformed requirements"). */
export const refusedRequirements: readonly RefusedCase[] = [
  {
    what: 'an unknown sandbox mode',
    text: 'allowed_sandbox_modes = ["bogus"]',
    field: 'allowed_sandbox_modes',
    line: 1,
    says: /read-only/,
  },
  {
    what: 'sandbox modes without read-only',
    text: '# ours\nallowed_sandbox_modes = ["workspace-write"]',
    field: 'allowed_sandbox_modes',
    line: 2,
    says: /must include "read-only"/,
  },
  {
    what: 'no approval policy at all',
    text: 'allowed_approval_policies = []',
    field: 'allowed_approval_policies',
    line: 1,
    says: /not be empty/,
  },
  {
    what: 'no reviewer at all',
    text: 'allowed_approvals_reviewers = []',
    field: 'allowed_approvals_reviewers',
    line: 1,
    says: /not be empty/,
  },
  {
    what: 'the old word reject',
    text: 'allowed_approval_policies = ["on-request", "reject"]',
    field: 'allowed_approval_policies[1]',
    line: 1,
    says: /older versions/,
  },
  {
    what: 'the old table reject',
    text: 'allowed_approval_policies = [{ reject = { rules = true } }]',
    field: 'allowed_approval_policies[0]',
    line: 1,
    says: /older versions/,
  },
  {
    what: 'granular without its table',
    text: 'allowed_approval_policies = ["granular"]',
    field: 'allowed_approval_policies[0]',
    line: 1,
    says: /needs its table/,
  },
  {
    what: 'granular with half of its table',
    text: 'allowed_approval_policies = [{ granular = { sandbox_approval = true } }]',
    field: 'allowed_approval_policies[0].granular',
    line: 1,
    says: /rules is missing/,
  },
  {
    what: 'a text in place of a list',
    text: 'allowed_approval_policies = "never"',
    field: 'allowed_approval_policies',
    line: 1,
    says: /must be a list/,
  },
  {
    what: 'an unknown residency',
    text: 'enforce_residency = "eu"',
    field: 'enforce_residency',
    line: 1,
    says: /no value/,
  },
  {
    what: 'an unknown web search mode',
    text: 'allowed_web_search_modes = ["sometimes"]',
    field: 'allowed_web_search_modes[0]',
    line: 1,
    says: /no value/,
  },
  {
    what: 'a rule that allows',
    text: rule(`${words}, decision = "allow"`),
    field: 'rules.prefix_rules[0].decision',
    line: 2,
    says: /stricter/,
  },
  {
    what: 'a rule with an unknown decision',
    text: rule(`${words}, decision = "maybe"`),
    field: 'rules.prefix_rules[0].decision',
    line: 2,
    says: /no value/,
  },
  {
    what: 'a rule without a decision',
    text: rule(words),
    field: 'rules.prefix_rules[0]',
    line: 2,
    says: /no decision/,
  },
  {
    what: 'a rule with an empty pattern',
    text: rule('pattern = [], decision = "prompt"'),
    field: 'rules.prefix_rules[0].pattern',
    line: 2,
    says: /empty/,
  },
  {
    what: 'a rule without a pattern',
    text: rule('decision = "prompt"'),
    field: 'rules.prefix_rules[0]',
    line: 2,
    says: /pattern is missing/,
  },
  {
    what: 'a word that is both one and any of several',
    text: rule('pattern = [{ token = "a", any_of = ["b"] }], decision = "prompt"'),
    field: 'rules.prefix_rules[0].pattern[0]',
    line: 2,
    says: /both token and any_of/,
  },
  {
    what: 'a word that is neither',
    text: rule('pattern = [{}], decision = "prompt"'),
    field: 'rules.prefix_rules[0].pattern[0]',
    line: 2,
    says: /neither token nor any_of/,
  },
  {
    what: 'any of nothing',
    text: rule('pattern = [{ any_of = [] }], decision = "prompt"'),
    field: 'rules.prefix_rules[0].pattern[0].any_of',
    line: 2,
    says: /empty/,
  },
  {
    what: 'an empty reason',
    text: rule(`${words}, decision = "prompt", justification = ""`),
    field: 'rules.prefix_rules[0].justification',
    line: 2,
    says: /empty/,
  },
  {
    what: 'no rules under [rules]',
    text: '[rules]\nprefix_rules = []',
    field: 'rules.prefix_rules',
    line: 2,
    says: /not be empty/,
  },
  { what: '[rules] alone', text: '\n[rules]', field: 'rules', line: 2, says: /prefix_rules is missing/ },
  {
    what: 'a server without command and url',
    text: '[mcp_servers.linear]\nidentity = { host = "x" }',
    field: 'mcp_servers.linear.identity',
    line: 2,
    says: /neither command nor url/,
  },
  {
    what: 'a server without identity',
    text: '[mcp_servers.linear]\nurl = "x"',
    field: 'mcp_servers.linear',
    line: 1,
    says: /identity is missing/,
  },
  {
    what: 'a list of profiles',
    text: 'allowed_permission_profiles = ["dev"]',
    field: 'allowed_permission_profiles',
    line: 1,
    says: /must be a table/,
  },
  {
    what: 'allowed profiles without a default',
    text: '[allowed_permission_profiles]\n":read-only" = true',
    field: 'allowed_permission_profiles',
    line: 1,
    says: /default_permissions must be set/,
  },
  {
    what: 'a default without allowed profiles',
    text: 'default_permissions = ":workspace"',
    field: 'default_permissions',
    line: 1,
    says: /needs allowed_permission_profiles/,
  },
  {
    what: 'a default that is not allowed',
    text: 'default_permissions = ":danger-full-access"\n[allowed_permission_profiles]\n":read-only" = true\n":workspace" = true',
    field: 'default_permissions',
    line: 1,
    says: /not allowed/,
  },
  {
    what: 'a profile that nothing chooses',
    text: '[permissions.corp]\nextends = ":workspace"',
    field: 'permissions.corp',
    line: 1,
    says: /default_permissions is not set/,
  },
  {
    what: 'a feature that is no switch',
    text: '[features]\nplugins = "no"',
    field: 'features.plugins',
    line: 2,
    says: /true or false/,
  },
  { what: 'no TOML', text: 'allowed_sandbox_modes = [', field: '', line: 1, says: /not TOML/ },
];

/** The example requirements of the documentation that an organisation starts from. */
export const exampleRequirements = {
  lists: `allowed_sandbox_modes = ["read-only", "workspace-write"]
allowed_approval_policies = ["untrusted", "on-failure", "on-request"]

[mcp_servers.linear]
identity = { url = "https://mcp.linear.app/mcp" }

[[rules.prefix_rules]]
pattern = [{ token = "rm" }, { token = "-rf" }]
decision = "forbidden"
justification = "Nobody deletes a whole tree by force"
`,
  rules: `[rules]
prefix_rules = [
  { pattern = [{ token = "git" }, { any_of = ["push", "commit"] }], decision = "prompt", justification = "Somebody looks before history leaves the machine" },
]
`,
} as const;

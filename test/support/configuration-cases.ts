import type { PolicyFileKind } from '../../src/domain/policy/policy-report.ts';

/**
 * A file of a team, the verdict that is right for it, and what the real CLI 0.139.0 makes of it: `warned` is
 * accepted with a warning.
 */
export type ConfigurationCase = {
  what: string;
  kind: PolicyFileKind;
  text: string | Uint8Array;
  ours: 'pass' | 'warn' | 'fail';
  cli: 'accepted' | 'warned' | 'refused';
};

type Row = readonly [
  what: string,
  text: string | Uint8Array,
  ours: ConfigurationCase['ours'],
  cli: ConfigurationCase['cli'],
];

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const requirements: readonly Row[] = [
  ['two sandbox modes', 'allowed_sandbox_modes = ["read-only", "workspace-write"]', 'pass', 'accepted'],
  [
    'every approval policy',
    'allowed_approval_policies = ["untrusted", "on-failure", "on-request", "never"]',
    'warn',
    'accepted',
  ],
  [
    'a granular approval policy',
    'allowed_approval_policies = [{ granular = { sandbox_approval = true, rules = true, mcp_elicitations = false } }]',
    'pass',
    'accepted',
  ],
  ['reviewers', 'allowed_approvals_reviewers = ["user", "auto_review"]', 'pass', 'accepted'],
  ['no web search', 'allowed_web_search_modes = []', 'pass', 'warned'],
  ['a feature that exists', '[features]\nplugins = false', 'pass', 'accepted'],
  ['a feature by the older table', '[feature_requirements]\nplugins = false', 'pass', 'accepted'],
  [
    'a managed hook with an absolute script',
    '[hooks]\nmanaged_dir = "/opt/acme"\n[[hooks.PreToolUse]]\nmatcher = "shell"\nhooks = [{ type = "command", command = "/opt/acme/pre.sh", timeout = 5 }]',
    'pass',
    'accepted',
  ],
  [
    'servers by command and by address',
    '[mcp_servers.docs.identity]\ncommand = "docs-mcp"\n[mcp_servers.web.identity]\nurl = "https://mcp.example.com/x"',
    'pass',
    'accepted',
  ],
  [
    'denied folders',
    '[permissions.filesystem]\ndeny_read = ["/srv/secrets", "/srv/**/.env"]',
    'pass',
    'accepted',
  ],
  [
    'a profile with its default',
    'default_permissions = "corp"\n[allowed_permission_profiles]\ncorp = true\n[permissions.corp]\nextends = ":workspace"\n[permissions.corp.filesystem]\n"/srv/secrets" = "deny"',
    'pass',
    'accepted',
  ],
  [
    'a rule that asks',
    '[rules]\nprefix_rules = [{ pattern = [{ token = "git" }, { any_of = ["push", "fetch"] }], decision = "prompt" }]',
    'pass',
    'accepted',
  ],
  ['residency', 'enforce_residency = "us"', 'pass', 'accepted'],
  ['an app that is off', '[apps.calendar]\nenabled = false', 'pass', 'accepted'],
  ['a byte order mark of UTF-8', '\uFEFFallow_appshots = false', 'pass', 'accepted'],
  ['a Latin-1 byte in a comment', latin1('# caf\u00e9\nallow_appshots = false\n'), 'fail', 'refused'],
  ['UTF-16', utf16('allow_appshots = false\n'), 'fail', 'refused'],
  ['a mistyped key', 'allowed_sandbox_mode = ["read-only"]', 'fail', 'accepted'],
  [
    'a mistyped table of a profile',
    'default_permissions = "corp"\n[allowed_permission_profiles]\ncorp = true\n[permissions.corp]\nextends = ":workspace"\n[permissions.corp.filesytem]\n"/srv/secrets" = "deny"',
    'fail',
    'accepted',
  ],
  [
    'a mistyped event of hooks',
    '[[hooks.PreToolUs]]\nhooks = [{ type = "command", command = "/bin/true" }]',
    'fail',
    'accepted',
  ],
  [
    'a mistyped matcher',
    '[[hooks.PreToolUse]]\nmatchr = "shell"\nhooks = [{ type = "command", command = "/bin/true" }]',
    'fail',
    'accepted',
  ],
  ['an unknown feature', '[features]\nplugin = false', 'fail', 'warned'],
  ['an unknown feature in the older table', '[feature_requirements]\nplugin = false', 'fail', 'warned'],
  ['a pattern for every folder', '[permissions.filesystem]\ndeny_read = ["**/.env"]', 'fail', 'accepted'],
  ['a pattern from the root', '[permissions.filesystem]\ndeny_read = ["/**/.env"]', 'fail', 'accepted'],
  ['a relative denied path', '[permissions.filesystem]\ndeny_read = [".env"]', 'fail', 'accepted'],
  ['a star as the name of a server', '[mcp_servers."*".identity]\ncommand = "npx"', 'warn', 'accepted'],
  ['an identity with arguments', '[mcp_servers.ctx.identity]\ncommand = "npx -y ctx"', 'warn', 'accepted'],
  [
    'a relative hook',
    '[[hooks.PreToolUse]]\nhooks = [{ type = "command", command = "./pre.sh" }]',
    'warn',
    'accepted',
  ],
  [
    'a key that a header has taken in',
    '[permissions.filesystem]\ndeny_read = ["/srv/secrets"]\nallow_appshots = false',
    'fail',
    'accepted',
  ],
  ['a text for a list', 'allowed_sandbox_modes = "read-only"', 'fail', 'refused'],
  [
    'a profile that is not allowed',
    'default_permissions = "corp"\n[allowed_permission_profiles]\nother = true',
    'fail',
    'refused',
  ],
  [
    'a rule that allows',
    '[rules]\nprefix_rules = [{ pattern = [{ token = "git" }], decision = "allow" }]',
    'fail',
    'refused',
  ],
  ['a mistyped identity', '[mcp_servers.ctx]\nidentiy = { command = "npx" }', 'fail', 'refused'],
  ['a quote that is not closed', 'enforce_residency = "us', 'fail', 'refused'],
];

const config: readonly Row[] = [
  [
    'the usual settings',
    'model = "gpt-5.5"\napproval_policy = "on-request"\nsandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nnetwork_access = false\nwritable_roots = ["/srv/build"]',
    'pass',
    'accepted',
  ],
  [
    'hooks of one own',
    '[[hooks.PreToolUse]]\nmatcher = "shell"\nhooks = [{ type = "command", command = "/bin/true", timeout = 5, statusMessage = "checking" }]',
    'pass',
    'accepted',
  ],
  [
    'the screen',
    '[tui]\nnotifications = ["agent-turn-complete"]\nnotification_method = "bel"\nanimations = false\ntheme = "dark"\nstatus_line = ["model"]',
    'pass',
    'accepted',
  ],
  [
    'an app and its tools',
    '[apps.calendar]\nenabled = false\ndefault_tools_approval_mode = "prompt"\n[apps.calendar.tools.delete]\napproval_mode = "prompt"',
    'pass',
    'accepted',
  ],
  ['every app', '[apps._default]\nenabled = false', 'pass', 'accepted'],
  ['limits of agents', '[agents]\nmax_threads = 2\nmax_depth = 1', 'pass', 'accepted'],
  [
    'web search',
    '[tools.web_search]\ncontext_size = "low"\nallowed_domains = ["example.com"]',
    'pass',
    'accepted',
  ],
  ['a project by its absolute path', '[projects."/srv/shop"]\ntrust_level = "trusted"', 'pass', 'accepted'],
  [
    'a provider of the team',
    'model_provider = "lab"\nmodel = "qwen3-coder:30b"\n[model_providers.lab]\nname = "lab"\nbase_url = "http://127.0.0.1:1/v1"\nwire_api = "responses"',
    'pass',
    'accepted',
  ],
  [
    'a server of the team',
    '[mcp_servers.docs]\ncommand = "docs-mcp"\nargs = ["--stdio"]\nstartup_timeout_sec = 5',
    'pass',
    'accepted',
  ],
  [
    'a profile of one own',
    'default_permissions = "dev"\n[permissions.dev]\nextends = ":workspace"\n[permissions.dev.filesystem]\n"/srv/secrets" = "deny"',
    'pass',
    'accepted',
  ],
  [
    'a mode beside a profile that nothing chooses',
    'sandbox_mode = "read-only"\n[features]\nplugins = false',
    'pass',
    'accepted',
  ],
  ['a byte order mark', '\uFEFFmodel = "gpt-5.5"', 'pass', 'accepted'],
  ['a Latin-1 byte', latin1('# caf\u00e9\nmodel = "gpt-5.5"\n'), 'fail', 'refused'],
  ['a mistyped app key', '[apps.calendar]\nenable = false', 'fail', 'accepted'],
  ['a mistyped key of the screen', '[tui]\nnotificatons = true', 'fail', 'accepted'],
  [
    'an approval policy that a header has taken in',
    '[tui]\nanimations = false\napproval_policy = "never"',
    'fail',
    'accepted',
  ],
  ['a mistyped event', '[[hooks.PostToolUs]]\nmatcher = "shell"', 'fail', 'accepted'],
  [
    'a timeout by another name',
    '[[hooks.Stop]]\nhooks = [{ type = "command", command = "/bin/true", timeoutSec = 5 }]',
    'fail',
    'accepted',
  ],
  ['a mistyped feature', '[features]\nplugin = false', 'pass', 'refused'],
  [
    'a mistyped profile table',
    'default_permissions = "dev"\n[permissions.dev]\nextends = ":workspace"\n[permissions.dev.filesytem]\n"/srv/secrets" = "deny"',
    'fail',
    'accepted',
  ],
  ['a home that is not expanded', '[projects."~/shop"]\ntrust_level = "trusted"', 'fail', 'accepted'],
  [
    'a relative writable folder',
    'sandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nwritable_roots = ["build"]',
    'warn',
    'accepted',
  ],
  [
    'a decision of an app that does not exist',
    '[apps.calendar]\ndefault_tools_approval_mode = "never"',
    'fail',
    'refused',
  ],
  ['a mode that does not exist', 'sandbox_mode = "workspace"', 'fail', 'refused'],
  ['a text where a number belongs', 'project_doc_max_bytes = "32768"', 'fail', 'refused'],
];

const project: readonly Row[] = [
  ['a model and an approval policy', 'model = "gpt-5.5"\napproval_policy = "on-request"', 'pass', 'accepted'],
  ['a server', '[mcp_servers.docs]\ncommand = "docs-mcp"', 'pass', 'accepted'],
  ['a program to notify', 'notify = ["notify-send"]', 'fail', 'warned'],
  [
    'a provider',
    'model_provider = "lab"\n[model_providers.lab]\nname = "lab"\nbase_url = "http://127.0.0.1:1/v1"',
    'fail',
    'warned',
  ],
  ['telemetry', '[otel]\nenvironment = "dev"', 'fail', 'warned'],
  ['a mistyped key', 'approval_polcy = "never"', 'fail', 'refused'],
];

const rows = (kind: PolicyFileKind, list: readonly Row[]): readonly ConfigurationCase[] =>
  list.map(([what, text, ours, cli]) => ({ what, kind, text, ours, cli }));

/** Files of teams, half of them wrong in ways that people get them wrong. */
export const configurationCases: readonly ConfigurationCase[] = [
  ...rows('requirements', requirements),
  ...rows('config', config),
  ...rows('project', project),
];

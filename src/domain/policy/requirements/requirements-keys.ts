import { knownNames } from '../../base/shape/check-shape.ts';
import {
  any,
  boolean,
  choice,
  either,
  fields,
  fieldsOf,
  integer,
  later,
  list,
  map,
  type Shape,
  string,
  table,
} from '../../base/shape/shape.ts';
import { managedHooks } from '../config/hook-shape.ts';
import { isTried, knownRelease } from '../known-release.ts';

/** What 0.130.0 does not know and 0.133.0 does. */
const new133 = '>=0.133.0';

/** What 0.133.0 does not know and 0.139.0 does. */
const new139 = '>=0.139.0';

/** What 0.139.0 does not know and 0.160.0 does; the versions between were not tried. */
const new160 = '>=0.160.0';

/** What 0.160.0 does not know either and 0.169.0 does. */
const new169 = '>=0.169.0';

const approvalPolicy = either(
  'one of untrusted, on-failure, on-request, never, or { granular = { … } }',
  choice('untrusted', 'on-failure', 'on-request', 'never'),
  table(
    fields({
      granular: table(
        fields({
          sandbox_approval: boolean,
          rules: boolean,
          mcp_elicitations: boolean,
          skill_approval: boolean,
          request_permissions: boolean,
        }),
        ['sandbox_approval', 'rules', 'mcp_elicitations'],
      ),
    }),
    ['granular'],
  ),
);

const sandboxMode = choice('read-only', 'workspace-write', 'danger-full-access', 'external-sandbox');

/** What is started or called. Newer versions take a matcher in place of a text; its forms were not tried out. */
const identity = either(
  'a table with command or url',
  table(fields({ command: string, url: string })),
  table(fieldsOf(new160, { command: map(any), url: map(any) })),
);

const mcpServers = map(table(fields({ identity }), ['identity']));

const prefixRule = table(
  {
    ...fields({
      pattern: list(table(fields({ token: string, any_of: list(string) }))),
      decision: later(choice('allow', 'prompt', 'forbidden'), { versions: new169, of: ['prompt-user'] }),
      justification: string,
    }),
    ...fieldsOf(new169, { canonical_matching: boolean }),
  },
  ['pattern'],
);

const network = table({
  ...fields({
    enabled: boolean,
    http_port: integer,
    socks_port: integer,
    allow_upstream_proxy: boolean,
    dangerously_allow_non_loopback_proxy: boolean,
    dangerously_allow_all_unix_sockets: boolean,
    domains: any,
    allowed_domains: list(string),
    denied_domains: list(string),
    managed_allowed_domains_only: boolean,
    unix_sockets: any,
    allow_unix_sockets: list(string),
    allow_local_binding: boolean,
  }),
  ...fieldsOf(new160, { header_injections: any }),
  ...fieldsOf(new169, { review_domains: list(string) }),
});

/**
 * The form of requirements.toml. Every key was given to the real 0.130.0, 0.133.0, 0.139.0, 0.160.0 and 0.169.0
 * with a wrong value: what they complain of they know, what they ignore they do not. They know 15, 18, 21, 43 and 46
 * keys, and another name of `features`.
 */
export const requirementsShape: Shape = table({
  ...fields({
    allowed_approval_policies: list(approvalPolicy),
    allowed_approvals_reviewers: list(choice('user', 'auto_review', 'guardian_subagent')),
    allowed_sandbox_modes: list(sandboxMode),
    remote_sandbox_config: list(
      table(fields({ hostname_patterns: list(string), allowed_sandbox_modes: list(sandboxMode) }), [
        'hostname_patterns',
        'allowed_sandbox_modes',
      ]),
    ),
    allowed_web_search_modes: list(
      later(choice('disabled', 'cached', 'live'), { versions: new160, of: ['indexed'] }),
    ),
    features: map(boolean),
    feature_requirements: map(boolean),
    hooks: managedHooks,
    mcp_servers: mcpServers,
    plugins: map(table(fields({ mcp_servers: mcpServers }))),
    apps: map(map(any, fields({ enabled: boolean, tools: map(any) }))),
    rules: table(fields({ prefix_rules: list(prefixRule) }), ['prefix_rules']),
    enforce_residency: choice('us'),
    experimental_network: network,
    permissions: map(
      // A profile; the linter of profiles knows what it may contain.
      map(any),
      fields({ filesystem: table(fields({ deny_read: list(string) })) }),
    ),
    guardian_policy_config: string,
  }),
  ...fieldsOf(new133, {
    allow_managed_hooks_only: boolean,
    computer_use: table({
      ...fields({ allow_locked_computer_use: boolean }),
      ...fieldsOf(new160, { allow_persistent_approval: boolean, macos: any }),
    }),
  }),
  // By this name 0.133.0 knew what is allowed_permission_profiles in 0.139.0.
  ...fieldsOf('>=0.133.0 <0.139.0', { allowed_permissions: any }),
  ...fieldsOf(new139, {
    allowed_permission_profiles: map(boolean),
    default_permissions: string,
    allow_appshots: boolean,
    windows: table({
      ...fields({ allowed_sandbox_implementations: list(choice('elevated', 'unelevated')) }),
      ...fieldsOf(new169, { require_mxc: boolean }),
    }),
  }),
  ...fieldsOf(new160, {
    additional_developer_instructions: string,
    allow_browser_and_computer_use: boolean,
    allow_login_shell: boolean,
    allow_remote_control: boolean,
    allowed_chatgpt_workspaces: list(string),
    allowed_login_methods: list(choice('chatgpt', 'api')),
    application: table({ ...fields({ network: any }), ...fieldsOf(new169, { storage: any }) }),
    auto_review: table(fields({ required_on_models: list(string), ignore_rules: list(any) })),
    browser_use: any,
    chatgpt_base_url: string,
    check_for_update_on_startup: boolean,
    cli_auth_credentials_store: choice('file', 'keyring', 'auto', 'ephemeral'),
    feedback: table(fields({ enabled: boolean })),
    guardian_extra_policy: string,
    in_app_browser: table(fields({ allow_external_browser_settings_import: boolean })),
    log_dir: string,
    marketplaces: table(
      fields({
        restrict_to_allowed_sources: boolean,
        allowed_sources: map(
          table(
            fields({
              source: choice('git', 'host_pattern', 'local'),
              url: string,
              ref: string,
              host_pattern: string,
              path: string,
            }),
          ),
        ),
      }),
    ),
    model_catalog_json: string,
    model_provider: string,
    model_providers: map(any),
    models: table(
      fields({
        new_thread: table(fields({ model: string, model_reasoning_effort: string, service_tier: string })),
      }),
    ),
    sqlite_home: string,
  }),
  ...fieldsOf(new169, {
    config_server: any,
    otel: table(
      fields({
        tool_result: any,
        log_sse_deltas: any,
        log_user_prompt: any,
        log_agent_responses: any,
        log_guardian_assessments: any,
        environment: any,
        exporter: any,
        trace_exporter: any,
        metrics_exporter: any,
        span_attributes: any,
        tracestate: any,
      }),
    ),
    unsafe_enforce_sqlite_journal_mode: boolean,
  }),
});

/** What is left of requirements when a version has ignored the keys that it does not know. */
export function understoodRequirements(
  values: Readonly<Record<string, unknown>>,
  version: string,
): Readonly<Record<string, unknown>> {
  const known =
    requirementsShape.type === 'table'
      ? knownNames(requirementsShape.fields, knownRelease(version, 'requirements'))
      : [];
  return Object.fromEntries(Object.entries(values).filter(([key]) => known.includes(key)));
}

/** The keys that a CLI version understands; undefined when they are not known. */
export function requirementsKeys(version: string): readonly string[] | undefined {
  if (!isTried(version, 'requirements') || requirementsShape.type !== 'table') return undefined;
  return knownNames(requirementsShape.fields, knownRelease(version, 'requirements'));
}

/** The keys that any version was seen to know. */
export function everyRequirementKey(): readonly string[] {
  return requirementsShape.type === 'table' ? Object.keys(requirementsShape.fields) : [];
}

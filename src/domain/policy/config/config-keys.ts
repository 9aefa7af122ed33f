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
import { configHooks } from './hook-shape.ts';

/** What 0.139.0 does not know and 0.160.0 does. */
const new160 = '>=0.160.0';

/** What 0.160.0 does not know either and 0.169.0 does. */
const new169 = '>=0.169.0';

/** What 0.139.0 knows and 0.160.0 does not. */
const gone160 = '<0.160.0';

const texts = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, string]));
const appDecision = later(choice('auto', 'prompt', 'approve'), { versions: new160, of: ['writes'] });

// 0.139.0 silently ignores an unknown key in these tables, in strict mode too.
const app = table(
  fields({
    enabled: boolean,
    destructive_enabled: boolean,
    open_world_enabled: boolean,
    approvals_reviewer: choice('user', 'auto_review', 'guardian_subagent'),
    default_tools_approval_mode: appDecision,
    default_tools_enabled: boolean,
    tools: map(table(fields({ enabled: boolean, approval_mode: appDecision }))),
  }),
);

const agentRole = table(
  fields({ description: string, config_file: string, nickname_candidates: list(string) }),
);

const agentLimits = {
  ...fields({
    max_threads: integer,
    max_depth: integer,
    job_max_runtime_seconds: integer,
    interrupt_message: boolean,
  }),
  ...fieldsOf(new160, { enabled: boolean }),
};

const tui = table(
  fields({
    alternate_screen: string,
    animations: boolean,
    // Its own keys are named by the CLI, which refuses any other.
    keymap: any,
    model_availability_nux: any,
    notification_condition: choice('unfocused', 'always'),
    notification_method: later(choice('auto', 'osc9', 'bel'), { versions: new169, of: ['osc777'] }),
    notifications: any,
    pet: string,
    pet_anchor: string,
    raw_output_mode: boolean,
    session_picker_view: string,
    show_tooltips: boolean,
    status_line: list(string),
    status_line_use_colors: boolean,
    terminal_resize_reflow_max_rows: integer,
    terminal_title: list(string),
    theme: string,
    vim_mode_default: boolean,
  }),
);

const tools = table(
  fields({
    web_search: either(
      'true, false or a table',
      boolean,
      table(fields({ context_size: string, allowed_domains: list(string), location: any })),
    ),
    experimental_request_user_input: any,
  }),
);

const open = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, any]));

/**
 * The form of config.toml and of managed_config.toml: the top-level keys that `config/read` of 0.139.0 and
 * 0.169.0 lists, and the values that both refuse when they are others; what differs was tried on 0.160.0 too. The keys of most tables are left to
 * the strict mode of the CLI, whose verdict is shown beside ours; `agents`, `apps`, `hooks`, `tools`, `tui` and
 * `permissions` are judged here, since strict mode does not look into them.
 */
export const configShape: Shape = table({
  ...fields({
    approvals_reviewer: choice('user', 'auto_review', 'guardian_subagent'),
    cli_auth_credentials_store: choice('file', 'keyring', 'auto', 'ephemeral'),
    agents: map(agentRole, agentLimits),
    apps: map(app),
    features: map(any),
    hooks: configHooks,
    tools,
    tui,
    file_opener: choice('vscode', 'vscode-insiders', 'windsurf', 'cursor', 'none'),
    forced_login_method: choice('chatgpt', 'api'),
    model_reasoning_summary: choice('auto', 'concise', 'detailed', 'none'),
    model_verbosity: choice('low', 'medium', 'high'),
    personality: choice('none', 'friendly', 'pragmatic'),
    sandbox_mode: choice('read-only', 'workspace-write', 'danger-full-access'),
    web_search: later(choice('disabled', 'cached', 'live'), { versions: new160, of: ['indexed'] }),
    allow_login_shell: boolean,
    check_for_update_on_startup: boolean,
    disable_paste_burst: boolean,
    hide_agent_reasoning: boolean,
    include_apps_instructions: boolean,
    include_collaboration_mode_instructions: boolean,
    include_environment_context: boolean,
    include_permissions_instructions: boolean,
    show_raw_agent_reasoning: boolean,
    suppress_unstable_features_warning: boolean,
    project_doc_max_bytes: integer,
    project_doc_fallback_filenames: list(string),
    project_root_markers: list(string),
    mcp_servers: map(map(any)),
    model_providers: map(map(any)),
    permissions: map(map(any)),
    plugins: map(map(any)),
    profiles: map(map(any)),
    projects: map(map(any)),
    ...texts(
      'chatgpt_base_url',
      'compact_prompt',
      'default_permissions',
      'developer_instructions',
      'instructions',
      'log_dir',
      'model',
      'model_catalog_json',
      'model_instructions_file',
      'model_provider',
      'model_reasoning_effort',
      'openai_base_url',
      'oss_provider',
      'plan_mode_reasoning_effort',
      'profile',
      'review_model',
      'service_tier',
      'sqlite_home',
    ),
    ...open(
      'analytics',
      'approval_policy',
      'apps_mcp_product_sku',
      'audio',
      'auto_review',
      'background_terminal_max_timeout',
      'debug',
      'desktop',
      'experimental_compact_prompt_file',
      'experimental_realtime_start_instructions',
      'experimental_realtime_ws_backend_prompt',
      'experimental_realtime_ws_base_url',
      'experimental_realtime_ws_model',
      'experimental_realtime_ws_startup_context',
      'experimental_thread_store',
      'experimental_thread_store_endpoint',
      'experimental_use_unified_exec_tool',
      'feedback',
      'forced_chatgpt_workspace_id',
      'ghost_snapshot',
      'history',
      'js_repl_node_module_dirs',
      'js_repl_node_path',
      'marketplaces',
      'mcp_oauth_callback_port',
      'mcp_oauth_callback_url',
      'mcp_oauth_credentials_store',
      'memories',
      'model_auto_compact_token_limit',
      'model_auto_compact_token_limit_scope',
      'model_context_window',
      'notice',
      'notify',
      'otel',
      'realtime',
      'sandbox_workspace_write',
      'shell_environment_policy',
      'skills',
      'tool_output_token_limit',
      'tool_suggest',
      'windows',
    ),
  }),
  ...fieldsOf(gone160, open('experimental_thread_config_endpoint', 'model_supports_reasoning_summaries')),
  ...fieldsOf(new169, open('client_search_provider', 'daybreak', 'include_environment_context_time')),
  ...fieldsOf(
    new160,
    open(
      'allow_symlinked_codex_home',
      'browser_use',
      'cloud',
      'computer_use',
      'experimental_realtime_webrtc_call_base_url',
      'goals',
      'mcp_enterprise_managed_auth',
      'mcp_optional_startup_grace_ms',
      'model_post_turn_compact_threshold_percent',
      'orchestrator',
      'responses_api_metadata',
      'thread_unload_delay_secs',
    ),
  ),
});

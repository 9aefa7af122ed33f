/**
 * A config.toml that sends every turn to a loopback model: no login, no retries, no network
 * (docs/codex-facts.md, "Loopback model").
 */
export function loopbackConfig(
  baseUrl: string,
  { model = 'gpt-5.5', sandboxMode = 'workspace-write' }: { model?: string; sandboxMode?: string } = {},
): string {
  return `model = ${JSON.stringify(model)}
model_provider = "loopback"
approval_policy = "never"
sandbox_mode = ${JSON.stringify(sandboxMode)}
check_for_update_on_startup = false

[model_providers.loopback]
name = "Loopback"
base_url = ${JSON.stringify(baseUrl)}
wire_api = "responses"
requires_openai_auth = false
request_max_retries = 0
stream_max_retries = 0
stream_idle_timeout_ms = 5000
supports_websockets = false
`;
}

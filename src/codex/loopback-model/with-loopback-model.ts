import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { ProbeContext } from '../checks/probe.ts';
import {
  type LoopbackModel,
  type ModelRequest,
  type ModelStep,
  startLoopbackModel,
} from './loopback-model.ts';

/** Runs `work` with a loopback model that the private CODEX_HOME is configured to use. */
export async function withLoopbackModel<T>(
  { home, record }: Pick<ProbeContext, 'home' | 'record'>,
  script: readonly ModelStep[],
  work: (model: LoopbackModel) => Promise<T>,
): Promise<T> {
  const model = await startLoopbackModel(script);
  try {
    await writeFile(join(home, 'config.toml'), loopbackConfig(model.baseUrl), { mode: 0o600 });
    return await work(model);
  } finally {
    await model.close();
    record('requests to the loopback model', model.requests.map(describeRequest).join(''));
  }
}

const toolResult = z.looseObject({ type: z.string(), output: z.unknown() });
const requestShape = z.looseObject({ input: z.array(z.unknown()) });

/** What a request says without its prompts: who sent it, and the results of tools that it carries. */
function describeRequest({ userAgent, body }: ModelRequest): string {
  const results = toolResults(body).map((output) => `  tool result: ${output}\n`);
  return `POST /v1/responses from ${userAgent}\n${results.join('')}`;
}

/** The results of tools in a request to the model, as text. */
export function toolResults(body: unknown): readonly string[] {
  const { input } = requestShape.safeParse(body).data ?? { input: [] };
  return input.flatMap((item) => {
    const result = toolResult.safeParse(item).data;
    if (!result || !/_call_output$/.test(result.type)) return [];
    return [typeof result.output === 'string' ? result.output : JSON.stringify(result.output)];
  });
}

/** Arguments of a `codex exec` that a check makes: events as JSON, no plugins, any folder. */
export function execArguments(work: string, prompt: string, more: readonly string[] = []): readonly string[] {
  return ['exec', '--json', '--skip-git-repo-check', '--disable', 'plugins', '-C', work, ...more, prompt];
}

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

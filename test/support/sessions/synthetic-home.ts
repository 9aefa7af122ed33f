import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const words = 'lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor '.repeat(800);

/** Numbers that look like chance, and are the same in each run. */
function chance(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/**
 * Writes session files of about so many bytes below a CODEX_HOME, in the form of 0.139.0: a conversation with reasoning,
 * commands and their outputs, most of them short and a few long.
 *
 * @returns how many files there are
 */
export function writeSyntheticSessions(home: string, bytes: number): number {
  const pick = chance(7);
  const text = (length: number) => {
    const start = pick(1000);
    return words.slice(start, start + length);
  };
  let files = 0;
  for (let written = 0; written < bytes; files++) written += writeSession(home, files, { pick, text });
  return files;
}

function writeSession(
  home: string,
  index: number,
  { pick, text }: { pick: (most: number) => number; text: (length: number) => string },
): number {
  let now = Date.parse('2026-01-01T00:00:00Z') + index * 37 * 60_000;
  const hex = (digits: number) =>
    pick(2 ** 31)
      .toString(16)
      .padStart(digits, '0')
      .slice(-digits);
  const newId = () => {
    const time = now.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`;
  };
  const session = newId();
  const at = new Date(now).toISOString();
  const folder = join(home, 'sessions', ...at.slice(0, 10).split('-'));
  mkdirSync(folder, { recursive: true });
  const lines: string[] = [];
  const line = (type: string, payload: object) =>
    lines.push(JSON.stringify({ timestamp: new Date(now).toISOString(), type, payload }));
  const event = (type: string, more: object) => line('event_msg', { type, ...more });
  const item = (type: string, more: object) => line('response_item', { type, ...more });
  const sums = {
    input_tokens: 0,
    cached_input_tokens: 0,
    output_tokens: 0,
    reasoning_output_tokens: 0,
    total_tokens: 0,
  };
  const cwd = `/home/ada/project-${index % 9}`;
  line('session_meta', {
    id: session,
    timestamp: at,
    cwd,
    cli_version: '0.139.0',
    source: 'cli',
    base_instructions: { text: text(21_000) },
  });
  for (let turns = 2 + pick(10); turns > 0; turns--) {
    const turn_id = newId();
    event('task_started', { turn_id, started_at: Math.floor(now / 1000), model_context_window: 258_400 });
    const sandbox_policy = { type: 'workspace-write', network_access: false };
    line('turn_context', {
      turn_id,
      cwd,
      approval_policy: 'on-request',
      sandbox_policy,
      model: 'gpt-5.5',
      effort: 'medium',
    });
    item('message', { role: 'user', content: [{ type: 'input_text', text: text(400) }] });
    event('user_message', { message: text(400), images: [], local_images: [], text_elements: [] });
    for (let calls = 1 + pick(14); calls > 0; calls--) {
      now += 2000 + pick(18_000);
      const call_id = `call_${hex(8)}${hex(8)}`;
      item('reasoning', { summary: [], content: null, encrypted_content: text(1800) });
      item('function_call', { name: 'exec_command', arguments: JSON.stringify({ cmd: text(150) }), call_id });
      const output = text(pick(10) === 0 ? 4000 + pick(30_000) : 200 + pick(1800));
      const head = `Chunk ID: a5abff\nWall time: 0.0 seconds\nProcess exited with code ${pick(10) === 0 ? 1 : 0}\nOutput:\n`;
      item('function_call_output', { call_id, output: `${head}${output}` });
      const last = {
        input_tokens: 9000 + pick(80_000),
        cached_input_tokens: pick(9000),
        output_tokens: 50 + pick(3000),
        reasoning_output_tokens: pick(50),
        total_tokens: 0,
      };
      last.total_tokens = last.input_tokens + last.output_tokens;
      for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += last[name];
      const info = { total_token_usage: { ...sums }, last_token_usage: last, model_context_window: 258_400 };
      event('token_count', {
        info,
        rate_limits: { limit_id: 'codex', primary: { used_percent: 1, window_minutes: 300 } },
      });
    }
    event('agent_message', { message: text(900), phase: null, memory_citation: null });
    item('message', { role: 'assistant', content: [{ type: 'output_text', text: text(900) }] });
    event('task_complete', {
      turn_id,
      last_agent_message: text(900),
      completed_at: Math.floor(now / 1000),
      duration_ms: 4000,
    });
  }
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const name = `rollout-${at.slice(0, 19).replaceAll(':', '-')}-${session}.jsonl`;
  const file = openSync(join(folder, name), 'w', 0o600);
  writeSync(file, bytes);
  closeSync(file);
  return bytes.length;
}

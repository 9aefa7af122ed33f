import type { WitnessScript } from '../witness.ts';

/** Shows that the CLI makes a prompt under a configuration, as at the beginning of every session. */
export function acceptsConfig(config: string): WitnessScript {
  return { files: withConfig(config), lines: ['"$CODEX" debug prompt-input hi > prompt.json'] };
}

/** Runs `codex exec` on a model of its own: answers by answers.json, and writes each request to a file. */
const loopback = `import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
const answers = existsSync('answers.json') ? JSON.parse(readFileSync('answers.json', 'utf8')) : [];
const done = { type: 'message', role: 'assistant', id: 'm', content: [{ type: 'output_text', text: 'done' }] };
const usage = { input_tokens: 1, input_tokens_details: { cached_tokens: 0 }, output_tokens: 1,
  output_tokens_details: { reasoning_tokens: 0 }, total_tokens: 2 };
let turn = 0;
const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  if (request.method !== 'POST' || !request.url.endsWith('/responses')) return response.writeHead(404).end();
  writeFileSync('request-' + turn + '.json', Buffer.concat(parts));
  const items = answers[turn++] ?? [done];
  if (items.fail) return response.writeHead(items.fail).end('{}');
  const id = 'resp_' + turn;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const event of [{ type: 'response.created', response: { id } },
    ...items.map((item) => ({ type: 'response.output_item.done', item })),
    { type: 'response.completed', response: { id, usage } }])
    response.write('event: ' + event.type + '\\ndata: ' + JSON.stringify(event) + '\\n\\n');
  response.end();
});
server.listen(0, '127.0.0.1', () => {
  const provider = 'name="loopback",base_url="http://127.0.0.1:' + server.address().port +
    '/v1",wire_api="responses",requires_openai_auth=false,request_max_retries=0,stream_max_retries=0,supports_websockets=false';
  const args = ['exec', '--json', '--skip-git-repo-check', '--disable', 'plugins', '-c', 'model_provider="loopback"',
    '-c', 'model_providers={loopback={' + provider + '}}', ...process.argv.slice(3), 'Say: done'];
  spawn(process.argv[2], args, { stdio: ['ignore', 'inherit', 'ignore'] }).on('exit', (code) => process.exit(code ?? 1));
});
`;

const withConfig = (config: string): Record<string, string> =>
  config === '' ? {} : { '$CODEX_HOME/config.toml': config };

/** A text in single quotes of a shell. */
const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Shows that the first request of a session matches an extended regular expression. */
export function showsInRequest(pattern: string, config: string): WitnessScript {
  return {
    files: { ...withConfig(config), '$WORK/loopback.mjs': loopback },
    lines: ['node loopback.mjs "$CODEX" > events.jsonl', `grep -qE ${quote(pattern)} request-0.json`],
  };
}

/**
 * Shows that a turn in which the model answers with these items, a list a request, leaves a line in `where` that has
 * each of these texts. No sandbox stands in the way of what the model asks for.
 */
export function showsInTurn(
  answers: unknown,
  where: 'events' | 'session' | 'requests',
  texts: readonly string[],
): WitnessScript {
  const files = {
    events: 'events.jsonl',
    session: '"$CODEX_HOME"/sessions/*/*/*/*.jsonl',
    requests: 'request-*.json',
  };
  const found = texts.map((text) => `grep -F -- ${quote(text)}`).join(' | ');
  return {
    files: {
      '$WORK/answers.json': JSON.stringify(answers),
      '$WORK/loopback.mjs': loopback,
    },
    lines: [
      `node loopback.mjs "$CODEX" --dangerously-bypass-approvals-and-sandbox > events.jsonl`,
      `cat ${files[where]} | ${found} > found`,
    ],
  };
}

/**
 * Shows that the exit code of a turn is this one, with the answers of the model.
 *
 * @param answers a list of items a request, or `{ fail: STATUS }` for an error of HTTP
 */
export function endsTurnWith(answers: readonly unknown[] | { fail: number }, code: number): WitnessScript {
  const all = Array.isArray(answers) ? answers : [answers];
  return {
    files: { '$WORK/answers.json': JSON.stringify(all), '$WORK/loopback.mjs': loopback },
    lines: ['node loopback.mjs "$CODEX" > events.jsonl', `test $? -eq ${code}`],
  };
}

/** Shows that a turn ends within ten seconds when nothing listens at the address of the provider. */
export const endsWithoutProvider: WitnessScript = {
  files: {
    '$CODEX_HOME/config.toml': `model_provider = "nobody"
[model_providers.nobody]
name = "nobody"
base_url = "http://127.0.0.1:9/v1"
wire_api = "responses"
requires_openai_auth = false
request_max_retries = 0
stream_max_retries = 0
supports_websockets = false
`,
  },
  lines: [
    '"$CODEX" exec --json --skip-git-repo-check hi < /dev/null > events.jsonl 2>/dev/null &',
    `for i in $(seq 100); do grep -q '"turn.failed"' events.jsonl && break; sleep 0.1; done`,
    `kill $! 2>/dev/null; grep -q '"turn.failed"' events.jsonl`,
  ],
};

const callsTool = { type: 'function_call', name: 'exec_command', call_id: 'c', arguments: '{"cmd":"true"}' };

/** Shows that a turn with one command runs a trusted hook that config.toml or hooks.json of CODEX_HOME sets. */
export function runsHook(
  { event, matcher }: { event: string; matcher: string | undefined },
  file: 'config.toml' | 'hooks.json',
): WitnessScript {
  const group = {
    ...(matcher !== undefined && { matcher }),
    hooks: [{ type: 'command', command: 'touch ran' }],
  };
  const matches = matcher === undefined ? '' : `matcher = ${JSON.stringify(matcher)}\n`;
  const text =
    file === 'hooks.json'
      ? JSON.stringify({ hooks: { [event]: [group] } })
      : `[[hooks.${JSON.stringify(event)}]]\n${matches}hooks = [{ type = "command", command = "touch ran" }]\n`;
  return {
    files: {
      [`$CODEX_HOME/${file}`]: text,
      '$WORK/answers.json': JSON.stringify([[callsTool]]),
      '$WORK/loopback.mjs': loopback,
    },
    lines: ['node loopback.mjs "$CODEX" --dangerously-bypass-hook-trust > events.jsonl', 'test -e ran'],
  };
}

const messages = [
  { id: 1, method: 'initialize', params: { clientInfo: { name: 'witness', version: '1' } } },
  { method: 'initialized' },
];

/** Shows that the reply of an app-server to a request matches an extended regular expression. */
export function showsInReply(
  { method, params }: { method: string; params: unknown },
  pattern: string,
  config: string,
): WitnessScript {
  const lines = [...messages, { id: 2, method, params }].map((message) => quote(JSON.stringify(message)));
  return {
    files: withConfig(config),
    lines: [
      'mkfifo in',
      '"$CODEX" app-server --disable plugins < in > out 2>/dev/null &',
      `exec 3> in; printf '%s\\n' ${lines.join(' ')} >&3`,
      `for i in $(seq 300); do grep -q '"id":2' out && break; kill -0 $! 2>/dev/null || break; sleep 0.1; done`,
      'exec 3>&-; wait',
      `grep '"id":2' out | grep -qE ${quote(pattern)}`,
    ],
  };
}

/** Shows that a session in a folder gives the model the text of an instruction file in the same folder or above. */
export function loadsInstructions(
  { file, folder }: { file: string; folder: string },
  config: string,
): WitnessScript {
  const own = folder === '.' ? [] : [`cd ${quote(folder)}`];
  return {
    files: {
      ...withConfig(config),
      [`${file}`]: 'Words of this file.\n',
      ...(folder !== '.' && { [`$WORK/${folder}/README.md`]: '' }),
    },
    lines: [
      'mkdir -p "$WORK/.git"',
      ...own,
      '"$CODEX" debug prompt-input hi 2>/dev/null | grep -q "Words of this file."',
    ],
  };
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppServerDriver } from './app-server-driver.ts';
import { type CountingModel, type HandedOut, startCountingModel } from './counting-model.ts';

/** A CODEX_HOME with sessions that the real CLI wrote, and what the model handed out for them. */
export type RealSessions = {
  home: string;
  ledger: readonly HandedOut[];
  /** Ids of sessions by what was done in them. */
  ids: Readonly<Record<string, string>>;
};

/**
 * Lets a CLI write a session of each kind: plain with a command, a fork of it, a fork of the fork, one with an agent,
 * ones that are compacted here and by the service, archived, interrupted, cut in the middle of a line and resumed, and
 * imported from another program and gone on with.
 *
 * @param resumeWith the CLI that goes on with what the first one wrote; the same by default
 */
export async function writeRealSessions(
  codex: string,
  root: string,
  { resumeWith = codex }: { resumeWith?: string } = {},
): Promise<RealSessions> {
  const [home, cwd] = [join(root, 'codex-home'), join(root, 'shop')];
  for (const folder of [home, cwd]) mkdirSync(folder, { recursive: true });
  execFileSync('git', ['init', '-q', cwd]);
  execFileSync('git', ['-C', cwd, 'remote', 'add', 'origin', 'https://ada:hunter2@github.com/acme/shop.git']);
  const model = await startCountingModel();
  writeFileSync(join(home, 'config.toml'), config(model));
  const ids: Record<string, string> = {};
  try {
    const first = await started(codex, home, cwd);
    await writeFirst(first, cwd, ids);
    await first.end();
    cutLastLine(home, ids.cut as string);
    const second = await started(resumeWith, home, cwd);
    await goOn(second, { home, cwd, ids });
    await second.end();
  } finally {
    await model.close();
  }
  return { home, ledger: model.ledger, ids };
}

async function started(codex: string, home: string, cwd: string): Promise<AppServerDriver> {
  const server = new AppServerDriver(codex, { home, cwd });
  await server.initialize();
  return server;
}

async function writeFirst(server: AppServerDriver, cwd: string, ids: Record<string, string>): Promise<void> {
  const thread = (name: string, more = {}) =>
    server.thread('thread/start', { cwd, ...more }).then((id) => {
      ids[name] = id;
      return id;
    });
  const plain = await thread('plain', { serviceTier: 'fast' });
  await server.turn(plain, 'Hello');
  await server.turn(plain, 'RUN echo one; false');
  ids.fork = await server.thread('thread/fork', { threadId: plain });
  await server.turn(ids.fork, 'Hello from the fork');
  ids.forkOfFork = await server.thread('thread/fork', { threadId: ids.fork });
  await server.turn(ids.forkOfFork, 'Hello from the fork of the fork');
  await server.turn(plain, 'RUN echo two');

  const parent = await thread('parent');
  await server.turn(parent, 'Hello');
  const before = server.client.notifications.length;
  await server.turn(parent, 'SPAWN count the files');
  await server.notified((method, { threadId }: { threadId: string }) => {
    if (method === 'turn/started' && threadId !== parent) ids.agent = threadId;
    return method === 'turn/completed' && threadId === ids.agent;
  }, before);

  for (const [name, modelProvider] of [
    ['compacted', 'here'],
    ['compactedByService', 'service'],
  ] as const) {
    const id = await thread(name, { modelProvider });
    await server.turn(id, 'Hello');
    const after = server.client.notifications.length;
    await server.client.request('thread/compact/start', { threadId: id });
    await server.completed(id, after);
    await server.turn(id, 'Hello again');
  }

  const archived = await thread('archived');
  await server.turn(archived, 'Hello');
  await server.client.request('thread/archive', { threadId: archived });

  const interrupted = await thread('interrupted');
  const after = server.client.notifications.length;
  const turnId = await server.begin(interrupted, 'WAIT');
  await server.notified(
    (method, { threadId }: { threadId: string }) => method === 'turn/started' && threadId === interrupted,
    after,
  );
  await server.client.request('turn/interrupt', { threadId: interrupted, turnId });
  await server.completed(interrupted, after);

  const cut = await thread('cut');
  await server.turn(cut, 'Hello');
  await server.turn(cut, 'Hello again');
}

async function goOn(
  server: AppServerDriver,
  { home, cwd, ids }: { home: string; cwd: string; ids: Record<string, string> },
): Promise<void> {
  for (const name of ['plain', 'cut'] as const) {
    const threadId = ids[name] as string;
    await server.client.request('thread/resume', { threadId });
    await server.turn(threadId, `Hello, ${name} is resumed`);
  }
  const path = writeForeignSession(home, cwd);
  const after = server.client.notifications.length;
  const nothing = { plugins: [], mcpServers: [], hooks: [], subagents: [], commands: [] };
  await server.client.request('externalAgentConfig/import', {
    migrationItems: [
      {
        itemType: 'SESSIONS',
        description: '',
        cwd: null,
        details: { ...nothing, sessions: [{ path, cwd, title: 'Fix' }] },
      },
    ],
  });
  await server.notified((method) => method === 'externalAgentConfig/import/completed', after);
  const known = Object.values(ids);
  const imported = sessionFiles(home)
    .map((name) => /([0-9a-f-]{36})\.jsonl$/.exec(name)?.[1] ?? '')
    .find((id) => id !== '' && !known.includes(id));
  ids.imported = imported as string;
  await server.client.request('thread/resume', { threadId: ids.imported });
  await server.turn(ids.imported, 'Go on');
}

/** A session of another program, as it lies in the home of a person. */
function writeForeignSession(home: string, cwd: string): string {
  const folder = join(home, '.claude', 'projects', '-shop');
  mkdirSync(folder, { recursive: true });
  const sessionId = '11111111-1111-4111-8111-111111111111';
  const timestamp = new Date(Date.now() - 3_600_000).toISOString();
  const line = (type: 'user' | 'assistant', uuid: string, message: object) =>
    JSON.stringify({ type, sessionId, cwd, uuid, parentUuid: null, timestamp, message });
  const path = join(folder, `${sessionId}.jsonl`);
  const content = [{ type: 'text', text: 'It is fixed.' }];
  writeFileSync(
    path,
    `${line('user', 'a1', { role: 'user', content: 'Fix it.' })}\n${line('assistant', 'a2', { role: 'assistant', model: 'another', content, usage: { input_tokens: 777, output_tokens: 77 } })}\n`,
  );
  return path;
}

/** Names of session files below a CODEX_HOME, with their folders. */
function sessionFiles(home: string): readonly string[] {
  const names = readdirSync(home, { recursive: true }).map(String);
  return names.filter((name) => /^(?:archived_)?sessions\b.*\.jsonl$/.test(name)).sort();
}

function cutLastLine(home: string, id: string): void {
  const name = sessionFiles(home).find((one) => one.includes(id)) as string;
  const path = join(home, name);
  truncateSync(path, statSync(path).size - 100);
}

/** No login, no network. The service that shortens histories is one that is called OpenAI. */
const config = ({ baseUrl }: CountingModel): string => `model = "gpt-5.5"
model_provider = "here"
approval_policy = "never"
sandbox_mode = "workspace-write"
check_for_update_on_startup = false
[features]
multi_agent_v2 = true
${(['here', 'service'] as const)
  .map(
    (name) => `[model_providers.${name}]
name = "${name === 'here' ? 'Loopback' : 'OpenAI'}"
base_url = "${baseUrl}"
wire_api = "responses"
requires_openai_auth = false
request_max_retries = 0
stream_max_retries = 0
supports_websockets = false
`,
  )
  .join('')}`;

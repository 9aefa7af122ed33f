import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Tokens that one answer of the model says it used. */
export type HandedOut = {
  input: number;
  cached: number;
  output: number;
  reasoning: number;
  total: number;
  /** `answer` for a turn, `compaction` for a request that shortens the history. */
  kind: 'answer' | 'compaction';
  /** `/responses` or `/responses/compact`. */
  path: string;
  /** Id of the session, as the CLI names it in the request. */
  thread: string;
};

/** A model that writes down the usage of each answer, no two of them alike. */
export type CountingModel = {
  baseUrl: string;
  ledger: readonly HandedOut[];
  close(): Promise<void>;
};

type Item = Readonly<Record<string, unknown>>;
type Body = { input?: Item[]; tools?: Item[] };

/**
 * Starts it on 127.0.0.1. What a person says is what it does, once: `RUN command` runs a command, `SPAWN words` starts an
 * agent that is told the words, `WAIT` never answers. Anything else is answered in words.
 */
export async function startCountingModel(): Promise<CountingModel> {
  const ledger: HandedOut[] = [];
  // An agent sees what was said to the one that started it.
  const obeyed = new Set<string>();
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').replace(/^\/v1/, '');
    if (request.method !== 'POST' || !path.startsWith('/responses')) {
      response.writeHead(404).end();
      return;
    }
    const body: Body = JSON.parse(await read(request));
    const input = body.input ?? [];
    const said = lastSaid(input);
    if (said.startsWith('WAIT')) return;
    const turn = ledger.length + 1;
    const remote = path.endsWith('/compact') || input.some(({ type }) => type === 'compaction_trigger');
    const isCompaction = remote || /CONTEXT CHECKPOINT COMPACTION|handoff summary/i.test(said);
    const used = usageOf(turn);
    ledger.push({
      ...used,
      kind: isCompaction ? 'compaction' : 'answer',
      path,
      thread: String(request.headers['thread-id'] ?? ''),
    });
    const usage = {
      input_tokens: used.input,
      input_tokens_details: { cached_tokens: used.cached },
      output_tokens: used.output,
      output_tokens_details: { reasoning_tokens: used.reasoning },
      total_tokens: used.total,
    };
    if (path.endsWith('/compact')) {
      const output = [{ type: 'compaction', encrypted_content: 'c2VjcmV0' }];
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ id: `resp_${turn}`, object: 'response.compaction', output, usage }));
      return;
    }
    const isNew = !isCompaction && !obeyed.has(said);
    obeyed.add(said);
    const item = remote
      ? { type: 'compaction', id: `cmp_${turn}`, encrypted_content: 'c2VjcmV0' }
      : answer(body, isNew ? said : isCompaction ? 'SUMMARY' : '', turn);
    const events = [
      { type: 'response.created', response: { id: `resp_${turn}` } },
      { type: 'response.output_item.done', item },
      { type: 'response.completed', response: { id: `resp_${turn}`, usage } },
    ];
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    ledger,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const usageOf = (turn: number) => {
  const [input, output] = [1000 + 17 * turn, 100 + 3 * turn];
  return { input, cached: 200 + 7 * turn, output, reasoning: 10 + turn, total: input + output };
};

function answer({ tools = [] }: Body, said: string, turn: number): Item {
  const [verb, ...words] = said.split(' ');
  const call = (name: string, args: unknown) => ({
    type: 'function_call',
    name,
    call_id: `call_${turn}`,
    arguments: JSON.stringify(args),
    ...(name === 'spawn_agent' && tools.some((tool) => tool.name === 'collaboration')
      ? { namespace: 'collaboration' }
      : {}),
  });
  if (verb === 'RUN') return call('exec_command', { cmd: words.join(' ') });
  if (verb === 'SPAWN') return call('spawn_agent', { task_name: `task_${turn}`, message: words.join(' ') });
  const content = [{ type: 'output_text', text: verb === 'SUMMARY' ? 'A summary.' : 'Done.' }];
  return { type: 'message', role: 'assistant', id: `msg_${turn}`, content };
}

function lastSaid(input: readonly Item[]): string {
  const texts = input.flatMap(({ role, type, content }) => {
    if (role !== 'user' || (type !== undefined && type !== 'message') || !Array.isArray(content)) return [];
    const text = content.map((part: { text?: unknown }) => part.text).join('');
    return text.startsWith('<') || text.startsWith('# AGENTS') ? [] : [text];
  });
  return texts.at(-1) ?? '';
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

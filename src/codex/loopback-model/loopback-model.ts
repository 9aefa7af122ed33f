import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What the loopback model answers to one request. */
export type ModelStep =
  /** Says something and ends the turn. */
  | { type: 'text'; text: string }
  /** Asks for a shell command to be run. */
  | { type: 'command'; command: string }
  /** Asks for a patch in the apply_patch format. */
  | { type: 'patch'; patch: string }
  /** Answers with these output items of the Responses API. */
  | { type: 'items'; items: readonly Readonly<Record<string, unknown>>[] }
  /** Answers with an HTTP error. */
  | { type: 'http-error'; status: number; body: string }
  /** Reports that the response failed. */
  | { type: 'failed'; code: string; message: string }
  /** Ends the stream in the middle. */
  | { type: 'truncated' }
  /** Takes the request and never answers. */
  | { type: 'silent' };

/** Tokens that every completed answer claims to have used, so that a check can look for them. */
const claimedUsage = { input: 120, cached: 20, output: 30, reasoning: 5 } as const;

/** A request that the CLI made to the model. */
export type ModelRequest = { userAgent: string; body: unknown };

/** A model on this machine that answers what its script says. */
export type LoopbackModel = {
  /** What `base_url` of a model provider is set to. */
  baseUrl: string;
  /** The requests for an answer, in the order in which they came. */
  requests: readonly ModelRequest[];
  close(): Promise<void>;
};

const maxRequestBytes = 8 * 1024 * 1024;

/**
 * Starts a stand-in for the Responses API on 127.0.0.1. Each request takes the next step of the
 * script; a request beyond its end is answered with 500, so that an unexpected turn is seen.
 *
 * @param thinksMs milliseconds before the first answer; a real model takes seconds
 */
export async function startLoopbackModel(
  script: readonly ModelStep[],
  { thinksMs = 0 }: { thinksMs?: number } = {},
): Promise<LoopbackModel> {
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || !request.url?.endsWith('/responses')) {
      response.writeHead(404).end();
      return;
    }
    readBody(request).then(
      async (body) => {
        const turn = requests.push({ userAgent: request.headers['user-agent'] ?? '', body });
        if (turn === 1 && thinksMs > 0) await delay(thinksMs);
        const step = script[turn - 1];
        answerAsModel(
          response,
          step ?? { type: 'http-error', status: 500, body: 'the script has ended' },
          turn,
        );
      },
      () => response.writeHead(400).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Answers one request for an answer of the model.
 *
 * @param turn 1 for the first one of a script
 */
export function answerAsModel(response: ServerResponse, step: ModelStep, turn: number): void {
  if (step.type === 'silent') return;
  if (step.type === 'http-error') {
    response.writeHead(step.status, { 'content-type': 'application/json' }).end(step.body);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(answerEvents(step, turn).map(encodeEvent).join(''));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxRequestBytes) throw new Error('the request is too large');
    chunks.push(chunk as Buffer);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

type StreamStep = Exclude<ModelStep, { type: 'http-error' | 'silent' }>;

/** A server-sent event of the Responses API: its name, and data with the name as `type`. */
type ModelEvent = { type: string } & Record<string, unknown>;

/**
 * The events that answer one request: the smallest stream that the CLI accepts
 * (docs/codex-facts.md, "Loopback model").
 *
 * @param turn 1 for the first request of a script; makes ids unique
 */
function answerEvents(step: StreamStep, turn: number): readonly ModelEvent[] {
  const response = { id: `resp_${turn}` };
  const created: ModelEvent = { type: 'response.created', response };
  switch (step.type) {
    case 'truncated':
      return [created];
    case 'failed': {
      const { code, message } = step;
      return [created, { type: 'response.failed', response: { ...response, error: { code, message } } }];
    }
    default:
      return [
        created,
        ...outputItems(step, turn).map((item) => ({ type: 'response.output_item.done', item })),
        { type: 'response.completed', response: { ...response, usage } },
      ];
  }
}

/** One event on the wire. */
function encodeEvent(event: ModelEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

const { input, cached, output, reasoning } = claimedUsage;

const usage = {
  input_tokens: input,
  input_tokens_details: { cached_tokens: cached },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: reasoning },
  total_tokens: input + output,
};

type ItemStep = Extract<StreamStep, { type: 'text' | 'command' | 'patch' | 'items' }>;

const outputItems = (step: ItemStep, turn: number): readonly Readonly<Record<string, unknown>>[] =>
  step.type === 'items' ? step.items : [outputItem(step, turn)];

function outputItem(step: Exclude<ItemStep, { type: 'items' }>, turn: number) {
  const call_id = `call_${turn}`;
  switch (step.type) {
    case 'text': {
      const content = [{ type: 'output_text', text: step.text }];
      return { type: 'message', role: 'assistant', id: `msg_${turn}`, content };
    }
    case 'command':
      return {
        type: 'function_call',
        name: 'exec_command',
        call_id,
        arguments: JSON.stringify({ cmd: step.command }),
      };
    case 'patch':
      return { type: 'custom_tool_call', name: 'apply_patch', call_id, input: step.patch };
  }
}

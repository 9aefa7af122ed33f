import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerEvents, encodeEvent } from './events.ts';
import type { ModelStep } from './script.ts';

/** A request that the CLI made to the model. */
export type ModelRequest = { userAgent: string; body: unknown };

/** A model on this machine that says what it was told to say. */
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
 */
export async function startLoopbackModel(script: readonly ModelStep[]): Promise<LoopbackModel> {
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    if (request.method !== 'POST' || !request.url?.endsWith('/responses')) {
      response.writeHead(404).end();
      return;
    }
    readBody(request).then(
      (body) => {
        requests.push({ userAgent: request.headers['user-agent'] ?? '', body });
        const step = script[requests.length - 1];
        answer(
          response,
          step ?? { type: 'http-error', status: 500, body: 'the script has ended' },
          requests.length,
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

function answer(response: ServerResponse, step: ModelStep, turn: number): void {
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

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import type { SeenRequest } from '../../../domain/upgrade/rehearsal/connections/outbound-facts.ts';
import { answerAsModel, type ModelStep } from '../../loopback-model/loopback-model.ts';

/** A server on this machine that stands in for every service: the model, telemetry, MCP servers, and a proxy. */
export type Sink = {
  url: string;
  /** Variables with which programs use it as their proxy: it refuses to go on, so that nothing leaves the machine. */
  proxy: Readonly<Record<string, string>>;
  requests: readonly SeenRequest[];
  /** What was sent as telemetry. */
  telemetry: readonly string[];
  /** Messages to MCP servers that are reached by HTTP, by the names of these. */
  messages: ReadonlyMap<string, readonly unknown[]>;
  /** Forgets what it saw, and lets the script of the model start anew. */
  startAnew(): void;
  close(): Promise<void>;
};

const mostBytes = 16 * 1024 * 1024;

/** @param script what the model answers; it ends the turn after that */
export async function startSink(script: readonly ModelStep[]): Promise<Sink> {
  const requests: SeenRequest[] = [];
  const telemetry: string[] = [];
  const messages = new Map<string, unknown[]>();
  let turn = 0;
  const note = (request: IncomingMessage, method: string, bytes: number) => {
    const target = request.url ?? '';
    requests.push({ atMs: Date.now(), method, target, headers: Object.keys(request.headers), bytes });
  };

  const server = createServer((request, response) => {
    readBody(request).then(
      (body) => {
        note(request, request.method ?? '', body.length);
        answer(request, response, body.toString('utf8'));
      },
      () => response.destroy(),
    );
  });
  const answer = (request: IncomingMessage, response: ServerResponse, body: string) => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const isPost = request.method === 'POST';
    if (isPost && path.startsWith('/provider/') && path.endsWith('/responses')) {
      answerAsModel(response, script[turn] ?? { type: 'text', text: 'done' }, ++turn);
    } else if (isPost && path.startsWith('/telemetry/')) {
      telemetry.push(body);
      sendJson(response, {});
    } else if (isPost && path.startsWith('/server/')) {
      const name = decodeURIComponent(path.slice('/server/'.length));
      const message = readJson(body);
      messages.set(name, [...(messages.get(name) ?? []), message]);
      const reply = answerAsServer(message);
      if (reply) sendJson(response, reply);
      else response.writeHead(202).end();
    } else response.writeHead(path.startsWith('/') ? 404 : 403).end();
  };
  server.on('connect', (request, socket) => {
    note(request, 'CONNECT', 0);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  // The status with which a service says that it takes no such connections: a CLI goes on at once without one.
  server.on('upgrade', (request, socket) => {
    note(request, 'WebSocket', 0);
    socket.on('error', () => undefined);
    socket.end('HTTP/1.1 426 Upgrade Required\r\ncontent-length: 0\r\n\r\n');
  });
  // gRPC begins with the preface of HTTP/2.
  server.on('clientError', (cause: Error & { rawPacket?: Buffer }, socket) => {
    if (cause.rawPacket?.toString('latin1').startsWith('PRI '))
      requests.push({ atMs: Date.now(), method: 'gRPC', target: '/telemetry', headers: [], bytes: 0 });
    socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]);
  return {
    url,
    proxy: {
      ...Object.fromEntries(names.map((name) => [name, url])),
      NO_PROXY: '127.0.0.1',
      no_proxy: '127.0.0.1',
      // Git reaches the other hosts through the proxy only by HTTP.
      GIT_ALLOW_PROTOCOL: 'http:https:file',
    },
    requests,
    telemetry,
    messages,
    startAnew: () => {
      requests.length = 0;
      telemetry.length = 0;
      messages.clear();
      turn = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** What the smallest MCP server answers to a message; nothing to a notification. */
function answerAsServer(message: unknown): unknown {
  if (!isTable(message) || message.id === undefined) return undefined;
  const { id, method, params } = message;
  const protocolVersion = isTable(params) ? params.protocolVersion : undefined;
  const results: Readonly<Record<string, unknown>> = {
    initialize: {
      protocolVersion,
      capabilities: { tools: {} },
      serverInfo: { name: 'stand-in', version: '1' },
    },
    'tools/list': { tools: [] },
  };
  const result = results[String(method)];
  return { jsonrpc: '2.0', id, ...(result ? { result } : { error: { code: -32601, message: 'unknown' } }) };
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > mostBytes) throw new Error('the request is too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

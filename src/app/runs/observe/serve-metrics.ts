import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WorkError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { judgeRequest } from '../../../domain/runs/observe/judge-request.ts';

/** The text of all metrics in a format, and what names that format. */
type Page = { contentType: string; text: string };

type MetricsServer = {
  host: string;
  /** 0 takes any free one. */
  port: number;
  /** Names in Host that are answered besides `localhost`. */
  names: readonly string[];
  scrape: (format: 'prometheus' | 'openmetrics') => Promise<Page>;
  /** Says why a scrape failed, to the person who started the server. */
  tell: (line: string) => void;
  /** Called with the address as soon as it answers. */
  listening: (url: string, port: number) => void;
  signal: AbortSignal;
};

const mostConnections = 64;

/**
 * Serves the metrics until the signal.
 *
 * @throws WorkError when the address cannot be taken
 */
export async function serveMetrics(asked: MetricsServer): Promise<void> {
  const { host, port, signal } = asked;
  const server = createServer({ maxHeaderSize: 16_384, headersTimeout: 5000, requestTimeout: 10_000 });
  server.maxConnections = mostConnections;
  server.on('request', (request, response) => {
    // A scraper may hang up at any time.
    response.on('error', () => undefined);
    void answer(request, response, asked);
  });
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  const named = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  asked.listening(`http://${named}:${address.port}/metrics`, address.port);
  await untilAborted(signal);
  await new Promise((done) => {
    server.close(done);
    server.closeAllConnections();
  });
}

/**
 * Gives everybody who asks the same result while the key is the same, and everybody who asks while the work is under way
 * the result of that. A failure is not kept.
 */
export function sharing<T>(keyOf: () => string, work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let last: { key: string; result: T } | undefined;
  const renew = async (key: string): Promise<T> => {
    try {
      const result = await work();
      last = { key, result };
      return result;
    } finally {
      running = undefined;
    }
  };
  return async () => {
    if (running) return running;
    const key = keyOf();
    if (last?.key === key) return last.result;
    running = renew(key);
    return running;
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { names, scrape, tell }: MetricsServer,
): Promise<void> {
  const { method = '', url = '', headers } = request;
  const { host, accept } = headers;
  const judged = judgeRequest({ method, target: url, host, accept }, names);
  switch (judged.page) {
    case 'refused':
      if (judged.status === 405) response.setHeader('allow', 'GET, HEAD');
      return send(response, judged.status, plainText(judged.message));
    case 'health':
      return send(response, 200, plainText('ok'));
    case 'metrics':
      try {
        send(response, 200, await scrape(judged.format));
      } catch (cause) {
        tell(
          `the metrics cannot be read: ${cleanLine(cause instanceof Error ? cause.message : String(cause))}`,
        );
        // Who scrapes learns nothing about this machine.
        const next = 'the messages of codex-cockpit metrics serve say why';
        send(response, 503, plainText(`the history cannot be read now; ${next}`));
      }
  }
}

const plainText = (line: string): Page => ({ contentType: 'text/plain; charset=utf-8', text: `${line}\n` });

function send(response: ServerResponse, status: number, { contentType, text }: Page): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  // Node leaves the body out of an answer to HEAD.
  response.end(text);
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const why = cause.code === 'EADDRINUSE' ? 'another program has this port' : cause.message;
      reject(
        new WorkError(`${host}:${port}: ${why}`, 'Name another port with --port; 0 takes a free one.', cause),
      );
    });
    server.listen(port, host, resolve);
  });
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

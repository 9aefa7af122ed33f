import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a server was asked for. */
export type Asked = { path: string; query: URLSearchParams; key: string | undefined };

/** Answers one request; `response.destroy()` cuts the connection. */
export type Answering = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;

/** A server on the loopback that notes what it is asked for. It ends with the test. */
export async function apiServer(answer: Answering): Promise<{ base: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const one = { path, query, key: request.headers.authorization };
    asked.push(one);
    answer(one, response, request);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(
    () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  );
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

export function answerJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

/** A clock that goes on only while somebody waits, and the waits so far in milliseconds. */
export function waitingClock(start = '2026-11-20T12:00:00Z') {
  let now = Date.parse(start);
  const waits: number[] = [];
  return {
    waits,
    now: () => new Date(now),
    wait: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
    pass: (ms: number) => {
      now += ms;
    },
  };
}

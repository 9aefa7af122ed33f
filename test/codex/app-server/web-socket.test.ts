import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { connectWebSocket, tryUpgrade } from '../../../src/codex/app-server/web-socket.ts';

const never = new AbortController().signal;

/** A listener that answers every upgrade with one status; 0 says nothing, 101 lets in and says `greeting`. */
async function server(status: number, greeting: (text: string) => string | undefined = () => undefined) {
  const asked: IncomingMessage[] = [];
  const sockets = new WebSocketServer({ noServer: true });
  const listener = createServer();
  listener.on('upgrade', (request, socket, head) => {
    asked.push(request);
    socket.on('error', () => undefined);
    if (status === 0) return;
    if (status !== 101) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('message', (data) => {
        const text = greeting(String(data));
        if (text === undefined) return;
        if (text === 'hang up') client.terminate();
        else client.send(text);
      });
    });
  });
  await new Promise<void>((ready) => listener.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate();
    listener.closeAllConnections();
    listener.close();
  });
  return { asked, url: `ws://127.0.0.1:${(listener.address() as AddressInfo).port}` };
}

describe('an upgrade that is tried', () => {
  it.each([101, 401, 403, 500])('is told of by its status %i', async (status) => {
    const { url } = await server(status);
    expect(await tryUpgrade(url, 'token', never)).toEqual({ status });
  });

  it('carries the bearer token, or none, and never an Origin, for which everybody is refused', async () => {
    const { url, asked } = await server(101);
    await tryUpgrade(url, undefined, never);
    await tryUpgrade(url, 'secret', never);
    expect(asked.map(({ headers }) => [headers.authorization, headers.origin])).toEqual([
      [undefined, undefined],
      ['Bearer secret', undefined],
    ]);
  });

  it('of a server that is not there is told of by the reason', async () => {
    expect(await tryUpgrade('ws://127.0.0.1:9', undefined, never)).toEqual({
      failed: expect.stringContaining('ECONNREFUSED'),
    });
  });

  it('is given up when time is over', async () => {
    const { url, asked } = await server(0);
    const deadline = new AbortController();
    const upgrade = tryUpgrade(url, undefined, deadline.signal);
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(1);
    deadline.abort();
    expect(await upgrade).toEqual({ failed: 'no answer in time' });
  });
});

describe('a connection that initializes', () => {
  it('tells what the server answered', async () => {
    const { url } = await server(101, (text) =>
      text.includes('"initialize"') ? '{"id":1,"result":{"userAgent":"x/0.139.0 (y)"}}' : undefined,
    );
    expect(await connectWebSocket(url, 'token', never)).toEqual({
      upgrade: { status: 101 },
      handshake: { type: 'answered', userAgent: 'x/0.139.0 (y)', afterMs: expect.any(Number) },
    });
  });

  it('that is not let in has no handshake', async () => {
    const { url } = await server(401);
    expect(await connectWebSocket(url, 'token', never)).toEqual({
      upgrade: { status: 401 },
      handshake: undefined,
    });
  });

  it.each([
    ['refuses', '{"id":1,"error":{"message":"no"}}', { type: 'refused', message: 'no' }],
    ['says something unknown', '{"id":1,"result":{}}', { type: 'refused', message: 'an unknown reply: {}' }],
    ['hangs up', 'hang up', { type: 'silent', reason: 'it closed the connection without a reply' }],
  ])('to a server that %s says so', async (_, reply, handshake) => {
    const { url } = await server(101, () => reply);
    expect((await connectWebSocket(url, 'token', never)).handshake).toEqual(handshake);
  });

  it('to a server that stays silent is given up when time is over', async () => {
    const deadline = new AbortController();
    const { url } = await server(101, () => {
      deadline.abort();
      return undefined;
    });
    expect((await connectWebSocket(url, 'token', deadline.signal)).handshake).toEqual({
      type: 'silent',
      reason: 'it did not answer in time',
    });
  });
});

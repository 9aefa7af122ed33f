import { WebSocket } from 'ws';
import type { Handshake, Upgrade } from '../../domain/checks/judge/app-server.ts';
import { AppServerClient } from './app-server-client.ts';
import { shakeHands } from './handshake.ts';

/** Asks for an upgrade with or without a bearer token, and hangs up. */
export async function tryUpgrade(
  url: string,
  token: string | undefined,
  signal: AbortSignal,
): Promise<Upgrade> {
  const { socket, upgrade } = await open(url, token, signal);
  socket.terminate();
  return upgrade;
}

/** Asks for an upgrade with a bearer token and, when let in, initializes. */
export async function connectWebSocket(
  url: string,
  token: string,
  signal: AbortSignal,
): Promise<{ upgrade: Upgrade; handshake: Handshake | undefined }> {
  const { socket, upgrade } = await open(url, token, signal);
  if (!('status' in upgrade) || upgrade.status !== 101) {
    socket.terminate();
    return { upgrade, handshake: undefined };
  }
  const client = new AppServerClient((text) => socket.send(text));
  const hangUp = () => client.close('it did not answer in time');
  socket.on('message', (data) => client.receive(String(data)));
  socket.on('close', () => client.close('it closed the connection without a reply'));
  signal.addEventListener('abort', hangUp, { once: true });
  const handshake = await shakeHands(client);
  signal.removeEventListener('abort', hangUp);
  socket.terminate();
  return { upgrade, handshake };
}

// ws sends no Origin header by itself; with one, the server answers 403 to everybody
// (docs/codex-facts.md, "App-server over WebSocket").
async function open(url: string, token: string | undefined, signal: AbortSignal) {
  const socket = new WebSocket(
    url,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );
  const upgrade = await new Promise<Upgrade>((resolve) => {
    socket.once('open', () => resolve({ status: 101 }));
    socket.once('unexpected-response', (_, response) => resolve({ status: response.statusCode ?? 0 }));
    socket.on('error', (cause) => resolve({ failed: cause.message }));
    signal.addEventListener('abort', () => resolve({ failed: 'no answer in time' }), { once: true });
  });
  return { socket, upgrade };
}

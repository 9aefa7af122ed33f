import { randomBytes } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import { WebSocket } from 'ws';
import { describeEnd, errorText, exited } from '../../domain/base/outcome.ts';
import type { Handshake, Upgrade } from '../../domain/checks/judge/app-server.ts';
import { transcribe } from '../../domain/checks/transcript.ts';
import type { ProbeContext } from '../checks/probe.ts';
import type { StartedProcess } from '../cli/start-process.ts';
import { AppServerClient, shakeHands } from './app-server-client.ts';

/** The result of starting a WebSocket listener: where it listens, or why it does not. */
export type Listener =
  | { type: 'listening'; url: string; stop: () => Promise<boolean> }
  | { type: 'unsupported'; reason: string }
  | { type: 'not-listening'; reason: string };

/**
 * Starts an app-server on a free port of this machine with these flags of authentication. Plugins are
 * off: with them it upgrades marketplaces by itself.
 */
export async function listen(context: ProbeContext, authFlags: readonly string[]): Promise<Listener> {
  const server = context.codexStart([
    'app-server',
    '--disable',
    'plugins',
    '--listen',
    'ws://127.0.0.1:0',
    ...authFlags,
  ]);
  const url = await listeningUrl(server);
  if (url !== undefined) return { type: 'listening', url, stop: () => stop(context, server) };
  const outcome = await server.outcome;
  const { label, text } = transcribe(outcome);
  context.record(label, text);
  const message = errorText(outcome);
  if (exited(outcome, 2) && /unexpected argument '--(ws-|listen)/.test(message)) {
    return { type: 'unsupported', reason: 'this CLI version has no WebSocket token flags' };
  }
  return { type: 'not-listening', reason: `${describeEnd(outcome.end)}: ${message.slice(0, 300)}` };
}

async function stop(context: ProbeContext, server: StartedProcess): Promise<boolean> {
  const stoppedByTerm = await server.stop();
  const { label, text } = transcribe(await server.outcome);
  context.record(label, text);
  return stoppedByTerm;
}

/** The address in the banner on stderr; undefined when the server ends without one. */
async function listeningUrl(server: StartedProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let seen = '';
    server.stderr?.on('data', (chunk: Buffer | string) => {
      seen += String(chunk);
      const url = /listening on: (ws:\/\/127\.0\.0\.1:\d+)/.exec(seen)?.[1];
      if (url !== undefined) resolve(url);
    });
    void server.outcome.then(() => resolve(undefined));
  });
}

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

const issuer = 'codex-cockpit';
const audience = 'app-server';

/** A token to try, and whether its bearer may come in. */
export type TokenToTry = { name: string; token: string; allowed: boolean };

/** A secret for HS256, long enough for the CLI, and the flags that make a server demand such tokens. */
export function signedTokenFlags(secretFile: string): readonly string[] {
  return [
    '--ws-auth',
    'signed-bearer-token',
    '--ws-shared-secret-file',
    secretFile,
    '--ws-issuer',
    issuer,
    '--ws-audience',
    audience,
    '--ws-max-clock-skew-seconds',
    '5',
  ];
}

/** One valid token, and one for each way in which a token can be wrong. */
export async function tokensToTry(secret: Uint8Array, now: Date): Promise<readonly TokenToTry[]> {
  const seconds = Math.floor(now.getTime() / 1000);
  const sign = (
    claims: { iss?: string; aud?: string; exp?: number; nbf?: number } = {},
    key = secret,
    alg = 'HS256',
  ) =>
    new SignJWT({ iss: issuer, aud: audience, exp: seconds + 60, ...claims })
      .setProtectedHeader({ alg })
      .sign(key);
  const refused = async (name: string, token: Promise<string> | string) => ({
    name,
    token: await token,
    allowed: false,
  });
  return [
    { name: 'valid', token: await sign(), allowed: true },
    await refused('another issuer', sign({ iss: 'mallory' })),
    await refused('another audience', sign({ aud: 'elsewhere' })),
    await refused('expired', sign({ exp: seconds - 60 })),
    await refused('not valid yet', sign({ nbf: seconds + 60 })),
    await refused('another secret', sign({}, randomBytes(48))),
    await refused('another algorithm', sign({}, randomBytes(64), 'HS512')),
    await refused(
      'no signature',
      new UnsecuredJWT({ iss: issuer, aud: audience, exp: seconds + 60 }).encode(),
    ),
  ];
}

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeTokenTrial, type TokenTrial } from '../../domain/checks/judge/appserver-ws-auth.ts';
import { describeEnd, errorText, exited } from '../../domain/checks/outcome.ts';
import { transcribe } from '../../domain/checks/transcript.ts';
import type { Probe, ProbeContext } from '../probe.ts';
import type { StartedProcess } from '../start-process.ts';
import { connectWebSocket, tryUpgrade } from '../web-socket.ts';

export const appServerWsAuth: Probe<'appserver.ws-auth'> = async (context) => {
  const trial = await tryToken(context);
  return judgeTokenTrial(trial, await context.testedVersion());
};

async function tryToken(context: ProbeContext): Promise<TokenTrial> {
  const token = randomBytes(32).toString('hex');
  context.secret(token);
  // A token file is the form that every version knows, and keeps the token out of the process list.
  const tokenFile = join(context.home, 'ws-token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const server = context.codexStart([
    'app-server',
    '--disable',
    'plugins',
    '--listen',
    'ws://127.0.0.1:0',
    '--ws-auth',
    'capability-token',
    '--ws-token-file',
    tokenFile,
  ]);
  const url = await listeningUrl(server);
  if (url === undefined) return notListening(context, server);

  const withoutToken = await tryUpgrade(url, undefined, context.signal);
  const withWrongToken = await tryUpgrade(url, randomBytes(32).toString('hex'), context.signal);
  const { upgrade, handshake } = await connectWebSocket(url, token, context.signal);
  const stoppedByTerm = await server.stop();
  const { label, text } = transcribe(await server.outcome);
  context.record(label, text);
  context.record(
    'upgrades',
    `${JSON.stringify({ withoutToken, withWrongToken, withToken: upgrade, handshake }, null, 2)}\n`,
  );
  return { type: 'tried', withoutToken, withWrongToken, withToken: upgrade, handshake, stoppedByTerm };
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

async function notListening(context: ProbeContext, server: StartedProcess): Promise<TokenTrial> {
  const outcome = await server.outcome;
  const { label, text } = transcribe(outcome);
  context.record(label, text);
  const message = errorText(outcome);
  if (exited(outcome, 2) && /unexpected argument '--(ws-|listen)/.test(message)) {
    return { type: 'unsupported', reason: 'this CLI version has no WebSocket token flags' };
  }
  return { type: 'not-listening', reason: `${describeEnd(outcome.end)}: ${message.slice(0, 300)}` };
}

import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  judgeSignedTokens,
  judgeTokenTrial,
  type SignedTrial,
  type TokenTrial,
} from '../../../domain/checks/judge/app-server.ts';
import { type Judgement, pass, skip } from '../../../domain/checks/judgement.ts';
import { signedTokenFlags, tokensToTry } from '../../app-server/signed-tokens.ts';
import { connectWebSocket, tryUpgrade } from '../../app-server/web-socket.ts';
import { listen } from '../../app-server/web-socket-server.ts';
import type { Probe, ProbeContext } from '../probe.ts';

/** A capability token first, then signed bearer tokens. */
export const appServerWsAuth: Probe<'appserver.ws-auth'> = async (context) => {
  const capability = judgeTokenTrial(await tryCapabilityToken(context), await context.testedVersion());
  if (capability.verdict !== 'pass') return capability;
  const signed = await trySignedTokens(context);
  return signed.verdict === 'pass' ? pass(`${capability.summary}; ${signed.summary}`) : signed;
};

async function tryCapabilityToken(context: ProbeContext): Promise<TokenTrial> {
  const token = randomBytes(32).toString('hex');
  context.secret(token);
  // A token file is the form that every version knows, and keeps the token out of the process list.
  const tokenFile = join(context.home, 'ws-token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const server = await listen(context, ['--ws-auth', 'capability-token', '--ws-token-file', tokenFile]);
  if (server.type !== 'listening') return server;
  const withoutToken = await tryUpgrade(server.url, undefined, context.signal);
  const withWrongToken = await tryUpgrade(server.url, randomBytes(32).toString('hex'), context.signal);
  const { upgrade, handshake } = await connectWebSocket(server.url, token, context.signal);
  const stoppedByTerm = await server.stop();
  const tried = { withoutToken, withWrongToken, withToken: upgrade, handshake };
  context.record('capability token', `${JSON.stringify(tried, null, 2)}\n`);
  return { type: 'tried', ...tried, stoppedByTerm };
}

async function trySignedTokens(context: ProbeContext): Promise<Judgement> {
  // The CLI reads the file as text, so the secret is text of more than the 32 bytes that it demands.
  const secret = randomBytes(32).toString('hex');
  context.secret(secret);
  const secretFile = join(context.home, 'ws-secret');
  await writeFile(secretFile, secret, { mode: 0o600 });
  const server = await listen(context, signedTokenFlags(secretFile));
  if (server.type !== 'listening')
    return skip(`capability token enforced, but no signed tokens: ${server.reason}`);
  const trials: SignedTrial[] = [];
  for (const { name, token, allowed } of await tokensToTry(Buffer.from(secret), context.now())) {
    context.secret(token);
    trials.push({ token: name, allowed, upgrade: await tryUpgrade(server.url, token, context.signal) });
  }
  await server.stop();
  context.record('signed tokens', `${JSON.stringify(trials, null, 2)}\n`);
  return judgeSignedTokens(trials);
}

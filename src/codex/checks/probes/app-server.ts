import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exited } from '../../../domain/base/outcome.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import {
  judgeDebugTurn,
  judgeHandshake,
  judgeMethods,
  judgeProtocol,
  judgeSignedTokens,
  judgeTokenTrial,
  type MethodCall,
  type SignedTrial,
  type TokenTrial,
} from '../../../domain/checks/judge/app-server.ts';
import { type Judgement, pass, skip } from '../../../domain/checks/judgement.ts';
import { type AppServerClient, AppServerError } from '../../app-server/app-server-client.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import {
  connectWebSocket,
  listen,
  signedTokenFlags,
  tokensToTry,
  tryUpgrade,
} from '../../app-server/web-socket.ts';
import { readProtocol } from '../../baseline/record-baseline.ts';
import { withLoopbackModel } from '../../loopback-model/with-loopback-model.ts';
import type { ProbeContext, Probes } from '../probe.ts';

// What a method must be given to be called at all; most take nothing.
const neededParams: Readonly<Record<string, (work: string) => unknown>> = {
  'config/read': () => ({ includeLayers: false }),
  'hooks/list': (work) => ({ cwds: [work] }),
  'skills/list': (work) => ({ cwds: [work] }),
};

/** What an app-server answers over stdio and over a WebSocket, and its protocol. */
export const appServerProbes = {
  'appserver.stdio': async (context) =>
    withAppServer(context, async ({ handshake }) => judgeHandshake(handshake, await context.testedVersion())),

  'appserver.methods': (context, { methods }) =>
    withAppServer(context, async ({ client, handshake }) => {
      if (handshake.type !== 'answered') return judgeHandshake(handshake, await context.testedVersion());
      const calls: MethodCall[] = [];
      for (const method of methods)
        calls.push(await call(client, method, neededParams[method]?.(context.work) ?? {}));
      context.record(
        'methods',
        calls.map(({ method, answer, message }) => `${method}: ${answer} ${message}\n`).join(''),
      );
      return judgeMethods(calls);
    }),

  /** A capability token first, then signed bearer tokens. */
  'appserver.ws-auth': async (context) => {
    const capability = judgeTokenTrial(await tryCapabilityToken(context), await context.testedVersion());
    if (capability.verdict !== 'pass') return capability;
    const signed = await trySignedTokens(context);
    return signed.verdict === 'pass' ? pass(`${capability.summary}; ${signed.summary}`) : signed;
  },

  'appserver.debug-turn': async (context) => {
    const { codexRun, nonce } = context;
    if (!exited(await codexRun(['help', 'debug', 'app-server', 'send-message-v2']))) {
      return skip('this CLI version has no debug app-server send-message-v2');
    }
    return withLoopbackModel(context, [{ type: 'text', text: nonce }], async () =>
      judgeDebugTurn(await codexRun(['debug', 'app-server', 'send-message-v2', 'Say the nonce.']), nonce),
    );
  },

  'appserver.protocol': async (context, { methods }) => {
    const { codexRun, baselineOf, work, pin } = context;
    const folder = join(work, 'schemas');
    await mkdir(folder);
    const protocol = await readProtocol(codexRun, folder);
    return judgeProtocol(protocol, (await baselineOf(pin))?.protocol, { pin, used: methods });
  },
} satisfies Partial<Probes>;

async function call(client: AppServerClient, method: string, params: unknown): Promise<MethodCall> {
  try {
    await client.request(method, params);
    return { method, answer: 'ok', message: '' };
  } catch (cause) {
    if (!(cause instanceof AppServerError)) throw cause;
    const message = cleanLine(cause.message);
    // The message of an unknown method lists every method there is; its first words are enough.
    const unknown = message.includes('unknown variant');
    return {
      method,
      answer: unknown ? 'unknown' : 'error',
      message: unknown ? 'unknown method' : message.slice(0, 200),
    };
  }
}

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

import { describeEnd, errorText, exited } from '../../domain/base/outcome.ts';
import { transcribe } from '../../domain/checks/transcript.ts';
import type { ProbeContext } from '../checks/probe.ts';
import type { StartedProcess } from '../cli/start-process.ts';

/** What came of starting a WebSocket listener: where it listens, or why it does not. */
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

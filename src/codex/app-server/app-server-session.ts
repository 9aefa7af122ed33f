import { createInterface } from 'node:readline';
import { describeEnd } from '../../domain/base/outcome.ts';
import type { Handshake } from '../../domain/checks/judge/app-server.ts';
import { transcribe } from '../../domain/checks/transcript.ts';
import type { ProbeContext } from '../checks/probe.ts';
import { AppServerClient, shakeHands } from './app-server-client.ts';

/** An app-server that answered over stdio. */
export type AppServerSession = { client: AppServerClient; handshake: Handshake };

/**
 * Starts an app-server over stdio on the private CODEX_HOME, initializes it, lets `work` send requests,
 * and ends it by closing its input (docs/codex-facts.md, "App-server over stdio"). Plugins are off: with them it
 * upgrades marketplaces by itself (docs/codex-facts.md, "Automatic upgrade of marketplaces").
 */
export async function withAppServer<T>(
  { codexStart, record }: Pick<ProbeContext, 'codexStart' | 'record'>,
  work: (session: AppServerSession) => Promise<T>,
  flags: readonly string[] = [],
): Promise<T> {
  const server = codexStart(['app-server', '--disable', 'plugins', ...flags]);
  const client = new AppServerClient((text) => server.stdin?.write(`${text}\n`));
  // A write to a server that has ended must not crash the cockpit; its outcome says what happened.
  server.stdin?.on('error', () => undefined);
  if (server.stdout) createInterface({ input: server.stdout }).on('line', (line) => client.receive(line));
  const ended = server.outcome.then((outcome) => {
    client.close(`it ended without a reply: ${describeEnd(outcome.end)}`);
    return outcome;
  });
  try {
    return await work({ client, handshake: await shakeHands(client) });
  } finally {
    server.stdin?.end();
    const { label, text } = transcribe(await ended);
    record(label, text);
  }
}

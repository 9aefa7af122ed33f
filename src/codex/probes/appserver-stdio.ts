import { createInterface } from 'node:readline';
import { judgeHandshake } from '../../domain/checks/judge/appserver-handshake.ts';
import { describeEnd } from '../../domain/checks/outcome.ts';
import { transcribe } from '../../domain/checks/transcript.ts';
import { AppServerClient } from '../app-server-client.ts';
import { shakeHands } from '../handshake.ts';
import type { Probe } from '../probe.ts';

export const appServerStdio: Probe<'appserver.stdio'> = async ({ testedVersion, codexStart, record }) => {
  const server = codexStart(['app-server', '--disable', 'plugins']);
  const client = new AppServerClient((text) => server.stdin?.write(`${text}\n`));
  // Writing to a server that is gone is answered by its outcome, not by a crash of ours.
  server.stdin?.on('error', () => undefined);
  if (server.stdout) createInterface({ input: server.stdout }).on('line', (line) => client.receive(line));
  const ended = server.outcome.then((outcome) => {
    client.close(`it ended without a reply: ${describeEnd(outcome.end)}`);
    return outcome;
  });
  const handshake = await shakeHands(client);
  // End of input is how a stdio server is told to leave (facts/codex-upgrade-checks.md §3.1).
  server.stdin?.end();
  const { label, text } = transcribe(await ended);
  record(label, text);
  return judgeHandshake(handshake, await testedVersion());
};

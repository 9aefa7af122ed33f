import { join } from 'node:path';
import { fail, type Judgement, skip } from '../domain/checks/judgement.ts';
import { AppServerError, type AppServerNotification } from './app-server-client.ts';
import { withAppServer } from './app-server-session.ts';
import type { ProbeContext } from './probe.ts';
import { copyTeamHome } from './scratch.ts';

/** Starts an app-server on a copy of the team's configuration and judges what it says of it. */
export async function onTeamConfig(
  context: ProbeContext,
  judge: (notifications: readonly AppServerNotification[], file: string) => Judgement,
): Promise<Judgement> {
  const file = join(context.teamHome, 'config.toml');
  const copied = await copyTeamHome(context.teamHome, context.home, ['config.toml', 'rules']);
  if (copied.length === 0) return skip(`there is no configuration: ${file} is not a file`);
  return withAppServer(context, async ({ client, handshake }) => {
    if (handshake.type !== 'answered') {
      const actual = handshake.type === 'silent' ? handshake.reason : handshake.message;
      return fail({
        summary: 'the app-server does not start on this configuration',
        expected: 'a reply',
        actual,
      });
    }
    // Warnings are sent around the first reply; a second one, be it a refusal, comes after all of them.
    await client.request('config/read', { includeLayers: false }).catch(refusalOnly);
    return judge(client.notifications, file);
  });
}

function refusalOnly(cause: unknown): void {
  if (!(cause instanceof AppServerError)) throw cause;
}

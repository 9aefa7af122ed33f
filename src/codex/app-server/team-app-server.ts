import { join } from 'node:path';
import { fail, type Judgement, skip } from '../../domain/checks/judgement.ts';
import type { ProbeContext } from '../checks/probe.ts';
import { copyTeamConfig, mirrorProject } from '../config/team-copy.ts';
import { AppServerError, type AppServerNotification } from './app-server-client.ts';
import { withAppServer } from './app-server-session.ts';

/** Starts an app-server on a copy of the team's configuration, the project's included, and judges what it says of it. */
export async function onTeamConfig(
  context: ProbeContext,
  judge: (notifications: readonly AppServerNotification[], file: string) => Judgement,
): Promise<Judgement> {
  const file = join(context.teamHome, 'config.toml');
  const copied = await copyTeamConfig(context.teamHome, context.home, ['rules']);
  const mirror = await mirrorProject(context, []);
  if (copied.length === 0 && mirror.configs.length === 0)
    return skip(`there is no configuration: ${file} is not a file`);
  return withAppServer(
    context,
    async ({ client, handshake }) => {
      if (handshake.type !== 'answered') {
        const actual = handshake.type === 'silent' ? handshake.reason : handshake.message;
        return fail({
          summary: 'the app-server does not start on this configuration',
          expected: 'a reply',
          actual,
        });
      }
      // Warnings are sent around the first reply; a second one, be it a refusal, comes after all of them.
      const refused = await client
        .request('config/read', { includeLayers: false, cwd: mirror.folder })
        .then(() => undefined, refusalOnly);
      if (refused !== undefined && mirror.configs.length > 0)
        return fail({
          summary: 'the app-server does not read the configuration of the project',
          expected: 'a configuration',
          actual: mirror.told(refused),
        });
      return judge(client.notifications, file);
    },
    mirror.trust,
  );
}

function refusalOnly(cause: unknown): string {
  if (cause instanceof AppServerError) return cause.message;
  throw cause;
}

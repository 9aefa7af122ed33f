import { configWarnings, judgeUsingDefaults } from '../../../domain/checks/judge/config.ts';
import { onTeamConfig } from '../../app-server/team-app-server.ts';
import type { Probe } from '../probe.ts';

export const configUsingDefaults: Probe<'config.using-defaults'> = (context) =>
  onTeamConfig(context, (notifications, file) => judgeUsingDefaults(configWarnings(notifications), file));

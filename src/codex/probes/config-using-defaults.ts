import { configWarnings, judgeUsingDefaults } from '../../domain/checks/judge/config-warnings.ts';
import type { Probe } from '../probe.ts';
import { onTeamConfig } from '../team-app-server.ts';

export const configUsingDefaults: Probe<'config.using-defaults'> = (context) =>
  onTeamConfig(context, (notifications, file) => judgeUsingDefaults(configWarnings(notifications), file));

import { judgeWarnings, configWarnings as warningsOf } from '../../../domain/checks/judge/config.ts';
import { onTeamConfig } from '../../app-server/team-app-server.ts';
import type { Probe } from '../probe.ts';

export const configWarnings: Probe<'config.warnings'> = (context) =>
  onTeamConfig(context, (notifications, file) => judgeWarnings(warningsOf(notifications), file));

import { judgeWarnings, configWarnings as warningsOf } from '../../domain/checks/judge/config-warnings.ts';
import type { Probe } from '../probe.ts';
import { onTeamConfig } from '../team-app-server.ts';

export const configWarnings: Probe<'config.warnings'> = (context) =>
  onTeamConfig(context, (notifications, file) => judgeWarnings(warningsOf(notifications), file));

import { group, type Subcommand } from '../../program/subcommand.ts';
import { importAnalyticsFiles } from './analytics.ts';
import { importDashboardFiles } from './dashboard.ts';
import { importLimitFiles } from './limits.ts';
import { importQualityFile } from './quality.ts';
import { importSessionFiles } from './sessions.ts';
import { importTelemetryFiles } from './telemetry.ts';

/** `metric import` */
export const importFigures: Subcommand = {
  name: 'import',
  summary: 'figures that other programs counted',
  define: group({
    subcommands: [
      importAnalyticsFiles,
      importDashboardFiles,
      importTelemetryFiles,
      importSessionFiles,
      importQualityFile,
      importLimitFiles,
    ],
    examples: [
      [
        'codex-cockpit metric import quality quality.csv',
        'defects, incidents, findings, verifications, feedback',
      ],
      ['codex-cockpit metric import analytics usage-*.json', 'exported pages of the Analytics API'],
      ['codex-cockpit metric import sessions', 'session files of CODEX_HOME'],
    ],
  }),
};

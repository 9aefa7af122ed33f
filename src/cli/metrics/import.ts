import { group, type Subcommand } from '../program/subcommand.ts';
import { importAnalyticsFiles } from './import-analytics.ts';
import { importDashboardFiles } from './import-dashboard.ts';

/** `metric import` */
export const importFigures: Subcommand = {
  name: 'import',
  summary: 'figures that other programs counted',
  define: group({
    subcommands: [importAnalyticsFiles, importDashboardFiles],
    examples: [['codex-cockpit metric import analytics usage-*.json', 'exported pages of the Analytics API']],
  }),
};

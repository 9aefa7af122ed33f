import { group } from '../../program/subcommand.ts';

/** `metric import` */
export const importFigures = group({
  subcommands: [
    {
      name: 'analytics',
      summary: 'pages of the Analytics API: usage, code reviews and the responses to them',
      load: async () => (await import('./analytics.ts')).importAnalyticsFiles,
    },
    {
      name: 'dashboard',
      summary: 'exports of the dashboard, CSV or JSON',
      load: async () => (await import('./dashboard.ts')).importDashboardFiles,
    },
    {
      name: 'telemetry',
      summary: 'events and metrics that the CLI sent with OpenTelemetry',
      load: async () => (await import('./telemetry.ts')).importTelemetryFiles,
    },
    {
      name: 'sessions',
      summary: 'session files of the CLI: what they count, never what was said',
      load: async () => (await import('./sessions.ts')).importSessionFiles,
    },
    {
      name: 'quality',
      summary: 'figures of quality: defects, findings, verifications, savings, incidents, feedback',
      load: async () => (await import('./quality.ts')).importQualityFile,
    },
    {
      name: 'limits',
      summary: 'spend limits of everybody, of teams or of cost centres, CSV or JSON',
      load: async () => (await import('./limits.ts')).importLimitFiles,
    },
  ],
  examples: [
    [
      'codex-cockpit metric import quality quality.csv',
      'defects, incidents, findings, verifications, feedback',
    ],
    ['codex-cockpit metric import analytics usage-*.json', 'exported pages of the Analytics API'],
    ['codex-cockpit metric import sessions', 'session files of CODEX_HOME'],
  ],
});

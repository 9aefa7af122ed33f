import { group } from '../program/subcommand.ts';

export const define = group({
  subcommands: [
    {
      name: 'show',
      summary: 'quality, and adoption beside it',
      isDefault: true,
      load: async () => (await import('./show.ts')).show,
    },
    {
      name: 'export',
      summary: 'the same numbers for other tools, one a row',
      load: async () => (await import('./show.ts')).exporting,
    },
    {
      name: 'tokens',
      summary: 'tokens of imported session files, beside quality',
      load: async () => (await import('./tokens.ts')).tokens,
    },
    {
      name: 'report',
      summary: 'a page with charts: quality beside adoption',
      load: async () => (await import('./report.ts')).reporting,
    },
    {
      name: 'definitions',
      summary: 'what each metric means, its unit and its side',
      load: async () => (await import('./show.ts')).definitions,
    },
    {
      name: 'list',
      summary: 'the newest value of each metric that is evidence',
      load: async () => (await import('./evidence.ts')).list,
    },
    {
      name: 'add',
      summary: 'state a value by hand: a figure of quality, and evidence for items',
      earlierName: 'record',
      load: async () => (await import('./evidence.ts')).add,
    },
    {
      name: 'import',
      summary: 'figures that other programs counted',
      load: async () => (await import('./import/import.ts')).importFigures,
    },
    {
      name: 'fetch',
      summary: 'figures from an API',
      load: async () => (await import('./fetch.ts')).fetchFigures,
    },
    {
      name: 'budget',
      summary: 'what was used of the spend limits, beside quality',
      load: async () => (await import('./budget.ts')).budget,
    },
  ],
  elsewhere: { command: 'metrics', words: ['serve', 'dashboard', 'alerts'] },
  examples: [
    [
      'codex-cockpit metric add defect-rate 5 --n 40 --window 2026-11 --source "CI of team A"',
      'a figure by hand with its sample, window and source',
    ],
    ['codex-cockpit metric', 'quality and adoption of the last 30 days'],
    ['codex-cockpit metrics', 'another command: captured runs, suites and gates, for Prometheus'],
  ],
});

/** The one-way arrows of the house: cli, tui → app → domain; app → codex, store; cli, tui → report. */
const rooms = ['cli', 'tui', 'app', 'domain', 'codex', 'store', 'report'];
const mayImport = {
  cli: ['app', 'report', 'domain'],
  tui: ['app', 'report', 'domain'],
  app: ['domain', 'codex', 'store'],
  domain: [],
  codex: ['domain'],
  store: ['domain'],
  report: ['domain'],
};

const arrows = rooms.map((room) => ({
  name: `${room}-arrows`,
  comment: `src/${room} may import only: ${[room, ...mayImport[room]].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...mayImport[room]].join('|')})/` },
}));

/** The one-way arrows between the rooms of the domain. Every room may import `base`, and none imports `schemas`. */
const domainMayImport = {
  base: [],
  people: [],
  upgrade: ['people'],
  sandbox: [],
  policy: ['people', 'sandbox', 'upgrade'],
  plugins: ['people', 'policy'],
  artifacts: ['people'],
  reviews: ['people'],
  runbooks: ['people', 'artifacts', 'checks'],
  checks: ['people', 'policy', 'plugins', 'sandbox', 'upgrade'],
  metrics: ['people'],
  runs: ['people', 'artifacts', 'checks', 'policy', 'upgrade'],
  rollout: ['people', 'artifacts', 'plugins', 'runbooks', 'checks', 'reviews', 'metrics', 'runs'],
  history: [
    'people',
    'metrics',
    'artifacts',
    'plugins',
    'checks',
    'reviews',
    'runbooks',
    'rollout',
    'upgrade',
    'runs',
  ],
  database: ['history'],
  schemas: ['artifacts', 'checks', 'metrics', 'policy', 'runbooks', 'runs', 'sandbox', 'upgrade'],
};

const domainArrows = Object.entries(domainMayImport).map(([room, others]) => ({
  name: `domain-${room}-arrows`,
  comment: `src/domain/${room} may import only: ${[room, 'base', ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/domain/${room}/` },
  to: { path: '^src/domain/', pathNot: `^src/domain/(${[room, 'base', ...others].join('|')})/` },
}));

export default {
  forbidden: [
    ...arrows,
    ...domainArrows,
    {
      name: 'domain-has-only-known-rooms',
      comment: 'a new room of the domain gets its arrows above',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/domain/', pathNot: `^src/domain/(${Object.keys(domainMayImport).join('|')})/` },
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only-the-cockpit-loads-react',
      comment: 'commands start fast because only src/tui knows React and Ink',
      severity: 'error',
      from: { pathNot: '^(src/tui|test)/' },
      to: { path: '^node_modules/(react|ink)/' },
    },
    {
      name: 'domain-does-no-io',
      severity: 'error',
      from: { path: '^src/domain/' },
      // vm only bounds the time of a regular expression.
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util|vm)$' },
    },
    {
      name: 'only-the-store-knows-sql',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/store/' },
      to: { path: '^node_modules/(kysely|better-sqlite3)/' },
    },
    {
      name: 'adoption-only-beside-quality',
      comment:
        'figures of adoption leave the program through metricsView alone, which pairs or withholds them',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: '^src/domain/metrics/figures/(metrics-view|adoption-figures|pairing)[.]ts$',
      },
      to: { path: '^src/domain/metrics/figures/(adoption-figures|tally|pairing)[.]ts$' },
    },
    {
      name: 'rows-of-adoption-only-for-the-view',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/app/metrics/read-metrics[.]ts$' },
      to: { path: '^src/app/metrics/read-activity[.]ts$' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'tests-stay-outside', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // TypeScript 7 has no compiler API yet; swc reads the sources in its place.
    parser: 'swc',
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

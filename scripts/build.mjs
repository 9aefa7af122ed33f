// Bundles src/ into dist/, split so that a command loads only what it uses.
// Plain JavaScript: it must run on whatever Node the machine has, before the launcher exists.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { joinChunks } from './join-chunks.mjs';
import { lateBuiltins } from './late-builtins.mjs';
import { latePackages } from './late-packages.mjs';
import { functions, lateZod, makers } from './late-zod.mjs';

const root = new URL('..', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
rmSync(new URL('dist', root), { recursive: true, force: true });

const common = {
  absWorkingDir: root.pathname,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  // Something of a package that is loaded late has to be named here.
  logOverride: { 'import-is-undefined': 'error' },
  // A third less to read at every start. Names and lines stay, so that a stack says where.
  minifyWhitespace: true,
  lineLimit: 160,
};

const withRequire = {
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const __ownUrl = import.meta.url;const require = __createRequire(__ownUrl);",
  },
};

// Yoga decodes its own bytes through fetch when there is one: that loads an HTTP client at every start.
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8').replaceAll('typeof fetch', 'typeof undefined'),
    }));
  },
};

// Node finds and reads fourteen small files of it one after the other, which takes longer than to open a database. What
// is compiled stays in the package.
const folderOfSqlite = `
const beside = path.join(path.dirname(require('node:url').fileURLToPath(__ownUrl)), '../node_modules/better-sqlite3/lib');
const folder = fs.existsSync(path.join(beside, 'index.js')) ? beside : path.dirname(require.resolve('better-sqlite3'));`;
const sqliteInOneFile = {
  name: 'sqlite-in-one-file',
  setup({ onLoad }) {
    onLoad({ filter: /better-sqlite3[\\/]lib[\\/]binding\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('__dirname', 'folder')
        .replace('let DEFAULT_ADDON;', `$& ${folderOfSqlite}`)
        .replace(/if \(require\.main === module\) \{[^}]*\}/, ''),
    }));
  },
};

// Most starts ask these nothing.
const latePackageMembers = {
  execa: ['execa'],
  'json-p3': ['query'],
  semver: ['default'],
  ws: ['WebSocket'],
  yaml: [
    'LineCounter',
    'isMap',
    'isScalar',
    'isAlias',
    'isSeq',
    'parseAllDocuments',
    'parseDocument',
    'visit',
  ],
};
const lateFile = (name) => `./late-${name}.cjs`;
const late = latePackages(
  { ...latePackageMembers, 'better-sqlite3': ['default'], 'object-hash': ['sha1'] },
  (name) => (Object.hasOwn(latePackageMembers, name) ? lateFile(name) : name),
);

const ours = {
  ...common,
  plugins: [yogaWithoutFetch, sqliteInOneFile, lateZod(lateFile('zod')), late, lateBuiltins],
  external: [...Object.keys(latePackageMembers), 'zod'].map(lateFile),
  alias: {
    'react-devtools-core': './scripts/empty.mjs',
    'node:process': './scripts/process.mjs',
    'string-width': './scripts/lazy-string-width.mjs',
  },
  inject: ['./scripts/lazy-segmenter.mjs'],
  define: {
    'process.env.NODE_ENV': '"production"',
    COCKPIT_VERSION: JSON.stringify(version),
    'Intl.Segmenter': 'LazySegmenter',
  },
  jsx: 'automatic',
  minifySyntax: true,
};

const lateContents = {
  ...Object.fromEntries(
    Object.keys(latePackageMembers).map((name) => [name, `module.exports = require('${name}');`]),
  ),
  zod: `export { ${[...makers, ...functions, 'iso', 'ZodError'].join(', ')} } from 'zod';`,
};

await Promise.all(
  Object.entries(lateContents).map(([name, contents]) =>
    build({
      ...common,
      stdin: { contents, resolveDir: root.pathname },
      format: 'cjs',
      outfile: `dist/${lateFile(name)}`,
    }),
  ),
);

// A thread loads nothing but what it runs.
await build({
  ...ours,
  ...withRequire,
  entryPoints: [
    'src/launch.ts',
    'src/store/log/stretch-worker.ts',
    'src/store/care/check-worker.ts',
    'src/codex/sessions/session-worker.ts',
    'src/cli/metrics/import/quick-sessions.ts',
  ],
  outbase: 'src',
  outdir: 'dist',
});

const commands = (...names) => names.map((name) => `src/cli/${name}.ts`);

/** The commands that look at a CLI, a folder or plugins, and what they read. */
const work = [
  ...commands('checks/check', 'policy/policy', 'policy/config', 'policy/agents', 'sandbox/sandbox'),
  ...commands('plugins/plugin', 'artifacts/artifact', 'artifacts/catalog'),
  ...commands('upgrade/upgrade', 'upgrade/baseline', 'upgrade/pins'),
];

/** The commands that read and write the history alone. */
const records = [
  ...commands('rollout/init', 'rollout/rollout', 'rollout/phase', 'rollout/item', 'rollout/next'),
  ...commands(
    'runbooks/runbook',
    'reviews/review',
    'people/people',
    'metrics/metric',
    'metrics/question',
    'metrics/change',
    'history/history',
  ),
  ...commands('history/audit', 'database/db'),
];

const parts = 'dist/parts';
const { metafile } = await build({
  ...ours,
  entryPoints: ['src/main.ts'],
  outdir: parts,
  splitting: true,
  metafile: true,
});
await joinChunks({
  ...common,
  ...withRequire,
  root: root.pathname,
  folder: parts,
  outdir: 'dist',
  outputs: metafile.outputs,
  joined: {
    start: { of: ['src/main.ts'] },
    // A run that is captured waits for nothing else; most of it is what every command needs.
    quick: { of: ['src/cli/runs/quick-run.ts'] },
    core: {
      of: ['src/cli/program/command-line.ts'],
      // What the screens know of a database before there is one. It is little, and another file takes longer.
      both: ['src/store/connection/open.ts', 'src/tui/shell/start-cockpit.tsx'],
    },
    store: { of: ['src/store/connection/open.ts'] },
    // The screens do what the commands do, and would find it in dozens of files.
    work: { of: ['src/tui/shell/start-cockpit.tsx'], besides: work },
    records: { of: ['src/tui/shell/start-cockpit.tsx'], besides: records },
    shared: { of: ['src/tui/shell/start-cockpit.tsx'] },
  },
});
rmSync(new URL(parts, root), { recursive: true });

// What ships as YAML is read once, here.
const compiler = new URL('dist/compile-shipped.mjs', root);
await build({
  ...common,
  ...withRequire,
  entryPoints: ['scripts/compile-shipped.ts'],
  outfile: 'dist/compile-shipped.mjs',
});
const { compileShipped } = await import(compiler.href);
rmSync(compiler);
mkdirSync(new URL('dist/shipped', root));
for (const [kind, forms] of Object.entries(compileShipped(root.pathname)))
  writeFileSync(new URL(`dist/shipped/${kind}.json`, root), JSON.stringify(forms));

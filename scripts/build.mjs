// Bundles src/ into dist/, split so that a command loads only what it uses.
// Plain JavaScript: it must run on whatever Node the machine has, before the launcher exists.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { joinChunks } from './join-chunks.mjs';
import { lateBuiltins } from './late-builtins.mjs';
import { latePackages } from './late-packages.mjs';

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
  // A third less to read at every start. Names and lines stay, so that a stack says where.
  minifyWhitespace: true,
  lineLimit: 160,
};

const withRequire = {
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
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
const sqliteInOneFile = {
  name: 'sqlite-in-one-file',
  setup({ onLoad }) {
    onLoad({ filter: /better-sqlite3[\\/]lib[\\/]binding\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, 'utf8')
        .replaceAll('__dirname', 'folder')
        .replace('let DEFAULT_ADDON;', "$& const folder = path.dirname(require.resolve('better-sqlite3'));")
        .replace(/if \(require\.main === module\) \{[^}]*\}/, ''),
    }));
  },
};

// Most starts ask these nothing.
const late = latePackages({
  'better-sqlite3': ['default'],
  execa: ['execa'],
  'json-p3': ['query'],
  semver: ['default'],
  ws: ['WebSocket'],
  yaml: ['LineCounter', 'isMap', 'isScalar', 'parseDocument', 'visit'],
});

const ours = {
  ...common,
  plugins: [yogaWithoutFetch, sqliteInOneFile, late, lateBuiltins],
  alias: {
    'react-devtools-core': './scripts/empty.mjs',
    'node:process': './scripts/process.mjs',
    'string-width': './scripts/lazy-string-width.mjs',
  },
  define: { 'process.env.NODE_ENV': '"production"', COCKPIT_VERSION: JSON.stringify(version) },
  jsx: 'automatic',
  minifySyntax: true,
};

// A thread loads nothing but what it runs.
await build({
  ...ours,
  ...withRequire,
  entryPoints: ['src/launch.ts', 'src/store/log/stretch-worker.ts', 'src/store/care/check-worker.ts'],
  outbase: 'src',
  outdir: 'dist',
});

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
    core: { of: ['src/cli/program/command-line.ts'] },
    store: { of: ['src/store/connection/open.ts'] },
    // The screens do what these commands do; what a smaller command needs as well is left to itself.
    screens: {
      of: ['src/tui/shell/start-cockpit.tsx'],
      besides: [
        'checks/check',
        'policy/policy',
        'policy/config',
        'sandbox/sandbox',
        'plugins/plugin',
        'artifacts/artifact',
      ].map((command) => `src/cli/${command}.ts`),
    },
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

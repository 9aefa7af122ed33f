// Bundles src/ into dist/, split so that a command loads only what it uses.
// Plain JavaScript: it must run on whatever Node the machine has, before the launcher exists.
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });

await build({
  absWorkingDir: new URL('..', import.meta.url).pathname,
  entryPoints: [
    'src/main.ts',
    'src/launch.ts',
    'src/store/log/stretch-worker.ts',
    'src/store/care/check-worker.ts',
  ],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['better-sqlite3'],
  alias: { 'react-devtools-core': './scripts/empty.mjs' },
  define: { 'process.env.NODE_ENV': '"production"', COCKPIT_VERSION: JSON.stringify(version) },
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';const require = __createRequire(import.meta.url);",
  },
  jsx: 'automatic',
  minifySyntax: true,
  logLevel: 'warning',
});

/** What is used, as knip sees it. `!` marks what is production: `knip --production` looks at nothing else. */
export default {
  entry: [
    'src/main.ts!',
    'src/launch.ts!',
    'src/store/log/stretch-worker.ts!',
    'src/store/care/check-worker.ts!',
    'src/codex/sessions/session-worker.ts!',
    'src/cli/metrics/import/quick-sessions.ts!',
    'scripts/*.{mjs,ts}!',
    'test/bench/*.ts',
    'test/**/*.test.{ts,tsx}',
  ],
  project: ['src/**/*.{ts,tsx}!', 'test/**/*.{ts,tsx}', 'scripts/*.{mjs,ts}!'],
  ignoreBinaries: ['mkfifo', 'perl', 'sha256sum', 'ssh-keygen', 'strace', 'unshare'],
  ignoreDependencies: ['@biomejs/biome', '@openai/codex', '@swc/core', 'cspell'],
  // A function that a table test calls, and its own file uses, is not dead.
  ignoreExportsUsedInFile: process.argv.includes('--production'),
};

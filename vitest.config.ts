import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

const everything = 'test/**/*.test.{ts,tsx}';

/**
 * Files that change something of their process, such as a variable or the umask, or look at what it has open; and those
 * that load little of ours, since they start the built program.
 */
const isolated = [
  'test/app/history/checkpoints/make-checkpoint.test.ts',
  'test/app/world/actor.test.ts',
  'test/codex/checks/probes/sandbox.test.ts',
  'test/codex/cli/start-process.test.ts',
  'test/e2e/*.test.ts',
  'test/store/connection/open.test.ts',
  'test/versions/*.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/global-setup.ts',
    // Many tests wait for a real CLI or for the disk: two workers per core keep it busy.
    maxWorkers: 2 * availableParallelism(),
    // Programs that tests start are compiled once for all of them.
    env: { NODE_COMPILE_CACHE: resolve('node_modules/.cache/compiled') },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      // To load what a file tests takes longer than most tests: one worker runs many files.
      { extends: true, test: { name: 'shared', include: [everything], exclude: isolated, isolate: false } },
      { extends: true, test: { name: 'isolated', include: isolated } },
    ],
  },
});

import { defineConfig } from 'vitest/config';

const everything = 'test/**/*.test.{ts,tsx}';

/** Rooms whose tests start no process and change nothing of their own: one worker runs many of their files. */
const pure = ['test/domain/**/*.test.ts', 'test/report/**/*.test.ts', 'test/tui/**/*.test.{ts,tsx}'];

export default defineConfig({
  test: {
    globalSetup: 'test/global-setup.ts',
    // Most tests wait for a real CLI, so as many run at once as there are cores, and one of them is not kept free.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'shared', include: pure, isolate: false } },
      { extends: true, test: { name: 'isolated', include: [everything], exclude: pure } },
    ],
  },
});

#!/usr/bin/env node
import module from 'node:module';
import { compileCacheFolder } from './compile-cache.ts';
import { ensureRuntime } from './runtime.ts';

declare const COCKPIT_VERSION: string;

const args = process.argv.slice(2);
if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`codex-cockpit ${COCKPIT_VERSION}\n`);
} else if (ensureRuntime(process.argv[1] ?? '', args)) {
  const compiled = compileCacheFolder(process.env);
  if (compiled !== undefined) module.enableCompileCache?.(compiled);
  process.exitCode = (await quickly(args)) ?? (await runCommand(args));
}

/** What starts before everything that it does not need is loaded. Undefined for what the commands have to do. */
async function quickly(args: readonly string[]): Promise<number | undefined> {
  if (args[0] === 'run' && args.includes('--')) {
    const { quickRun } = await import('./cli/runs/quick-run.ts');
    return quickRun(args);
  }
  if (args.slice(0, 3).join(' ') === 'metric import sessions') {
    // A file of its own, with nothing in it that only others need.
    const file = new URL('./cli/metrics/import/quick-sessions.js', import.meta.url).href;
    const { quickSessions }: typeof import('./cli/metrics/import/quick-sessions.ts') = await import(file);
    return quickSessions(args.slice(3));
  }
  return undefined;
}

async function runCommand(args: readonly string[]): Promise<number> {
  const { runCommandLine } = await import('./cli/program/command-line.ts');
  return runCommandLine(args, COCKPIT_VERSION, async (world, options, interrupt) => {
    const { startCockpit } = await import('./tui/shell/start-cockpit.tsx');
    return startCockpit(world, { ...options, version: COCKPIT_VERSION }, interrupt);
  });
}

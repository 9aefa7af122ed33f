import type { Outcome } from '../../domain/base/outcome.ts';
import { childEnvironment, type Environment } from './environment.ts';
import { createScratch } from './scratch.ts';
import { startProcess } from './start-process.ts';

/** A command that a team has approved, and where it runs. */
export type CommandRun = {
  argv: readonly [string, ...string[]];
  cwd: string;
  environment: Environment;
  /** Variables that it gets besides the usual ones. */
  passedOn: readonly string[];
  timeoutMs: number;
  signal: AbortSignal;
};

/**
 * Runs a command that is no CLI, with the rules of one: its own timeout, its process group stopped, nothing
 * on stdin, few variables. Should it call the CLI, that has a private CODEX_HOME.
 */
export async function runCommand(run: CommandRun): Promise<Outcome> {
  const { argv, cwd, environment, passedOn, timeoutMs, signal } = run;
  const scratch = await createScratch(environment);
  try {
    const named = passedOn.flatMap((name) =>
      environment[name] === undefined ? [] : [[name, environment[name]]],
    );
    const env = { ...Object.fromEntries(named), ...childEnvironment(environment, scratch.home) };
    const process = startProcess(argv, { cwd, env, timeoutMs, signal });
    const outcome = await process.outcome;
    await process.stop();
    return outcome;
  } finally {
    await scratch.remove();
  }
}

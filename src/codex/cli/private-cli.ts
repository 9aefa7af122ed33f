import type { Outcome } from '../../domain/base/outcome.ts';
import { childEnvironment, type Environment } from './environment.ts';
import { findProgram } from './install.ts';
import { createIsolation, sweepKilled } from './isolation.ts';
import { type StartedProcess, startProcess } from './start-process.ts';

/** A CLI on a CODEX_HOME of its own that is gone afterwards. */
export type PrivateCli = {
  /** What is started for the CLI (`findProgram`). */
  codex: string;
  home: string;
  work: string;
  /** Runs any program to its end. */
  run(argv: readonly [string, ...string[]]): Promise<Outcome>;
  /** Starts any program with open pipes; it is stopped when the work is done. */
  start(argv: readonly [string, ...string[]]): StartedProcess;
};

const timeoutMs = 30_000;

/** Runs `work` with a CLI in an isolated environment outside of a check, and leaves no process and no file behind. */
export async function withPrivateCli<T>(
  { codex, environment, signal }: { codex: string; environment: Environment; signal: AbortSignal },
  work: (cli: PrivateCli) => Promise<T>,
): Promise<T> {
  await sweepKilled(environment);
  const isolation = await createIsolation(environment);
  const program = await findProgram(codex);
  const started: StartedProcess[] = [];
  const begin = (argv: readonly [string, ...string[]], stdin: 'ignore' | 'pipe') => {
    const env = { ...childEnvironment(environment, isolation.home), ...program.environment };
    const process = startProcess(argv, { cwd: isolation.work, env, timeoutMs, signal, stdin });
    started.push(process);
    return process;
  };
  try {
    return await work({
      codex: program.path,
      home: isolation.home,
      work: isolation.work,
      run: (argv) => begin(argv, 'ignore').outcome,
      start: (argv) => begin(argv, 'pipe'),
    });
  } finally {
    await Promise.all(started.map((process) => process.stop()));
    await isolation.remove();
  }
}

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
 * Runs a command of the team under the same rules as the CLI: its own timeout, its process group stopped, nothing
 * on stdin, few variables. A CLI that it starts gets a private CODEX_HOME.
 */
export async function runCommand(run: CommandRun): Promise<Outcome> {
  const { argv, cwd, environment, passedOn, timeoutMs, signal } = run;
  const isolation = await createIsolation(environment);
  try {
    const named = passedOn.flatMap((name) =>
      environment[name] === undefined ? [] : [[name, environment[name]]],
    );
    const env = { ...Object.fromEntries(named), ...childEnvironment(environment, isolation.home) };
    const process = startProcess(argv, { cwd, env, timeoutMs, signal });
    const outcome = await process.outcome;
    await process.stop();
    return outcome;
  } finally {
    await isolation.remove();
  }
}

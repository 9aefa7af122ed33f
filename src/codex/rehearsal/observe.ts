import { realpath } from 'node:fs/promises';
import pMap from 'p-map';
import type { OnProgress } from '../../domain/base/progress.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import { clean } from '../../domain/base/text/clean.ts';
import type { Observation } from '../../domain/upgrade/rehearsal/observation.ts';
import { childEnvironment, type Environment } from '../cli/environment.ts';
import { findProgram } from '../cli/install.ts';
import { createIsolation } from '../cli/isolation.ts';
import { endOrphanedSandboxes } from '../cli/process-group.ts';
import { type StartedProcess, startProcess } from '../cli/start-process.ts';
import { readTeamSecrets } from '../config/team-layers.ts';
import type { Observer, ObserverContext, TeamPlace } from './observer.ts';

/** A CLI to observe, and the paths of the one that it will be compared with and of the pin, which is one of the two. */
export type ObservedCli = { path: string; version: string; other: string; pin: string };

const timeoutMs = 60_000;

/** Work that was begun for one of the CLIs of a rehearsal, by what it is; an observer of the other one waits for it. */
export type SharedWork = Map<string, Promise<unknown>>;

/**
 * Lets every observer look at a CLI, some of them side by side, each on copies of what the team has. No process and no
 * file stays behind.
 *
 * @param onProgress hears the name of each observer that is done
 */
export async function observe(
  cli: ObservedCli,
  observers: readonly Observer[],
  {
    team,
    environment,
    signal,
    concurrency,
    onProgress,
    shared = new Map(),
  }: {
    team: TeamPlace;
    environment: Environment;
    signal: AbortSignal;
    concurrency: number;
    onProgress?: OnProgress | undefined;
    /** The same for both CLIs of a rehearsal. */
    shared?: SharedWork;
  },
): Promise<Observation> {
  const secrets = await readTeamSecrets(team);
  const areas = await pMap(
    observers,
    async (observer) => {
      const seen = await observeOnce(cli, observer, { team, environment, signal, secrets, shared });
      onProgress?.({ step: observer.name });
      return seen;
    },
    { concurrency },
  );
  return { version: cli.version, areas: areas.flat() };
}

async function observeOnce(
  cli: ObservedCli,
  { areas, observe: look }: Observer,
  {
    team,
    environment,
    signal,
    secrets,
    shared,
  }: {
    team: TeamPlace;
    environment: Environment;
    signal: AbortSignal;
    secrets: readonly string[];
    shared: SharedWork;
  },
): Promise<Observation['areas']> {
  signal.throwIfAborted();
  const isolation = await createIsolation(environment);
  const program = await findProgram(cli.path);
  const started: StartedProcess[] = [];
  const begin = (
    argv: readonly [string, ...string[]],
    stdin: 'ignore' | 'pipe',
    options: Parameters<ObserverContext['run']>[1] = {},
  ) => {
    const process = startProcess(argv, {
      cwd: options.cwd ?? isolation.work,
      env: { ...childEnvironment(environment, isolation.home), ...program.environment, ...options.env },
      timeoutMs: options.timeoutMs ?? timeoutMs,
      signal,
      stdin,
    });
    started.push(process);
    return process;
  };
  const [home, work] = await Promise.all([realpath(isolation.home), realpath(isolation.work)]);
  try {
    return await look({
      codex: program.path,
      version: cli.version,
      other: cli.other,
      pin: cli.pin,
      team,
      home,
      work,
      environment,
      signal,
      run: (argv, options) => begin(argv, 'ignore', options).outcome,
      start: (argv, options) => begin(argv, 'pipe', options),
      once: <T>(what: string, work: () => Promise<T>) => {
        const begun = shared.get(what) ?? work();
        shared.set(what, begun);
        return begun as Promise<T>;
      },
      tidy: (text) =>
        clean(redactOutput(text, secrets)).replaceAll(home, '$CODEX_HOME').replaceAll(work, '$WORK'),
    });
  } catch (cause) {
    signal.throwIfAborted();
    const message = cause instanceof Error ? cause.message : String(cause);
    return areas.map((area) => ({ area, facts: [], gaps: [], errors: [message] }));
  } finally {
    await Promise.all(started.map((process) => process.stop()));
    await endOrphanedSandboxes(isolation.work);
    await isolation.remove();
  }
}

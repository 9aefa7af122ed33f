import type { Outcome } from '../../domain/base/outcome.ts';
import type { Area } from '../../domain/upgrade/rehearsal/area.ts';
import type { AreaObservation } from '../../domain/upgrade/rehearsal/observation.ts';
import type { Environment } from '../cli/environment.ts';
import type { StartedProcess } from '../cli/start-process.ts';

/** The configuration of the team that both CLIs are observed on: read and copied from, never run on. */
export type TeamPlace = {
  /** Their CODEX_HOME. */
  home: string;
  /** The folder of their project. */
  project: string;
  /** Folders below the project in which sessions start too, relative to it; the project itself is `.`. */
  folders: readonly string[];
};

/** What an observer is given: one CLI in an isolated environment of its own. */
export type ObserverContext = {
  /** What is started for the CLI. */
  codex: string;
  /** The version that it states. */
  version: string;
  /** Path of the CLI that it will be compared with: what that one names, this one is asked for too. */
  other: string;
  /** Path of the CLI of the pin: this one or the other one. */
  pin: string;
  team: TeamPlace;
  /** The private CODEX_HOME, empty at first. */
  home: string;
  /** An empty folder to work in. */
  work: string;
  environment: Environment;
  signal: AbortSignal;
  /** Runs a program to its end; `env` is added to the few variables that it gets. */
  run(
    argv: readonly [string, ...string[]],
    options?: { cwd?: string; env?: Readonly<Record<string, string>>; timeoutMs?: number },
  ): Promise<Outcome>;
  /** Starts a program with open pipes; it is stopped when the observer is done. */
  start(
    argv: readonly [string, ...string[]],
    options?: { cwd?: string; env?: Readonly<Record<string, string>>; timeoutMs?: number },
  ): StartedProcess;
  /** Does what both CLIs of a rehearsal ask for, and what does not depend on the team, once for both of them. */
  once<T>(what: string, work: () => Promise<T>): Promise<T>;
  /** A text without secrets and control characters, with paths of copies replaced by those of the originals. */
  tidy(text: string): string;
};

/** Looks at a CLI in some areas. What it could not see is a gap or an error of its area; it throws for neither. */
export type Observer = {
  name: string;
  areas: readonly Area[];
  observe(context: ObserverContext): Promise<readonly AreaObservation[]>;
};

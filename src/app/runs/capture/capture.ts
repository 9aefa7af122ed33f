import type { Readable, Writable } from 'node:stream';
import type { StartedExec } from '../../../codex/exec/start-exec.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import type { ExecArguments } from '../../../domain/runs/stream/exec-arguments.ts';

/** What is asked for: the command line to capture, and what becomes of what it says. */
export type CaptureRequest = {
  /** The words after `--`, such as `codex exec "…"`. */
  command: readonly string[];
  /** The CLI that `--codex` names. */
  codex?: string | undefined;
  db?: string | undefined;
  /** The folder of all evidence folders that `--runs` names. */
  evidence?: string | undefined;
  /** Whether the run is recorded in the history, too, where there is one. */
  record: boolean;
  mode?: CapturedRun['mode'] | undefined;
  /** Aborted when the run is to be interrupted. */
  signal: AbortSignal;
  /** What the run reads; asked for only where something is piped in. */
  stdin: () => Readable;
  /** The full path of the file that is piped in, where it is known. */
  stdinFile?: () => string | undefined;
  /**
   * Gets the events untouched when the arguments ask for them, else the last message, which is cleaned for a terminal;
   * undefined for neither.
   */
  stdout: (Writable & { isTTY?: boolean }) | undefined;
  /** Gets the messages of the CLI untouched. */
  stderr: Writable;
  /** Told once the CLI is started: until then everything else waits. */
  onStart?: () => void;
  /** Told of each event, unless the arguments ask for them. */
  onEvent: (event: object) => void;
};

/** A run that was captured. */
export type CaptureResult = {
  run: CapturedRun;
  /** Its evidence folder. */
  folder: string;
  /** The exit code of the CLI: 128 and the number of the signal that ended it, 130 after an interrupt. */
  exit: number;
  /** Number of the entry that recorded it; why there is none. */
  recorded: { entry: number } | { why: string | undefined };
};

/** A run that was started, and what is needed to finish its record. */
export type BegunCapture = {
  id: string;
  codex: string;
  args: ExecArguments;
  folder: string;
  exec: StartedExec;
};

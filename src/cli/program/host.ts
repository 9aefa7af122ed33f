import type { World } from '../../app/world/world.ts';
import type { Paint } from '../../report/base/paint.ts';

/** What a command may use of the process that it runs in. */
export type Host = {
  world: World;
  version: string;
  /** Data, for pipes and files. */
  out: (text: string) => void;
  /** The same; resolves when it is written, and rejects when the reader has closed the pipe. */
  write: (text: string | Uint8Array) => Promise<void>;
  /** A message for people, to stderr: progress, advice, errors. */
  message: (text: string) => void;
  /** Colours on stdout, or plain text under NO_COLOR, in a pipe or a dumb terminal. */
  paint: Paint;
  /** Whether a person sees stdout and can type. */
  isInteractive: boolean;
  /** Whether stdout is a terminal, which obeys control sequences. */
  writesToTerminal: boolean;
  /** Cells of the width of the terminal that stdout is; undefined where it is none. */
  columns: number | undefined;
  /** Whether a person sees stderr, so that a line may be rewritten in place. */
  messagesToTerminal: boolean;
  /** Aborted on Ctrl-C and on a request to end. */
  interrupt: AbortSignal;
  /** The words after `--`, for a command that runs another one; undefined where there is no `--`. */
  rest?: readonly string[];
  openScreens: OpenScreens;
};

/** Opens the screens and returns the exit code once they are left. The commands never load them. */
export type OpenScreens = (
  world: World,
  flags: { db?: string; codex?: string; suite?: readonly string[] },
  interrupt: AbortSignal,
) => Promise<number>;

/** The flags that every command has. */
export type CommonFlags = {
  db?: string;
  as?: string;
  readOnly?: boolean;
  json?: boolean;
  quiet?: boolean;
};

import type { World } from '../../app/world/world.ts';
import type { Paint } from '../../report/base/paint.ts';

/** What a command is given of the world it was called in. */
export type Host = {
  world: World;
  version: string;
  /** Data, for pipes and files. */
  out: (text: string) => void;
  /** The same; resolves once it was handed over, and rejects when nobody reads it any more. */
  write: (text: string | Uint8Array) => Promise<void>;
  /** Talk, for people: progress, advice, errors. */
  talk: (text: string) => void;
  /** Colours on stdout, or plain text under NO_COLOR, in a pipe or a dumb terminal. */
  paint: Paint;
  /** Whether a person sees stdout and can type. */
  isInteractive: boolean;
  /** Whether stdout is a terminal, which what is written there could command. */
  writesToTerminal: boolean;
  /** Whether a person sees stderr, so that a line may be rewritten in place. */
  talksToTerminal: boolean;
  /** Aborted on Ctrl-C and on a request to end. */
  interrupt: AbortSignal;
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

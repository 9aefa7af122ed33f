/** What a command in the sandbox tries. */
export type SandboxProbe = {
  id: string;
  title: string;
  /** What it means that this is open where no rule speaks of it; undefined for what rules are made for. */
  risk?: string | undefined;
} & ProbeAct;

type ProbeAct =
  /** Writes a nonce; the disk of the host says afterwards whether it arrived at `lands`. Folders are made, and none is
   * there where the place is `missing` on this machine. */
  | { act: 'write'; path: string; lands: string; missing?: boolean | undefined }
  /** Reads a canary: denied when its text is not printed, an empty answer included. */
  | { act: 'read'; path: string; reads: string }
  /** Looks at a real place, without its content: is there anything, and is it the one of the host. */
  | { act: 'look'; path: string }
  /** Asks whether a place may be written, without writing. */
  | { act: 'access'; path: string }
  /** Opens a file to append to it, and appends nothing. */
  | { act: 'append'; path: string }
  /** Writes a nonce into a pipe that the host reads from. */
  | { act: 'pipe'; path: string }
  /** Connects to a Unix socket: our listener answers with its line. */
  | { act: 'socket'; path: string; answers: boolean }
  /** Sends a datagram to our Unix socket. */
  | { act: 'datagram'; path: string }
  /** Renames a folder, makes the path in it anew and writes a nonce there. */
  | { act: 'write renamed'; rename: Rename; path: string; lands: string }
  /** Renames a folder; the next command reads a canary at its new place. `of`: the probe that reads it before. */
  | { act: 'read renamed'; rename: Rename; path: string; reads: string; of: string }
  /** Reads a variable of the environment with a canary. */
  | { act: 'variable'; name: string }
  | { act: 'connect' | 'bind' | 'outbound' | 'processes' | 'privileges' | 'namespace' };

/** A folder and its new place. */
export type Rename = { folder: string; to: string };

/** What was seen of one probe. */
export type Observation =
  | { type: 'allowed' }
  | { type: 'denied' }
  /** Nothing can be said, and why. */
  | { type: 'unknown'; reason: string };

/** What should be seen. */
export type Expectation = 'allowed' | 'denied';

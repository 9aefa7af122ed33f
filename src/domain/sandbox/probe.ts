/** What a command in the sandbox tries. */
export type SandboxProbe =
  /** Writes a nonce; the disk of the host says afterwards whether it arrived at `lands`. */
  | { act: 'write'; id: string; title: string; path: string; lands: string }
  /** Reads a canary: denied when its text is not printed, an empty answer included. */
  | { act: 'read'; id: string; title: string; path: string; reads: string }
  /** Counts what can be seen of a real place, without its content. */
  | { act: 'count'; id: string; title: string; path: string }
  | { act: 'connect' | 'bind' | 'outbound' | 'processes'; id: string; title: string };

/** What was seen of one probe. */
export type Observation =
  | { type: 'allowed' }
  | { type: 'denied' }
  /** Nothing can be said, and why. */
  | { type: 'unknown'; reason: string };

/** What should be seen. */
export type Expectation = 'allowed' | 'denied';

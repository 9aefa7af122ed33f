/** What the loopback model answers to one request. */
export type ModelStep =
  /** Says something and ends the turn. */
  | { type: 'text'; text: string }
  /** Asks for a shell command to be run. */
  | { type: 'command'; command: string }
  /** Asks for a patch in the apply_patch format. */
  | { type: 'patch'; patch: string }
  /** Answers with an HTTP error. */
  | { type: 'http-error'; status: number; body: string }
  /** Reports that the response failed. */
  | { type: 'failed'; code: string; message: string }
  /** Ends the stream in the middle. */
  | { type: 'truncated' }
  /** Takes the request and never answers. */
  | { type: 'silent' };

/** Tokens that every completed answer claims to have used, so that a check can look for them. */
export const LOOPBACK_USAGE = { input: 120, cached: 20, output: 30, reasoning: 5 } as const;

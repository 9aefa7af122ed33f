import type { End, Outcome } from '../../src/domain/base/outcome.ts';

/** An outcome of a process: exit 0 without output, but for what is given. */
export function outcome(given: Partial<Outcome> & { code?: number; end?: End } = {}): Outcome {
  const { code = 0, ...rest } = given;
  return { argv: ['codex'], end: { type: 'exit', code }, stdout: '', stderr: '', durationMs: 70, ...rest };
}

export const segfault = outcome({ end: { type: 'signal', signal: 'SIGSEGV' } });
export const timeout = outcome({ end: { type: 'timeout', afterMs: 10_000 } });
export const missing = outcome({ end: { type: 'unstartable', code: 'ENOENT' } });

import type { RecordedCheck } from './recorded.ts';
import type { SuiteVerdict } from './verdict.ts';

/** A run that has come to its end, or was interrupted. Durations are milliseconds. */
export type SuiteReport = {
  run: string;
  suite: string;
  pin: string;
  cliPath: string;
  cliVersion: string | undefined;
  verdict: SuiteVerdict;
  interrupted: boolean;
  /** RFC 3339. */
  startedAt: string;
  durationMs: number;
  /** In the order of the suite. */
  checks: readonly RecordedCheck[];
};

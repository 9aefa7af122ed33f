import type { SuiteEvent } from '../app/run-suite.ts';
import type { HistoryEntry } from '../domain/audit/history-entry.ts';
import type { Suite } from '../domain/checks/suite.ts';
import type { Runbook } from '../domain/rollout/runbook.ts';
import type { Status } from '../domain/rollout/status.ts';
import type { Command } from './keymap.ts';
import type { Evidence } from './state.ts';

/** Everything that can change the state. */
export type Action =
  | { type: 'loaded'; phases: readonly Runbook[]; suite: Suite }
  | { type: 'refreshed'; status: Status; history: readonly HistoryEntry[] }
  | { type: 'evidence-read'; evidence: Evidence }
  /** `at` is milliseconds of the monotonic clock. */
  | { type: 'run-progressed'; event: SuiteEvent; at: number }
  | { type: 'run-broke-off' }
  | { type: 'rollout-refused'; name: string; pin: string; reason: string }
  | { type: 'noticed'; notice: string }
  /** `page` is how many rows the screen shows. */
  | { type: 'commanded'; command: Command; page: number }
  /** A key while an overlay takes the keys; `text` is what it types, if anything. */
  | { type: 'typed'; key: string; text: string; page: number };

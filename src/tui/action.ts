import type { ReadableRunbook } from '../app/read-runbooks.ts';
import type { SuiteEvent } from '../app/run-suite.ts';
import type { HistoryEntry } from '../domain/audit/history-entry.ts';
import type { Suite } from '../domain/checks/suite.ts';
import type { NextAction } from '../domain/rollout/next-action.ts';
import type { Status } from '../domain/rollout/status.ts';
import type { Command } from './binding.ts';
import type { Intent } from './intent.ts';
import type { Evidence, Me, PluginsView } from './state.ts';

/** How much the screen shows: rows of a list, and columns of a text. */
export type Page = { rows: number; columns: number };

/** Everything that can change the state. */
export type Action =
  | { type: 'loaded'; suite: Suite; readOnly: boolean }
  | {
      type: 'refreshed';
      status: Status;
      history: readonly HistoryEntry[];
      runbooks: readonly ReadableRunbook[];
      me: Me;
      next: readonly NextAction[];
      now: Date;
    }
  | { type: 'plugins-progressed'; done: number; planned: number }
  | { type: 'plugins-read'; view: Omit<PluginsView, 'reading'> }
  | { type: 'evidence-read'; evidence: Evidence }
  /** `at` is milliseconds of the monotonic clock. */
  | { type: 'run-progressed'; event: SuiteEvent; at: number }
  | { type: 'run-broke-off' }
  /** What was confirmed could not be done. */
  | { type: 'refused'; intent: Intent; reason: string }
  | { type: 'noticed'; notice: string }
  | { type: 'commanded'; command: Command; page: Page }
  /** A key while an overlay takes the keys; `text` is what it types, if anything. */
  | { type: 'typed'; key: string; text: string; page: Page };

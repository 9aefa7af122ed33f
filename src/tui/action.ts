import type { SuiteEvent } from '../app/checks/run-suite.ts';
import type { PolicyView } from '../app/policy/read-policy-view.ts';
import type { ReadableRunbook } from '../app/runbooks/read-runbooks.ts';
import type { Artifact } from '../domain/artifacts/artifact.ts';
import type { Suite } from '../domain/checks/suite.ts';
import type { NextAction } from '../domain/rollout/next-action.ts';
import type { Status } from '../domain/rollout/status.ts';
import type { ProbeMatrix } from '../domain/sandbox/matrix/matrix.ts';
import type { Command } from './binding.ts';
import type { Intent } from './intent.ts';
import type { Evidence, HistoryView, Me, PluginsView } from './state.ts';

/** How much the screen shows: rows of a list, and columns of a text. */
export type Page = { rows: number; columns: number };

/** Everything that can change the state. */
export type Action =
  | { type: 'loaded'; suite: Suite; readOnly: boolean }
  | {
      type: 'refreshed';
      status: Status;
      history: HistoryView;
      artifacts: readonly Artifact[];
      runbooks: readonly ReadableRunbook[];
      me: Me;
      next: readonly NextAction[];
      now: Date;
    }
  | { type: 'plugins-progressed'; done: number; planned: number }
  | { type: 'plugins-read'; view: Omit<PluginsView, 'reading' | 'failed'> }
  | { type: 'plugins-unread'; why: string }
  | { type: 'trial-over' }
  | { type: 'matrix-read'; matrix: ProbeMatrix | undefined }
  | { type: 'policy-reading' }
  | { type: 'policy-read'; view: PolicyView | undefined }
  | { type: 'history-found'; history: HistoryView }
  /** A long text of a detail. */
  | { type: 'document-read'; name: string; text: string }
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

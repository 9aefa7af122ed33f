import { CockpitError } from '../../../domain/base/errors.ts';
import { parseWindow } from '../../../domain/metrics/days.ts';
import type { Grouping } from '../../../domain/metrics/scope.ts';
import type { MetricsView } from '../../../domain/metrics/view.ts';
import { describeFault } from '../../shell/decision.ts';
import { isRunning } from '../../shell/guards.ts';
import { type Change, type Doing, type State, type Step, slice } from '../../shell/state.ts';

/** What was read of the metrics, and what was asked for. */
export type MetricsRead = {
  /** What it was read for: what was recorded, at what time, of which window and groups. */
  of: string | undefined;
  /** The window as it was typed. */
  window: string;
  /** What the groups after the first one are of; undefined for none. */
  by: Grouping | undefined;
  view: MetricsView | undefined;
  /** Why it could not be read. */
  fault: string | undefined;
};

export const metrics = slice<MetricsRead>('metrics', {
  of: undefined,
  window: '30d',
  by: undefined,
  view: undefined,
  fault: undefined,
});

/** What the read has to be of for this state. */
export function wantedOf(state: State): string | undefined {
  const { status, now } = state;
  const { window, by } = metrics.of(state);
  return status && `${status.entries} ${now.getTime()} ${window} ${by ?? ''}`;
}

/** Reads the metrics when a view of them is shown and something may have changed: entries, the clock, what is asked for. */
export function loadMetrics(state: State): Step {
  const wanted = wantedOf(state);
  const now = metrics.of(state);
  if (wanted === undefined || now.of === wanted) return [state];
  // What is being carried out records all the time, and the screens are read again after it.
  if (now.view && isRunning(state)) return [state];
  return [
    metrics.set(state, { ...now, of: wanted }),
    { name: 'read-metrics', input: wanted, carryOut: (doing) => read(doing, wanted, now) },
  ];
}

async function read(doing: Doing, wanted: string, { window, by }: MetricsRead): Promise<void> {
  const set = (found: Partial<MetricsRead>) => {
    const change: Change = (state) => {
      const now = metrics.of(state);
      return now.of === wanted ? metrics.set(state, { ...now, ...found }) : state;
    };
    doing.change(change);
  };
  try {
    // The first screen does not wait for what only this one uses.
    const { readMetrics } = await import('../../../app/metrics/read-metrics.ts');
    const { now } = doing.world();
    const at = now();
    await doing.reading(async (store) => {
      const view = await readMetrics(store, { window: parseWindow(window, at), by, now: at });
      set({ view, fault: undefined });
    });
  } catch (cause) {
    // The history is closed once the cockpit is left.
    if (doing.signal.aborted) return;
    if (!(cause instanceof CockpitError)) throw cause;
    set({ view: undefined, fault: describeFault(cause) });
  }
}

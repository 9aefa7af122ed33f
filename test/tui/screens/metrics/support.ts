import type { MetricsView } from '../../../../src/domain/metrics/view.ts';
import { type MetricsRead, metrics, wantedOf } from '../../../../src/tui/screens/metrics/read.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { viewOf } from '../../../support/metrics-view.ts';
import { on } from '../../support.tsx';

const now = new Date('2026-11-22T12:00:00.000Z');

/** The screen of metrics that were read. */
export function shown({
  groups,
  read = {},
  ...more
}: Partial<State> & { groups?: MetricsView['groups']; read?: Partial<MetricsRead> } = {}): State {
  const state = on('metrics', { now, ...more });
  const made = metrics.set(state, { ...metrics.of(state), view: viewOf(groups), ...read });
  return metrics.set(made, { ...metrics.of(made), of: wantedOf(made) });
}

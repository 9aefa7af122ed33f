import { expect } from 'vitest';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import type { MetricsView } from '../../../../src/domain/metrics/view.ts';
import type { LateRead } from '../../../../src/tui/screens/late-read.ts';
import { asked, type MetricsAsked, metrics } from '../../../../src/tui/screens/metrics/figures/read.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { draft } from '../../../support/history.ts';
import { viewOf } from '../../../support/metrics-view.ts';
import { team } from '../../../support/team.ts';
import { on, runCockpit } from '../../support.tsx';

const now = new Date('2026-11-22T12:00:00.000Z');

/** The screen of metrics that were read. */
export function shown({
  groups,
  read = {},
  by,
  window = '30d',
  ...more
}: Partial<State & MetricsAsked> & {
  groups?: MetricsView['groups'];
  read?: Partial<LateRead<MetricsView>>;
} = {}): State {
  const state = asked.set(on('metrics', { now, ...more }), { window, by });
  return metrics.set(state, { value: viewOf(groups), ...read });
}

/** A cockpit on the screen Metrics of the rollout that Ada owns. */
export async function cockpitWith(...events: CockpitEvent[]) {
  const { world, store, setNow } = await team();
  await store.append(() => events.map((event) => draft(event)));
  const { cockpit, keys, see } = runCockpit(world);
  await see('Gate ');
  keys('shift-tab');
  await see(/\[Met/);
  const poll = (read: () => unknown) => expect.poll(read, { timeout: 30_000 });
  const notices = (text: string | RegExp) => poll(() => cockpit.state().notice ?? '').toMatch(text);
  /** Fills the fields of the open form, each of which loses what it was prefilled with. */
  const fill = (...values: (string | undefined)[]) => {
    for (const value of values) keys(...(value === undefined ? [] : ['ctrl-u', ...value]), 'enter');
  };
  const asks = (question: string | RegExp) =>
    poll(() => {
      const { overlay } = cockpit.state();
      return overlay?.type === 'confirm' ? overlay.question : JSON.stringify(overlay);
    }).toMatch(question);
  return { world, store, setNow, cockpit, keys, see, notices, fill, asks };
}

import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import type { HistoryEntry } from '../../../../src/domain/history/find/history-entry.ts';
import { type Found, found } from '../../../../src/tui/screens/history/found.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { on } from '../../support.tsx';

/** An entry that Ada recorded, but for what is given. */
export const entry = (seq: number, event: CockpitEvent, more: Partial<HistoryEntry> = {}): HistoryEntry =>
  ({
    ...{ seq, id: `id ${seq}`, at: '2026-11-20T12:00:00.000Z', actor: 'ada@example.com', subject: 'rollout' },
    ...{ kind: event.kind, prev_hash: '', hash: `hash of ${seq}`, event },
    ...more,
  }) as HistoryEntry;

/** The History screen after these entries were found, the newest first. */
export function historyOf(
  entries: readonly HistoryEntry[],
  { line = '', machine = false, ...given }: Partial<Found> & Partial<Found['query']> = {},
): State {
  const status = statusOf({ entries: entries[0]?.seq ?? 7 });
  const state = on('history', { status, filter: { history: line } });
  const query = { line, machine };
  return found.set(state, { ...found.of(state), entries, query, asked: query, ...given });
}

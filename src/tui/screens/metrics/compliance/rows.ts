import type { ComplianceView } from '../../../../app/metrics/compliance/read-compliance.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import type { KnownRecord, RecordFilter } from '../../../../domain/metrics/compliance/known-record.ts';
import { recordCells } from '../../../../report/metrics/compliance/who.ts';
import { matches } from '../../../components/matches.ts';
import { sorting } from '../../../components/sorting.ts';
import { cursorOf, filterOf, perState, type State, slice } from '../../../shell/state.ts';
import { lateRead } from '../../late-read.ts';

const screen = 'metric-compliance';

/** Records that are shown at once; who wants more asks for a shorter time. */
export const mostRecords = 500;

/** What is asked for of the records, with the moments as they were typed. */
export const recordsAsked = slice<{ filter: RecordFilter; typed: readonly string[] }>('records asked', {
  filter: {},
  typed: [],
});

/** How far the compliance logs are known, and who ran what. */
export const compliance = lateRead<ComplianceView & { records: readonly KnownRecord[]; isCut: boolean }>(
  screen,
  async (store, doing, state) => {
    const { readCompliance, readWho } = await import('../../../../app/metrics/compliance/read-compliance.ts');
    const [view, who] = await Promise.all([
      readCompliance(doing.world(), store),
      readWho(store, recordsAsked.of(state).filter, mostRecords),
    ]);
    return { ...view, ...who };
  },
  (state) => JSON.stringify(recordsAsked.of(state).filter),
);

export const COLUMNS = ['WHEN (UTC)', 'WHO', 'WHAT', 'WHERE', 'MODEL', 'REPOSITORY'] as const;

export const complianceSorting = sorting<KnownRecord>(
  screen,
  Object.fromEntries(
    COLUMNS.map((title, place) => [title, (one: KnownRecord) => recordCells(one)[place] ?? '']),
  ),
);

/** The records that pass the filter, the newest first. */
export const complianceRows = perState((state): readonly KnownRecord[] => {
  const filter = filterOf(state, screen);
  const all = compliance.of(state).value?.records ?? [];
  const found =
    filter === '' ? all : all.filter((one) => matches(cleanLine(recordCells(one).join(' ')), filter));
  return complianceSorting.apply(state, found);
});

/** The record under the cursor. */
export function selectedRecord(state: State): KnownRecord | undefined {
  return complianceRows(state)[cursorOf(state, screen)];
}

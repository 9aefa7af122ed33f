import { AREA_NAMES, AREAS, type Area } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedArea } from '../../../domain/upgrade/rehearsal/rate.ts';
import { describeWeights, renderArea } from '../../../report/upgrade/rehearsal/area.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import type { Theme } from '../../shell/look/theme.ts';
import { filterOf, perState, type State } from '../../shell/state.ts';
import { linkToEntry } from '../links.ts';
import { aboutUpgrade } from './about.tsx';
import { standingOrRow } from './keys.ts';
import { loadUpgrade, upgrade } from './read.ts';
import { signOf } from './rows.ts';

/** An area of a rehearsal; `seen` is undefined where nothing looked at it. */
type CoverageRow = { area: Area; seen: RatedArea | undefined; hasRules: boolean };

const STATES = ['error', 'not looked at', 'partly', 'compared'] as const;

function stateOf({ seen }: CoverageRow): (typeof STATES)[number] {
  if (!seen) return 'not looked at';
  if (seen.errors.length > 0) return 'error';
  return seen.gaps.length > 0 ? 'partly' : 'compared';
}

const verdicts = { error: 'error', 'not looked at': 'skip', partly: 'warn', compared: 'pass' } as const;

function lookOf(row: CoverageRow, theme: Theme) {
  const state = stateOf(row);
  const { text, colour } = theme.verdict(verdicts[state]);
  return { text: `${signOf(text)} ${state}`, colour };
}

const coverageSorting = sorting<CoverageRow>(
  'upgrade-coverage',
  {
    STATE: (row) => STATES.indexOf(stateOf(row)),
    AREA: ({ area }) => AREAS[area],
    FACTS: ({ seen }) => seen?.compared ?? -1,
    'NOT COMPARED': ({ seen }) => seen?.gaps.length ?? -1,
    DIFFERENCES: ({ seen }) => seen?.differences.length ?? -1,
    RULES: ({ hasRules }) => Number(hasRules),
  },
  () => ({ by: 'STATE', descending: false }),
);

const coverageRows = perState((state): readonly CoverageRow[] => {
  const rehearsal = upgrade.of(state).shown?.rehearsal;
  if (!rehearsal) return [];
  const rows = AREA_NAMES.map((area) => ({
    area,
    seen: rehearsal.areas.find((one) => one.area === area),
    hasRules: !rehearsal.areasWithoutRules.includes(area),
  }));
  const found = rows.filter((row) =>
    matches(
      `${row.area} ${AREAS[row.area]} ${stateOf(row)} ${rulesOf(row)} ${row.seen ? describeWeights(row.seen) : ''}`,
      filterOf(state, 'upgrade-coverage'),
    ),
  );
  return coverageSorting.apply(state, found);
});

const rulesOf = ({ hasRules }: CoverageRow) => (hasRules ? 'written' : 'no rules');

const seenCount = (count: number | undefined) => (count === undefined ? '' : String(count));

/** What a rehearsal compared, what it could not, and for which areas no rules were written. */
export const coverageScreen = listScreen<CoverageRow>({
  id: 'upgrade-coverage',
  parent: 'upgrade',
  title: 'Coverage',
  description: 'what of the pin and the candidate was compared',
  keys: [],
  rows: coverageRows,
  sorting: coverageSorting,
  rowId: ({ area }) => area,
  rowTitle: ({ area }) => AREAS[area],
  columns: [
    { title: 'STATE', priority: 9, cell: (row, { theme }) => lookOf(row, theme).text },
    { title: 'AREA', priority: 10, least: 20, cell: ({ area }) => AREAS[area] },
    { title: 'FACTS', priority: 5, align: 'right', cell: ({ seen }) => seenCount(seen?.compared) },
    { title: 'NOT COMPARED', priority: 6, align: 'right', cell: ({ seen }) => seenCount(seen?.gaps.length) },
    { title: 'DIFFERENCES', priority: 4, least: 12, cell: ({ seen }) => (seen ? describeWeights(seen) : '') },
    { title: 'RULES', priority: 7, cell: rulesOf },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: (state) => {
    if (upgrade.of(state).shown) return 'no area passes the filter';
    return upgrade.of(state).isRead
      ? 'Nothing was rehearsed yet: r rehearses an upgrade.'
      : 'reading the history…';
  },
  preview: (state, row) => textOf(state, row),
  detail: (state, row) => standingOrRow(state, row && textOf(state, row)),
  links: (state) => {
    const { shown } = upgrade.of(state);
    return shown ? [linkToEntry(shown.head.seq, 'the rehearsal')] : [];
  },
  searchesDetail: true,
  above: aboutUpgrade,
  load: loadUpgrade,
});

function textOf(state: State, { area }: CoverageRow): string {
  const { shown } = upgrade.of(state);
  return shown ? renderArea(area, shown.rehearsal) : '';
}

import { cleanLine } from '../../../domain/base/text/clean.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { checkDetail, checkPreview, evidenceOf } from './detail.ts';
import { editKey } from './edit.ts';
import { checkLinks } from './links.ts';
import { CheckSummary } from './picture.tsx';
import {
  type CheckRow,
  checkRows,
  checkSorting,
  checkTargets,
  foldedChecks,
  selectedCheck,
  showsSkipped,
  trails,
} from './rows.ts';
import { runKeys } from './run.ts';

/** The checks of the suite with their verdicts, live while they run. */
export const checksScreen = listScreen<CheckRow>({
  id: 'checks',
  title: 'Checks',
  short: 'Chk',
  description: 'the checks',
  keys: [...runKeys, editKey],
  targets: ({ suite }) => checkTargets(suite?.checks ?? []),
  // What was recorded decides what a row shows, and what a run is judged by.
  rows: (state) => (state.status ? checkRows(state) : []),
  sorting: checkSorting,
  rowId: ({ check }) => check.id,
  columns: [
    {
      title: 'STATE',
      priority: 9,
      cell: ({ state }, { theme, frame }) => {
        switch (state) {
          case 'running':
            return `${theme.spinner[frame % theme.spinner.length] ?? ''} running`;
          case 'waiting':
          case 'not run':
            return `  ${state}`;
          case 'stale':
            return theme.state(state).text;
          default:
            return theme.verdict(state).text;
        }
      },
    },
    { title: 'CHECK', priority: 10, cell: ({ check }) => check.id },
    { title: 'SEVERITY', priority: 3, cell: ({ check }) => check.severity },
    {
      title: 'TOOK',
      priority: 4,
      align: 'right',
      cell: ({ runningSince, result, waiting }) => {
        if (runningSince !== undefined) return formatDuration(Math.max(0, performance.now() - runningSince));
        return result && !waiting ? formatDuration(result.durationMs) : '';
      },
    },
    {
      title: 'Δ',
      priority: 7,
      cell: ({ changes, runningSince }, { theme }) =>
        changes.length > 0 && runningSince === undefined ? theme.dot : '',
    },
    {
      title: 'FOUND',
      priority: 6,
      least: 16,
      cell: ({ check, state, result, runningSince }) => {
        if (!result || runningSince !== undefined) return check.title;
        const seenOn = state === 'stale' ? `${result.verdict} on ${result.cliVersion}: ` : '';
        return `${seenOn}${cleanLine(result.summary)}`;
      },
    },
  ],
  colour: ({ state }, theme) => {
    if (state === 'running') return theme.accent;
    if (state === 'waiting' || state === 'not run') return {};
    return state === 'stale' ? theme.state(state).colour : theme.verdict(state).colour;
  },
  empty: (state) => {
    if (!state.status) return 'reading the history…';
    if (!state.suite) return 'reading the suite…';
    return foldedChecks(state) > 0 ? 'every check was skipped' : 'no check passes the filter';
  },
  preview: (state, row) => checkPreview(row, state),
  detail: (state, row) => row && checkDetail(row, state),
  unfold: (state) => showsSkipped.set(state, true),
  links: (state) => checkLinks(state, selectedCheck(state)),
  documents: (state) => evidenceOf(selectedCheck(state)?.result),
  // The label of evidence is the command that it came from.
  copyOf: (state) => {
    const row = selectedCheck(state);
    return (state.detail && row?.result?.evidence[0]?.label) ?? row?.check.id;
  },
  above: { count: 2, view: CheckSummary },
  isLive: true,
  refresh: async ({ store }) => {
    const read = (await store?.checkTrails()) ?? [];
    return (state) => {
      // The newest results are in the status already: kept once, however many there are.
      const known = new Map(state.status?.checks.map((one) => [one.seq, one]));
      const shared = read.map((one) => ({ ...one, newest: known.get(one.newest.seq) ?? one.newest }));
      return trails.set(state, new Map(shared.map((one) => [one.check, one])));
    };
  },
});

import { cleanLine } from '../../../domain/base/text/clean.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { cursorOf } from '../../shell/state.ts';
import { checkDetail, checkPreview, evidenceOf } from './detail.ts';
import { SuitePicture } from './picture.tsx';
import { type CheckRow, checkRows, checkSorting, checkTargets } from './rows.ts';
import { runKeys } from './run.ts';

/** The checks of the suite with their verdicts, live while they run. */
export const checksScreen = listScreen<CheckRow>({
  id: 'checks',
  title: 'Checks',
  short: 'Chk',
  description: 'the checks',
  keys: runKeys,
  targets: ({ suite }) => checkTargets(suite?.checks ?? []),
  // What was recorded decides what a row shows, and what a run is judged by.
  rows: (state) => (state.status ? checkRows(state) : []),
  sorting: checkSorting,
  rowId: ({ check }) => check.id,
  columns: [
    {
      title: 'STATE',
      priority: 9,
      cell: ({ runningSince, waiting, result }, { theme, frame }) => {
        if (runningSince !== undefined) return `${theme.spinner[frame % theme.spinner.length] ?? ''} running`;
        if (waiting) return '  waiting';
        return result ? theme.verdict(result.verdict).text : '  not run';
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
      title: 'FOUND',
      priority: 6,
      least: 16,
      cell: ({ check, runningSince, result }) =>
        result && runningSince === undefined ? cleanLine(result.summary) : check.title,
    },
  ],
  colour: ({ result, runningSince }, theme) =>
    result && runningSince === undefined ? theme.verdict(result.verdict).colour : {},
  empty: (state) => (state.status ? 'no check passes the filter' : 'reading the history…'),
  preview: (state, row) => checkPreview(row, state.documents),
  detail: (state, row) => row && checkDetail(row, state.documents),
  documents: (state) => evidenceOf(checkRows(state)[cursorOf(state, 'checks')]),
  // The label of evidence is the command that it came from.
  copyOf: (state) => {
    const row = checkRows(state)[cursorOf(state, 'checks')];
    return (state.detail && row?.result?.evidence[0]?.label) ?? row?.check.id;
  },
  above: { count: 1, view: SuitePicture },
  isLive: true,
});

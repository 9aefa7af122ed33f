import { cleanLine } from '../../../../domain/base/text/clean.ts';
import type { Change } from '../../../../domain/metrics/loop/change.ts';
import { describeScope } from '../../../../domain/metrics/scope.ts';
import { plain } from '../../../../report/base/paint.ts';
import { renderChange } from '../../../../report/metrics/loop/changes.ts';
import { listScreen } from '../../../components/list-screen.tsx';
import { ANSWER, answerText } from '../../../shell/inquiry.ts';
import type { Theme } from '../../../shell/look/theme.ts';
import type { Link } from '../../../shell/screen.ts';
import { filterOf, type State } from '../../../shell/state.ts';
import { linkToArtifact, linkToEntry } from '../../links.ts';
import { aboutMetrics } from '../about.tsx';
import { changeKeys } from './decide.ts';
import {
  type CHANGE_STATES,
  changeRows,
  changeSorting,
  changeState,
  changes,
  expectation,
  selectedChange,
} from './rows.ts';

const verdicts = {
  overdue: 'fail',
  'to judge': 'warn',
  'moved against': 'fail',
  'did not move': 'warn',
  'not enough data': 'manual',
  'moved as expected': 'pass',
  waiting: 'skip',
  closed: 'skip',
} as const satisfies Record<(typeof CHANGE_STATES)[number], string>;

function lookOf(change: Change, theme: Theme) {
  const state = changeState(change);
  const { text, colour } = theme.verdict(verdicts[state]);
  return { text: `${text.split(' ')[0]} ${state}`, colour };
}

/** One change of how the team works for one signal, judged later by whether the signal moved. */
export const changesScreen = listScreen<Change>({
  id: 'metric-changes',
  parent: 'metrics',
  title: 'Changes',
  description: 'changes that are tied to a signal, and whether it moved',
  keys: changeKeys,
  rows: changeRows,
  sorting: changeSorting,
  rowId: ({ id }) => id,
  rowTitle: ({ id, metric }) => `${id}, ${metric}`,
  columns: [
    { title: 'STATE', priority: 9, cell: (row, { theme }) => lookOf(row, theme).text },
    { title: 'CHANGE', priority: 10, cell: ({ id }) => id },
    { title: 'SIGNAL', priority: 8, least: 16, cell: expectation },
    { title: 'OF', priority: 7, least: 12, cell: ({ scope }) => cleanLine(describeScope(scope)) },
    { title: 'BY', priority: 6, cell: ({ kind }) => kind },
    { title: 'REF', priority: 4, least: 10, cell: ({ ref }) => cleanLine(ref.text) },
    { title: 'JUDGED ON', priority: 5, cell: ({ reviewOn }) => reviewOn },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: emptyText,
  preview: (_, row) => textOf(row),
  detail: (state, row) => (state.detail?.of === ANSWER ? answerText(state) : row && textOf(row)),
  links,
  searchesDetail: true,
  above: aboutMetrics,
  load: changes.load,
});

/** A change with its judgement, in keys rather than in commands. */
const textOf = (change: Change): string =>
  renderChange(change, plain)
    .replace(/^.*\n/, '')
    .replace(/codex-cockpit change judge \S+/, 'v judges it')
    .replace(/codex-cockpit change close .*/, 'd says what becomes of it')
    .trimEnd();

/** The entries of a change, those that its judgement rests on, and the artifact that was changed. */
function links(state: State): readonly Link[] {
  const change = selectedChange(state);
  if (!change || state.detail?.of === ANSWER) return [];
  const { tied, judged, closed, ref } = change;
  const rests = judged ? [...judged.before.entries, ...judged.after.entries] : [];
  return [
    ...(ref.type === 'artifact' ? [linkToArtifact(ref.text)] : []),
    ...(closed ? [linkToEntry(closed.seq, 'closed')] : []),
    ...(judged ? [linkToEntry(judged.seq, 'judged')] : []),
    linkToEntry(tied.seq, 'tied'),
    ...[...new Set(rests)].map((seq) => linkToEntry(seq, 'the judgement rests on it')),
  ];
}

function emptyText(state: State): string {
  const { value, fault } = changes.of(state);
  if (fault !== undefined) return cleanLine(fault);
  if (!value) return 'reading the changes…';
  if (filterOf(state, 'metric-changes') !== '') return 'no change passes the filter';
  return [
    'No change is tied to a signal yet. Once a week, look at the figures and choose one signal and one change for it:',
    'a stricter instruction, a narrower sandbox, another approval mode, or a more explicit verification step.',
    '',
    't ties a change to a signal; o records that nothing has to change.',
  ].join('\n');
}

import type { Recorded } from '../../../../app/runs/read-runs.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import { listScreen } from '../../../components/list-screen.tsx';
import { matches } from '../../../components/matches.ts';
import { sorting } from '../../../components/sorting.ts';
import { factLines } from '../../../components/text.ts';
import { ANSWER, answerText } from '../../../shell/inquiry.ts';
import { cursorOf, filterOf, perState, type State } from '../../../shell/state.ts';
import { linkToEntry } from '../../links.ts';
import { aboutRuns } from '../about.tsx';
import { emptyText, RESULT, result, runs } from '../read.ts';
import { lintKeys } from './lint.ts';

const screen = 'run-lints';

type Linted = Recorded<'workflows.linted'>;

const findingsOf = ({ body }: Linted) => Object.values(body.rules).reduce((sum, count) => sum + count, 0);

const lintSorting = sorting<Linted>(
  screen,
  {
    VERDICT: ({ body }) => ['fail', 'warn', 'pass'].indexOf(body.verdict),
    REPOSITORY: ({ body }) => body.repository,
    WHEN: ({ at }) => at,
    HEAD: ({ body }) => body.head ?? '',
    FILES: ({ body }) => body.files,
    FINDINGS: findingsOf,
  },
  () => ({ by: 'WHEN', descending: true }),
);

const lintRows = perState((state): readonly Linted[] => {
  const filter = filterOf(state, screen);
  const all = runs.of(state).value?.lints ?? [];
  const words = ({ actor, body }: Linted) =>
    `${body.verdict} ${body.repository} ${body.head ?? ''} ${actor} ${Object.keys(body.rules).join(' ')}`;
  return lintSorting.apply(
    state,
    all.filter((one) => matches(words(one), filter)),
  );
});

/** What was found in workflows that start Codex. */
export const lintsScreen = listScreen<Linted>({
  id: screen,
  parent: 'runs',
  title: 'Workflows',
  description: 'what was found in workflows that start Codex',
  keys: lintKeys,
  rows: lintRows,
  sorting: lintSorting,
  rowId: ({ seq }) => String(seq),
  rowTitle: ({ body }) => cleanLine(body.repository),
  columns: [
    { title: 'VERDICT', priority: 9, cell: ({ body }, { theme }) => theme.verdict(body.verdict).text },
    { title: 'REPOSITORY', priority: 10, least: 16, cell: ({ body }) => cleanLine(body.repository) },
    { title: 'WHEN', priority: 8, cell: ({ at }) => at.slice(5, 16).replace('T', ' ') },
    { title: 'HEAD', priority: 5, cell: ({ body }) => cleanLine(body.head?.slice(0, 8) ?? '') },
    { title: 'FILES', priority: 6, align: 'right', cell: ({ body }) => String(body.files) },
    { title: 'FINDINGS', priority: 7, align: 'right', cell: (row) => String(findingsOf(row)) },
  ],
  colour: ({ body }, theme) => theme.verdict(body.verdict).colour,
  empty: (state) =>
    emptyText(
      runs.of(state).value !== undefined,
      filterOf(state, screen),
      [
        'No workflow was linted yet. The lint reads workflows that start Codex, and says what is unsafe in them and how to fix it:',
        '',
        '  codex-cockpit sdlc lint',
        '',
        'r does that here. What is recorded appears in this list.',
      ].join('\n'),
    ),
  preview: (_, row) => textOf(row),
  detail: (state, row) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    return state.detail?.of === RESULT ? result.of(state) : row && textOf(row);
  },
  links: (state: State) => {
    const row = lintRows(state)[cursorOf(state, screen)];
    return row ? [linkToEntry(row.seq, 'the lint')] : [];
  },
  searchesDetail: true,
  above: aboutRuns,
  load: runs.load,
});

function textOf(row: Linted): string {
  const { seq, at, actor, body } = row;
  const rules = Object.entries(body.rules).toSorted(([, one], [, other]) => other - one);
  return [
    `${countOf(body.files, 'workflow')} of ${cleanLine(body.repository)}: ${body.verdict}`,
    '',
    ...factLines([
      ['head', body.head ?? undefined],
      ['linted', `${at.slice(0, 19).replace('T', ' ')} by ${actor} (entry ${seq})`],
    ]),
    '',
    rules.length === 0 ? 'Nothing was found.' : countOf(findingsOf(row), 'finding'),
    ...rules.map(([rule, count]) => `  ${cleanLine(rule)}: ${count}`),
    ...(rules.length === 0 ? [] : ['', 'Lines and fixes: codex-cockpit sdlc lint, in the repository']),
  ].join('\n');
}

import type { Recorded } from '../../../../app/runs/read-runs.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import { listScreen } from '../../../components/list-screen.tsx';
import { matches } from '../../../components/matches.ts';
import { sorting } from '../../../components/sorting.ts';
import { factLines } from '../../../components/text.ts';
import { ANSWER, answerText } from '../../../shell/inquiry.ts';
import type { Theme } from '../../../shell/look/theme.ts';
import { cursorOf, filterOf, perState } from '../../../shell/state.ts';
import { linkToEntry } from '../../links.ts';
import { aboutRuns } from '../about.tsx';
import { emptyText, RESULT, result, runs } from '../read.ts';
import { gateKeys } from './ask.ts';

const screen = 'run-gates';

type Judged = Recorded<'gate.judged'>;

const gateSorting = sorting<Judged>(
  screen,
  {
    GATE: ({ body }) => body.verdict,
    WHICH: ({ body }) => body.gate,
    WHEN: ({ at }) => at,
    RISK: ({ body }) => body.risk ?? '',
    REPOSITORY: ({ body }) => body.repository,
    HEAD: ({ body }) => body.head ?? '',
    FINDINGS: ({ body }) => body.findings.length,
  },
  () => ({ by: 'WHEN', descending: true }),
);

const wordsOf = ({ actor, body }: Judged) =>
  `${body.gate} ${body.verdict} ${body.risk ?? ''} ${body.repository} ${body.head ?? ''} ${actor} ${body.findings
    .map(({ rule, message, path }) => `${rule} ${message} ${path ?? ''}`)
    .join(' ')}`;

const gateRows = perState((state): readonly Judged[] => {
  const filter = filterOf(state, screen);
  const all = runs.of(state).value?.gates ?? [];
  return gateSorting.apply(
    state,
    all.filter((one) => matches(wordsOf(one), filter)),
  );
});

function lookOf({ body }: Judged, theme: Theme) {
  const { text, colour } = theme.verdict(body.verdict === 'open' ? 'pass' : 'fail');
  return { text: `${text.split(' ')[0]} ${body.verdict}`, colour };
}

/** What gates of CI said about changes. */
export const gatesScreen = listScreen<Judged>({
  id: screen,
  parent: 'runs',
  title: 'Gates',
  description: 'what gates of CI said about changes',
  keys: gateKeys,
  rows: gateRows,
  sorting: gateSorting,
  rowId: ({ seq }) => String(seq),
  rowTitle: ({ body }) => cleanLine(body.gate),
  columns: [
    { title: 'GATE', priority: 9, cell: (row, { theme }) => lookOf(row, theme).text },
    { title: 'WHICH', priority: 10, least: 16, cell: ({ body }) => cleanLine(body.gate) },
    { title: 'WHEN', priority: 8, cell: ({ at }) => at.slice(5, 16).replace('T', ' ') },
    { title: 'RISK', priority: 5, least: 6, cell: ({ body }) => cleanLine(body.risk ?? '') },
    { title: 'REPOSITORY', priority: 6, least: 12, cell: ({ body }) => cleanLine(body.repository) },
    { title: 'HEAD', priority: 4, cell: ({ body }) => cleanLine(body.head?.slice(0, 8) ?? '') },
    { title: 'FINDINGS', priority: 7, align: 'right', cell: ({ body }) => String(body.findings.length) },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: (state) =>
    emptyText(
      runs.of(state).value !== undefined,
      filterOf(state, screen),
      [
        'No gate was asked yet. A gate decides in CI whether a change may go on:',
        '',
        '  codex-cockpit gate no-silent-codegen',
        '',
        'r asks one here. What is recorded appears in this list.',
      ].join('\n'),
    ),
  preview: (_, row) => textOf(row),
  detail: (state, row) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    return state.detail?.of === RESULT ? result.of(state) : row && textOf(row);
  },
  links: (state) => {
    const row = gateRows(state)[cursorOf(state, screen)];
    return row ? [linkToEntry(row.seq, 'the judgement')] : [];
  },
  searchesDetail: true,
  above: aboutRuns,
  load: runs.load,
});

function textOf({ seq, at, actor, body }: Judged): string {
  return [
    `The gate ${cleanLine(body.gate)} is ${body.verdict}.`,
    '',
    ...factLines([
      ['risk', body.risk ?? undefined],
      ['of', body.repository],
      ['base', body.base ?? undefined],
      ['head', body.head ?? undefined],
      ['asked', `${at.slice(0, 19).replace('T', ' ')} by ${actor} (entry ${seq})`],
    ]),
    '',
    body.findings.length === 0 ? 'Nothing was found.' : countOf(body.findings.length, 'finding'),
    ...body.findings.map(({ rule, message, path, line }) => {
      const place = path === null ? '' : `${path}${line === null ? '' : `:${line}`}: `;
      return `  ${cleanLine(`${rule}: ${place}${message}`)}`;
    }),
  ].join('\n');
}

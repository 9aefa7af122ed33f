import type { KnownRun } from '../../../app/runs/read-runs.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import type { Theme } from '../../shell/look/theme.ts';
import type { Link } from '../../shell/screen.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { linkToEntry } from '../links.ts';
import { aboutRuns } from './about.tsx';
import { stopCapture } from './capture.ts';
import { marked } from './compare.ts';
import { documentsOf, PACK, packText, runDetail, runPreview } from './detail.ts';
import { runKeys } from './keys.ts';
import { livePreview, liveText, newestText, watchRuns } from './live.ts';
import { emptyText, runs } from './read.ts';
import {
  idOf,
  outcomeLook,
  promptOf,
  type RunRow,
  rowSorting,
  runRows,
  runTargets,
  selectedRun,
  tokensOf,
  versionOf,
  whenOf,
} from './rows.ts';

/** A cell of a captured run; one that is being captured leaves it empty. */
const ofKnown = (cell: (run: KnownRun) => string) => (row: RunRow) =>
  row.type === 'known' ? cell(row.run) : '';

/** How a line stands, as a sign and a word, and the colour that repeats them. */
function lookOf(row: RunRow, theme: Theme) {
  if (row.type === 'known') return outcomeLook(row.run.body.outcome, theme);
  if (row.progress === 'in progress')
    return { text: `${theme.spinner[0]} ${row.progress}`, colour: theme.accent };
  const { text, colour } = theme.verdict(row.progress === 'silent' ? 'warn' : 'skip');
  return { text: `${text.split(' ')[0]} ${row.progress}`, colour };
}

/** The runs of `codex exec` that were captured, and what was made of them; what is being captured stands above. */
export const runsScreen = listScreen<RunRow>({
  id: 'runs',
  title: 'Runs',
  description: 'the captured runs of codex exec: evidence, provenance, review packs, gates',
  keys: runKeys,
  rows: runRows,
  sorting: rowSorting,
  rowId: idOf,
  rowTitle: (row) => (row.type === 'known' ? promptOf(row.run) : newestText(row.run)),
  targets: (state) => runTargets(runs.of(state).value?.runs ?? []),
  columns: [
    {
      title: 'OUTCOME',
      priority: 9,
      cell: (row, { theme }) => lookOf(row, theme).text,
    },
    {
      title: 'WHEN',
      priority: 8,
      cell: (row) =>
        row.type === 'known' ? whenOf(row.run) : row.run.begunAt.toISOString().slice(5, 16).replace('T', ' '),
    },
    {
      title: 'PROMPT',
      priority: 10,
      least: 26,
      cell: (row, { state }) => {
        if (row.type === 'live') return newestText(row.run);
        return `${marked.of(state) === idOf(row) ? '(marked) ' : ''}${promptOf(row.run)}`;
      },
    },
    { title: 'PACK', priority: 7, cell: ofKnown(({ packs }) => (packs.length === 0 ? '–' : '✔')) },
    { title: 'VERSION', priority: 6, least: 8, cell: ofKnown(versionOf) },
    {
      title: 'MODEL',
      priority: 4,
      least: 8,
      cell: ofKnown(({ body }) => cleanLine(body.tool.model ?? 'unknown')),
    },
    {
      title: 'TOOK',
      priority: 5,
      align: 'right',
      cell: (row) => {
        if (row.type === 'live') return row.age;
        return row.run.body.duration_ms === null ? '' : formatDuration(row.run.body.duration_ms);
      },
    },
    {
      title: 'TOKENS',
      priority: 3,
      align: 'right',
      cell: ofKnown((run) => String(tokensOf(run) ?? '')),
    },
    { title: 'FILES', priority: 2, align: 'right', cell: ofKnown(({ body }) => String(body.changes.total)) },
    {
      title: 'REPOSITORY',
      priority: 1,
      least: 12,
      cell: ofKnown(({ body }) => cleanLine(body.git?.repository ?? '')),
    },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: (state) => emptyText(runs.of(state).value !== undefined, filterOf(state, 'runs'), firstSteps),
  // Below it, the version stays beside the prompt.
  besideFrom: 140,
  preview: (_, row) => (row.type === 'known' ? runPreview(row.run) : livePreview(row.run)),
  detail: (state, row) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    if (!row) return undefined;
    if (row.type === 'live') return liveText(row.run, state);
    return state.detail?.of === PACK ? packText(row.run, state) : runDetail(row.run, state);
  },
  documents: (state) => documentsOf(selectedRun(state), state.detail?.of),
  links,
  searchesDetail: true,
  above: aboutRuns,
  load: runs.load,
  watch: watchRuns,
  stop: stopCapture,
});

/** What is said where nothing was captured: what it is for, and the first command. */
const firstSteps = [
  'What did Codex do, with which version, model, policy and files? A captured run answers that for a reviewer and for a gate of CI.',
  '',
  'n runs codex exec and captures it. In a terminal, in a repository:',
  '',
  '  codex-cockpit run -- codex exec "Add a test for slug()"',
  '',
  'It runs Codex as you would, and keeps the event stream, what it printed, tokens, changed files and digests, redacted. i imports a run that was captured in CI.',
].join('\n');

/** The entries that recorded the run, and what was made of it. */
function links(state: State): readonly Link[] {
  const run = selectedRun(state);
  if (!run || state.detail?.of === ANSWER) return [];
  const { packs, verified } = run;
  return [
    linkToEntry(run.seq, 'the captured run'),
    ...packs.map(({ seq, body }) => linkToEntry(seq, `review pack, risk ${cleanLine(body.risk)}`)),
    ...(verified ? [linkToEntry(verified.seq, `provenance: ${verified.body.verdict}`)] : []),
  ];
}

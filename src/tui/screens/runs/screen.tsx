import type { KnownRun } from '../../../app/runs/read-runs.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { ANSWER, answerText } from '../../shell/inquiry.ts';
import type { Link } from '../../shell/screen.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { linkToEntry } from '../links.ts';
import { aboutRuns } from './about.tsx';
import { marked } from './compare.ts';
import { documentsOf, PACK, packText, runDetail, runPreview } from './detail.ts';
import { runKeys } from './keys.ts';
import { emptyText, runs } from './read.ts';
import {
  outcomeLook,
  promptOf,
  runRows,
  runSorting,
  runTargets,
  selectedRun,
  tokensOf,
  versionOf,
  whenOf,
} from './rows.ts';

/** The runs of `codex exec` that were captured, and what was made of them. */
export const runsScreen = listScreen<KnownRun>({
  id: 'runs',
  title: 'Runs',
  description: 'the captured runs of codex exec: evidence, provenance, review packs, gates',
  keys: runKeys,
  rows: runRows,
  sorting: runSorting,
  rowId: ({ body }) => body.run,
  rowTitle: promptOf,
  targets: (state) => runTargets(runs.of(state).value?.runs ?? []),
  columns: [
    {
      title: 'OUTCOME',
      priority: 9,
      cell: ({ body }, { theme, state }) =>
        `${outcomeLook(body.outcome, theme).text}${marked.of(state) === body.run ? ` ${theme.dot} marked` : ''}`,
    },
    { title: 'WHEN', priority: 8, cell: whenOf },
    { title: 'PROMPT', priority: 10, least: 16, cell: promptOf },
    { title: 'PACK', priority: 7, cell: ({ packs }) => (packs.length === 0 ? '–' : '✔') },
    { title: 'VERSION', priority: 6, least: 8, cell: versionOf },
    { title: 'MODEL', priority: 4, least: 8, cell: ({ body }) => cleanLine(body.tool.model ?? 'unknown') },
    {
      title: 'TOOK',
      priority: 5,
      align: 'right',
      cell: ({ body }) => (body.duration_ms === null ? '' : formatDuration(body.duration_ms)),
    },
    { title: 'TOKENS', priority: 3, align: 'right', cell: (run) => String(tokensOf(run) ?? '') },
    { title: 'FILES', priority: 2, align: 'right', cell: ({ body }) => String(body.changes.total) },
    {
      title: 'REPOSITORY',
      priority: 1,
      least: 12,
      cell: ({ body }) => cleanLine(body.git?.repository ?? ''),
    },
  ],
  colour: ({ body }, theme) => outcomeLook(body.outcome, theme).colour,
  empty: (state) => emptyText(runs.of(state).value !== undefined, filterOf(state, 'runs'), firstSteps),
  preview: (_, run) => runPreview(run),
  detail: (state, run) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    if (!run) return undefined;
    return state.detail?.of === PACK ? packText(run, state) : runDetail(run, state);
  },
  documents: (state) => documentsOf(selectedRun(state), state.detail?.of),
  links,
  searchesDetail: true,
  above: aboutRuns,
  load: runs.load,
});

/** What is said where nothing was captured: what it is for, and the first command. */
const firstSteps = [
  'What did Codex do, with which version, model, policy and files? A captured run answers that for a reviewer and for a gate of CI.',
  '',
  'Capture the first one in a repository:',
  '',
  '  codex-cockpit run -- codex exec "Add a test for slug()"',
  '',
  'It runs Codex as you would, and keeps the event stream, what it printed, tokens, changed files and digests, redacted. A run that was captured in CI is imported: codex-cockpit run import FOLDER.',
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

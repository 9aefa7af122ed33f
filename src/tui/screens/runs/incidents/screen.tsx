import { cleanLine } from '../../../../domain/base/text/clean.ts';
import {
  describeProgress,
  type Incident,
  type StepState,
} from '../../../../domain/runs/incident/incident.ts';
import { causeTitles, stepTitles } from '../../../../domain/runs/incident/judge-incident.ts';
import { verdictLooks } from '../../../../report/base/looks.ts';
import { listScreen } from '../../../components/list-screen.tsx';
import { factLines } from '../../../components/text.ts';
import { ANSWER, answerText } from '../../../shell/inquiry.ts';
import type { Link } from '../../../shell/screen.ts';
import { filterOf, type State } from '../../../shell/state.ts';
import { linkToEntry } from '../../links.ts';
import { aboutRuns } from '../about.tsx';
import { emptyText, runs } from '../read.ts';
import { promptOf } from '../rows.ts';
import { closeIncident } from './decide.ts';
import { guideKeys } from './guide.ts';
import { incidentLook, incidentRows, incidentSorting, nextOf, selectedIncident } from './rows.ts';
import { stepKeys } from './steps.ts';

/** The incidents of captured runs, and how far the rollback playbook is. */
export const incidentsScreen = listScreen<Incident>({
  id: 'run-incidents',
  parent: 'runs',
  title: 'Incidents',
  description: 'changes of captured runs that did harm, and the rollback playbook',
  keys: [...guideKeys, ...stepKeys, closeIncident],
  rows: incidentRows,
  sorting: incidentSorting,
  rowId: ({ id }) => id,
  rowTitle: ({ id, title }) => cleanLine(`${id} ${title}`),
  columns: [
    { title: 'STATE', priority: 9, cell: (row, { theme }) => incidentLook(row, theme).text },
    { title: 'INCIDENT', priority: 10, least: 16, cell: ({ title }) => cleanLine(title) },
    { title: 'PROGRESS', priority: 7, least: 12, cell: describeProgress },
    { title: 'NEXT', priority: 8, cell: nextOf },
    { title: 'OPENED', priority: 6, cell: ({ opened }) => opened.at.slice(5, 16).replace('T', ' ') },
    { title: 'ID', priority: 5, cell: ({ id }) => cleanLine(id) },
  ],
  colour: (row, theme) => incidentLook(row, theme).colour,
  empty: (state) =>
    emptyText(
      runs.of(state).value !== undefined,
      filterOf(state, 'run-incidents'),
      'No incident is recorded. Where a change of a run did harm: left, select the run, then I opens one. The playbook leads from there: revert, attach the evidence, decide between prompt drift and tool upgrade, run it again.',
    ),
  preview: textOf,
  detail: (state, row) => (state.detail?.of === ANSWER ? answerText(state) : row && textOf(state, row)),
  links,
  searchesDetail: true,
  above: aboutRuns,
  load: runs.load,
});

function textOf(state: State, incident: Incident): string {
  const { id, title, bad, good, opened, steps, closed } = incident;
  return [
    cleanLine(`${id}: ${title}`),
    '',
    ...factLines([
      ['bad run', runName(state, bad)],
      ['good run', good === undefined ? 'none is known' : runName(state, good)],
      ['opened', `${timeOf(opened.at)} by ${opened.by} as ${opened.role} (entry ${opened.seq})`],
      [
        'closed',
        closed &&
          `${timeOf(closed.at)} by ${closed.by} as ${closed.role} (entry ${closed.seq}): ${closed.reason}`,
      ],
      ['in spite', closed && closed.missing.length > 0 ? `of ${closed.missing.join(', ')}` : undefined],
    ]),
    '',
    'Playbook',
    ...steps.flatMap(stepLines),
  ].join('\n');
}

const timeOf = (at: string) => at.slice(0, 16).replace('T', ' ');

/** The prompt of a run, and the end of its id, which tells it from others. */
function runName(state: State, id: string): string {
  const known = runs.of(state).value?.runs.find(({ body }) => body.run === id);
  return known ? `${promptOf(known)} (${id})` : id;
}

const signs = {
  done: verdictLooks.pass.glyph,
  outdated: verdictLooks.warn.glyph,
  open: verdictLooks.skip.glyph,
};

function stepLines({ step, done, outdated }: StepState): readonly string[] {
  const state = done ? 'done' : outdated ? 'outdated' : 'open';
  const head = `  ${signs[state]} ${step}: ${stepTitles[step]}${outdated ? ' (again: the cause was decided again)' : ''}`;
  const last = done ?? outdated;
  if (!last) return [head];
  const cause = last.cause === null ? '' : `${causeTitles[last.cause]}. `;
  return [
    head,
    `      ${cleanLine(`${cause}${last.note}`)}`,
    ...(last.exception ? [`      in spite of: ${cleanLine(last.exception.found.join('; '))}`] : []),
    `      ${timeOf(last.at)} by ${cleanLine(last.by)} (entry ${last.seq})`,
  ];
}

/** The entries of an incident. */
function links(state: State): readonly Link[] {
  const incident = selectedIncident(state);
  if (!incident || state.detail?.of === ANSWER) return [];
  const { opened, steps, closed } = incident;
  return [
    linkToEntry(opened.seq, 'opened'),
    ...steps.flatMap(({ step, done }) => (done ? [linkToEntry(done.seq, step)] : [])),
    ...(closed ? [linkToEntry(closed.seq, 'closed')] : []),
  ];
}

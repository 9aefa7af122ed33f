import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { describeReview } from '../../../report/metrics/loop/changes.ts';
import { Quiet } from '../../components/quiet.tsx';
import { useTheme } from '../../shell/look/theme.ts';
import type { Lines } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { changeState, changes } from './changes/rows.ts';
import { compliance, mostRecords, recordsAsked } from './compliance/rows.ts';
import { asked, metrics } from './figures/read.ts';
import { questionState, questions } from './questions/rows.ts';
import { views } from './views.ts';

/** Two lines above each view: how what it shows stands, and the views. */
export const aboutMetrics: Lines = { count: 2, view: About };

const reads: Readonly<Record<string, (state: State) => { fault: string | undefined }>> = {
  metrics: metrics.of,
  'metric-questions': questions.of,
  'metric-changes': changes.of,
  'metric-compliance': compliance.of,
};

const standings: Readonly<Record<string, (state: State) => string | undefined>> = {
  metrics: figuresStanding,
  'metric-questions': questionsStanding,
  'metric-changes': changesStanding,
  'metric-compliance': complianceStanding,
};

function About({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  const fault = reads[state.screen]?.(state).fault;
  const bad = theme.verdict('fail');
  const standing = standings[state.screen]?.(state) ?? (state.status ? 'reading…' : 'reading the history…');
  return (
    <Box flexDirection="column">
      {fault === undefined ? (
        <Text wrap="truncate">{cleanLine(standing)}</Text>
      ) : (
        <Text {...bad.colour} wrap="truncate">
          {cleanLine(`${bad.text.split(' ')[0]} ${fault}`)}
        </Text>
      )}
      <Quiet wrap="truncate">
        {`${views.map(({ id, name }) => (id === state.screen ? `[${name}]` : name)).join('  ')}   (right, left)`}
      </Quiet>
    </Box>
  );
}

/** `30d: 2026-10-24 to 2026-11-22, by team · adoption of 2 groups of 5 is withheld: no quality beside it` */
function figuresStanding(state: State): string | undefined {
  const { value: view } = metrics.of(state);
  const { window, by } = asked.of(state);
  if (!view) return undefined;
  const withheld = view.groups.filter((one) => one.type === 'withheld' && one.metrics.length > 0).length;
  const { from, to } = view.window;
  const groups = by === undefined ? '' : `, by ${by}`;
  const shown =
    withheld === 0
      ? 'quality beside adoption'
      : `adoption of ${countOf(withheld, 'group')} of ${view.groups.length} is withheld: no quality beside it`;
  return `${window}: ${from} to ${to}${groups} · ${shown}`;
}

function questionsStanding(state: State): string | undefined {
  const all = questions.of(state).value;
  if (!all) return undefined;
  const due = all.filter((one) => ['overdue', 'today'].includes(questionState(one))).length;
  const open = all.filter(({ retired }) => !retired).length;
  return `${countOf(open, 'question')} · ${due === 0 ? 'none is due' : `${due} due now`}`;
}

function changesStanding(state: State): string | undefined {
  const read = changes.of(state).value;
  if (!read) return undefined;
  const judged = read.changes.filter((one) => ['overdue', 'to judge'].includes(changeState(one))).length;
  const review = read.chartReview
    ? `weekly review of the charts: ${describeReview(read.chartReview)} · `
    : '';
  return `${review}${judged === 0 ? 'no change is to be judged' : `${countOf(judged, 'change')} to be judged`}`;
}

/** What is covered of each log, and how long the rest can still be fetched. */
function complianceStanding(state: State): string | undefined {
  const read = compliance.of(state).value;
  if (!read) return undefined;
  const logs = read.coverage.map(({ log, to, daysLeft, gaps }) => {
    const left =
      daysLeft > 0 ? `the rest goes in ${countOf(daysLeft, 'day')}` : 'the rest is being removed: fetch it';
    return `${log} to ${to.slice(0, 10)}, ${left}${gaps.length > 0 ? `, ${countOf(gaps.length, 'gap')}` : ''}`;
  });
  const cut = read.isCut ? ` · newest ${mostRecords} records` : '';
  const found = recordsAsked
    .of(state)
    .typed.filter((one) => one !== '')
    .join(', ');
  return `${logs.join('; ') || 'no log is known'}${cut}${found === '' ? '' : ` · of ${found}`} · m says more`;
}

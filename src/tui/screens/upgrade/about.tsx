import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import type { RehearsedCli } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { describeDueDates } from '../../../report/upgrade/decision.ts';
import { describeCounts, describeVerdict } from '../../../report/upgrade/rehearsal/verdict.ts';
import { Quiet } from '../../components/quiet.tsx';
import { otherRun } from '../../shell/guards.ts';
import { useTheme } from '../../shell/look/theme.ts';
import type { Lines } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { upgrade } from './read.ts';
import { signOf } from './rows.ts';
import { views } from './views.ts';

/** Three lines above each view: both programs; the verdict and what is in the way of an approval; the views. */
export const aboutUpgrade: Lines = { count: 3, view: About };

function About({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  const { shown, fault } = upgrade.of(state);
  const verdict = shown && theme.rehearsal(shown.head.body.verdict);
  const bad = theme.verdict('fail');
  return (
    <Box flexDirection="column">
      <Text bold wrap="truncate">
        {shown ? sides(state, theme.step) : ' '}
      </Text>
      {fault === undefined ? (
        <Text wrap="truncate">
          <Text {...verdict?.colour}>{verdict ? `${signOf(verdict.text)} ` : ' '}</Text>
          {standing(state)}
        </Text>
      ) : (
        <Text {...bad.colour} wrap="truncate">
          {cleanLine(`${signOf(bad.text)} not everything could be read: ${fault}`)}
        </Text>
      )}
      <Quiet wrap="truncate">{viewsLine(state)}</Quiet>
    </Box>
  );
}

/** `pin 0.139.0 (aaaaaaaa) → candidate 0.169.0 (bbbbbbbb), 12 days old   rehearsed 11-22 10:00, entry 12` */
function sides(state: State, step: string): string {
  const { shown, decision, heads } = upgrade.of(state);
  if (!shown) return ' ';
  const { from, to } = shown.head.body;
  const cli = ({ version, sha256 }: RehearsedCli) => `${cleanLine(version)} (${sha256.slice(0, 8)})`;
  const days = decision?.changelog.ageDays;
  const age = days === undefined ? 'age unknown' : `released ${countOf(days, 'day')} ago`;
  const at = shown.head.at.slice(5, 16).replace('T', ' ');
  const place = heads.findIndex(({ seq }) => seq === shown.head.seq);
  const newest = place > 0 ? `, ${countOf(place, 'newer one')}` : '';
  return `pin ${cli(from)} ${step} ${cli(to)}, ${age}   rehearsed ${at} (entry ${shown.head.seq}${newest})`;
}

/** The views, and when release notes are to be read next where they are shown; elsewhere how to change the view. */
function viewsLine(state: State): string {
  const names = views.map(({ id, name }) => (id === state.screen ? `[${name}]` : name)).join('  ');
  const { due } = upgrade.of(state);
  return state.screen === 'upgrade-notes' && due
    ? `${names}   ${describeDueDates(due, state.now)}`
    : `${names}   (right, left)`;
}

/** The verdict with its counts, and what is in the way of an approval. */
function standing(state: State): string {
  const { shown, decision, isRead } = upgrade.of(state);
  if (!shown) return isRead || otherRun.of(state) ? '' : 'reading the history…';
  const [verdict = ''] = describeVerdict(shown.rehearsal).split(':');
  const counts = `${verdict}: ${describeCounts(shown.rehearsal)}`;
  if (shown.rehearsal.candidate.version === state.status?.pin)
    return `${counts} · ${cleanLine(state.status.pin)} is the pin`;
  if (!decision) return counts;
  const groups = Map.groupBy(decision.obstacles, ({ about }) => about);
  const inTheWay = [...groups].map(([about, { length }]) => {
    if (about === 'rehearsal' || about === 'release notes') return about;
    return countOf(length, about);
  });
  return inTheWay.length === 0
    ? `${counts} · nothing is in the way of an approval`
    : `${counts} · in the way (m): ${inTheWay.join(', ')}`;
}

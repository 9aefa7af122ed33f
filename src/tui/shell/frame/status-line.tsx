import { Box, Text, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { progressBar, sparkline } from '../../../domain/base/text/progress.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import type { CountedRun } from '../../../domain/checks/recorded.ts';
import { timeLeft } from '../../../domain/checks/runs/time-left.ts';
import { countVerdicts, type Verdict } from '../../../domain/checks/verdict.ts';
import { runState } from '../../../domain/rollout/status.ts';
import { driftLine } from '../../../report/rollout/phase.ts';
import { otherRun } from '../guards.ts';
import { useTheme } from '../look/theme.ts';
import type { State } from '../state.ts';

type Props = { state: State; width: number };

/** What is in progress, else what drifted and the newest run. The same on every screen. */
export function StatusLine({ state, width }: Props): ReactNode {
  if (state.run.going) return <Progress state={state} width={width} />;
  return otherRun.of(state) ? (
    <OtherProgress state={state} width={width} />
  ) : (
    <Standing state={state} width={width} />
  );
}

/** `the rehearsal of 0.169.0 ████████░░░░ 29/130, 12 s: cli.path on the pin` */
function OtherProgress({ state, width }: Props): ReactNode {
  const { accent, isSpoken } = useTheme();
  useAnimation({ interval: 250, isActive: !isSpoken });
  const work = otherRun.of(state);
  if (!work) return <Text> </Text>;
  const { what, since, stopping, done = 0, planned = 0, step } = work;
  const bar =
    planned > 0
      ? `${progressBar(done, planned, Math.min(barCells, Math.floor(width / 6)))} ${done}/${planned}, `
      : '';
  const time = stopping ? 'stopping…' : formatDuration(Math.max(0, performance.now() - since));
  return (
    <Text {...accent} wrap="truncate">
      {fitLine(cleanLine(`${what} ${bar}${time}${step === undefined ? '' : `: ${step}`}`), width)}
    </Text>
  );
}

const barCells = 20;

/** `Running ████████░░░░ 29/52, 3 fail, about 9 s left` */
function Progress({ state, width }: Props): ReactNode {
  const { accent, isSpoken } = useTheme();
  const { run, status } = state;
  // What is read aloud changes only when a check has finished.
  useAnimation({ interval: 250, isActive: !isSpoken });
  const now = performance.now();
  const results = run.planned.flatMap((id) => run.results[id] ?? []);
  const left = timeLeft({
    planned: run.planned,
    isFinished: (id) => id in run.results,
    runningSince: run.runningSince,
    durations: new Map(status?.checks.map(({ check, durationMs }) => [check, durationMs])),
    now,
  });
  const time = left === undefined ? formatDuration(Math.max(0, now - run.startedAt)) : leftText(left);
  const cells = Math.min(barCells, Math.floor(width / 6));
  const parts = [
    `${results.length}/${run.planned.length}`,
    ...bad(countVerdicts(results)),
    ...(run.stopping ? ['stopping…'] : [time]),
  ];
  return (
    <Text {...accent} wrap="truncate">
      {fitLine(
        `Running ${progressBar(results.length, run.planned.length, cells)} ${parts.join(', ')}`,
        width,
      )}
    </Text>
  );
}

/** What is left in whole seconds: it is an estimate. */
function leftText(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return `about ${seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000)} left`;
}

function bad(counts: Record<Verdict, number>): readonly string[] {
  return (['fail', 'error'] as const)
    .filter((verdict) => counts[verdict] > 0)
    .map((verdict) => `${counts[verdict]} ${verdict}`);
}

/** `▲ Pilot drifted: 2 required items no longer done      last run ✘ fail: 3 fail of 52  ▂▂▁▅▅  14:28` */
function Standing({ state, width }: Props): ReactNode {
  const theme = useTheme();
  const { status, now } = state;
  if (!status) return <Text> </Text>;
  const [newest] = status.recentRuns;
  const none = status.checks.length === 0 ? 'no check has run yet' : ' ';
  const look = newest?.verdict && theme.verdict(newest.verdict);
  const verdict = look ? look.text : '';
  const [before, after] = newest ? ['last run ', describeRun(newest, status.recentRuns, now)] : [none, ''];
  const run = stringWidth(before + verdict + after);
  const drifted = status.phases.flatMap((phase) => driftLine(phase) ?? []).join('; ');
  const drift = drifted === '' ? '' : `${theme.verdict('warn').text.split(' ')[0]} ${drifted}`;
  const room = Math.max(0, width - (run === 0 ? 0 : run + 2));
  return (
    <Box justifyContent="space-between">
      <Text {...theme.warning} wrap="truncate">
        {fitLine(drift, room)}
      </Text>
      <Text wrap="truncate">
        {before}
        <Text {...look?.colour}>{verdict}</Text>
        {after}
      </Text>
    </Box>
  );
}

/** What came of the newest run, how many checks failed in each of the newest runs of a whole suite, and when it began. */
function describeRun(run: CountedRun, runs: readonly CountedRun[], now: Date): string {
  const done = Object.values(run.counts).reduce((sum, count) => sum + count, 0);
  const ended = runState(run);
  const parts = [
    ...(ended === 'finished' ? [] : [ended]),
    ...bad(run.counts),
    ...(done < run.planned
      ? [`${done} of ${run.planned} checks`]
      : [`${done} ${done === 1 ? 'check' : 'checks'}`]),
  ];
  // A run of one check says nothing about the others.
  const whole = runs.filter(({ planned }) => planned > 1).toReversed();
  const line = whole.length < 2 ? '' : ` ${sparkline(whole.map(({ counts }) => counts.fail + counts.error))}`;
  const isToday = run.startedAt.slice(0, 10) === now.toISOString().slice(0, 10);
  const at = isToday ? run.startedAt.slice(11, 16) : run.startedAt.slice(5, 16).replace('T', ' ');
  return `${run.verdict ? ': ' : ''}${parts.join(', ')}${line} ${at}`;
}

import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { clockTime } from '../../../domain/base/time/moment.ts';
import { differs, type MatrixCell, seenWord, whatDiffers } from '../../../domain/sandbox/matrix/matrix.ts';
import { sandboxRemedy } from '../../../domain/sandbox/matrix/remedy.ts';
import { describeFinding } from '../../../report/policy/policy-report.ts';
import { renderProbe, trialName, whyUntried } from '../../../report/sandbox/probe.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import { Working } from '../../components/working.tsx';
import { ANSWER, answerOf, answerText } from '../../shell/inquiry.ts';
import { type Theme, useTheme } from '../../shell/look/theme.ts';
import type { CellLook, Column } from '../../shell/screen.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { CHANGES, changesText, sandboxKeys, stopTrial } from './keys.ts';
import {
  cellsOf,
  rowTitle,
  rowWorth,
  type SandboxRow,
  sandbox,
  sandboxRowId,
  sandboxRows,
  type Tried,
  triedProfiles,
  worstCell,
  worthOf,
} from './rows.ts';

/** What commands can do under each permission profile: a row for each probe, a column for each profile. */
export const sandboxScreen = listScreen<SandboxRow>({
  id: 'sandbox',
  title: 'Sandbox',
  short: 'Sbx',
  description: 'what permission profiles really do',
  keys: sandboxKeys,
  rows: sandboxRows,
  rowId: sandboxRowId,
  rowTitle: (row) => cleanLine(rowTitle(row)),
  isSmall: true,
  columns: (state) => [
    {
      title: 'IS',
      priority: 99,
      cell: (row, { theme }) => signOf(rowWorth(state, row), theme),
      look: (row, { theme }) => colourOf(rowWorth(state, row), theme),
    },
    { title: 'PROBE', priority: 100, least: 24, cell: (row) => cleanLine(rowTitle(row)) },
    ...triedProfiles(state)
      .slice(sandbox.of(state).first)
      .map((trial, place) => profileColumn(trial, 98 - place)),
  ],
  empty: emptyText,
  detail: (state, row) => {
    if (state.detail?.of === ANSWER) return answerText(state);
    if (state.detail?.of === CHANGES) return changesText(state);
    return row && rowText(state, row);
  },
  preview: (state, row) => [...explanation(state, row), rowText(state, row)].join('\n'),
  searchesDetail: true,
  copyOf: (state) => {
    if (state.detail?.of === ANSWER) return answerOf(state);
    if (state.detail?.of === CHANGES) return changesText(state);
    const row = sandboxRows(state)[state.cursor.sandbox ?? 0];
    return row && (state.detail ? rowText(state, row) : rowTitle(row));
  },
  stop: stopTrial,
  above: { count: 2, view: About },
});

const widestName = 16;

function profileColumn(trial: Tried, priority: number): Column<SandboxRow> {
  const cellOf = (row: SandboxRow) =>
    row.type === 'probe' ? trial.cells.find(({ probe }) => probe === row.probe) : undefined;
  return {
    title: fitLine(trialName(trial), widestName),
    priority,
    cell: (row, { theme }) => {
      const cell = cellOf(row);
      return cell ? `${signOf(worthOf(cell), theme)} ${seenWord(cell)}` : '';
    },
    look: (row, { theme }) => {
      const cell = cellOf(row);
      return cell && colourOf(worthOf(cell), theme);
    },
  };
}

type Worth = ReturnType<typeof worthOf>;

function signOf(worth: Worth, theme: Theme): string {
  return worth === 'manual' ? '·' : theme.verdict(worth).text.slice(0, 1);
}

/** Where nothing was intended there is nothing to praise or blame. */
function colourOf(worth: Worth, theme: Theme): CellLook | undefined {
  return worth === 'manual' ? undefined : theme.verdict(worth).colour;
}

function rowText(state: State, row: SandboxRow): string {
  const { last } = sandbox.of(state);
  switch (row.type) {
    case 'finding':
      return describeFinding(row.finding).join('\n').trim();
    case 'notice':
      return `${cleanLine(row.message)}\n\n${cleanLine(row.remedy)}`;
    case 'untried':
      return [trialName(row.trial), ...whyUntried(row.trial).map((line) => `  ${line}`)].join('\n');
    case 'probe':
      return last ? inKeys(renderProbe(last.matrix, row.probe)) : '';
  }
}

/** Advice in the keys of this screen rather than in commands and flags. */
function inKeys(advice: string): string {
  return advice
    .replaceAll('Run codex-cockpit sandbox lint', 'Press l')
    .replaceAll('--live tries sessions too', 'o tries sessions too');
}

/** Why a row is as it is, what is not as intended first, and what to do. */
function explanation(state: State, row: SandboxRow): readonly string[] {
  const worst = worstCell(state, row);
  if (!worst || worthOf(worst.cell) === 'pass' || worthOf(worst.cell) === 'manual') return [];
  const { trial, cell } = worst;
  return [describe(trial, cell), ...(differs(cell) ? [inKeys(sandboxRemedy(trial, cell))] : []), ''];
}

function describe(trial: Tried, cell: MatrixCell): string {
  const name = trialName(trial);
  if (cell.verdict === 'exposed') return cleanLine(`${name}: open, and no rule closes it: ${cell.risk}`);
  if (differs(cell)) return cleanLine(`${name}: ${whatDiffers(cell)}: ${cell.because}`);
  return cleanLine(`${name}: unproven: ${cell.observed.type === 'unknown' ? cell.observed.reason : ''}`);
}

/** What is said where there is no row: what a profile is, what `r` will do, and what it leaves alone. */
function emptyText(state: State): string {
  const { last, trying } = sandbox.of(state);
  if (filterOf(state, 'sandbox') !== '') return 'nothing passes the filter';
  if (trying) return 'Each profile gets an isolated environment of its own, which is removed afterwards.';
  if (last) return 'There is no profile to try.';
  return [
    'Press r to try what commands can do under each permission profile.',
    '',
    'A permission profile ([permissions.<name>] in config.toml, or one of the CLI such as :workspace) says what commands of a session may read, write and reach. A mistyped line is ignored without a message, so only a try shows what a profile does.',
    '',
    'r runs codex sandbox once for each profile, with probes that read, write and connect. That takes a few seconds for each. It works in isolated environments with a copy of your configuration: your files, your CODEX_HOME and your sessions are not touched, and nothing is recorded.',
    '',
    'o chooses how: the profiles of a draft, real sessions, a worktree. l only reads the text of the profiles.',
  ].join('\n');
}

function About({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  const { trying, failed } = sandbox.of(state);
  const bad = theme.verdict('fail').colour;
  return (
    <Box flexDirection="column">
      {trying ? (
        <Working work={trying} done={trying.done} planned={trying.planned} canStop />
      ) : (
        <Text wrap="truncate" {...(failed === undefined ? {} : bad)}>
          {failed === undefined
            ? summaryOf(state, theme) || ' '
            : `The profiles could not be tried: ${cleanLine(failed)}`}
        </Text>
      )}
      <Quiet wrap="truncate">{howTried(state)}</Quiet>
    </Box>
  );
}

/** How many cells are as intended, and how many are not. */
function summaryOf(state: State, theme: Theme): string {
  const { last } = sandbox.of(state);
  if (!last) return '';
  const { matrix } = last;
  const worths = sandboxRows(state).flatMap((row) => cellsOf(state, row).map(({ cell }) => worthOf(cell)));
  const counted = (worth: Worth, words: string) => {
    const { length } = worths.filter((one) => one === worth);
    return length === 0 ? [] : [`${signOf(worth, theme)} ${length} ${words}`];
  };
  const { findings, asRoot } = matrix;
  return [
    ...(asRoot ? ['run as root'] : []),
    ...counted('fail', 'not as intended'),
    ...(findings.length === 0 ? [] : [`${countOf(findings.length, 'line')} without effect`]),
    ...counted('warn', 'open'),
    ...counted('skip', 'unproven'),
    ...counted('pass', 'as intended'),
  ].join(', ');
}

/** How, when and with which CLI that was tried, and where among the profiles the columns begin. */
function howTried(state: State): string {
  const { last, first } = sandbox.of(state);
  if (!last) return ' ';
  const { matrix, choice, at } = last;
  const { length } = triedProfiles(state);
  const place = first === 0 ? '' : `, from number ${first + 1} on`;
  const how = [choice.from, choice.layout, ...(choice.live ? ['in sessions'] : [])].join(', ');
  return `tried ${clockTime(at)} on ${cleanLine(matrix.version)}: ${how}; ${countOf(length, 'profile')}${place} (right, left)`;
}

import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine, pad } from '../../../domain/base/text/fit.ts';
import {
  differs,
  type MatrixCell,
  type ProfileTrial,
  seenWord,
  whatDiffers,
} from '../../../domain/sandbox/matrix/matrix.ts';
import { sandboxRemedy } from '../../../domain/sandbox/matrix/remedy.ts';
import { renderProbe, trialName } from '../../../report/sandbox/probe.ts';
import { windowOf } from '../../components/columns.ts';
import { DetailPane } from '../../components/panes/detail-pane.tsx';
import { type Theme, useTheme } from '../../shell/look/theme.ts';
import type { ScreenSpec, ViewProps } from '../../shell/screen.ts';
import { cursorOf, type State } from '../../shell/state.ts';
import { sandboxKeys } from './keys.ts';
import { probeRows, sandbox } from './rows.ts';

type Tried = Extract<ProfileTrial, { type: 'tried' }>;

const titleWidth = 29;
const columnWidth = 12;
/** Lines below the matrix that explain the selected probe. */
const explanationLines = 4;

/** What commands can do under each permission profile: a row for each probe, a column for each profile. */
export const sandboxScreen: ScreenSpec = {
  id: 'sandbox',
  title: 'Sandbox',
  short: 'Sbox',
  description: 'what permission profiles really do',
  keys: sandboxKeys,
  rowCount: (state) => probeRows(state).length,
  rowIds: (state) => probeRows(state).map(({ probe }) => probe),
  hasFilter: false,
  detail: (state) => {
    const selected = probeRows(state)[cursorOf(state, 'sandbox')];
    const { matrix } = sandbox.of(state);
    return selected && matrix && renderProbe(matrix, selected.probe);
  },
  view: Matrix,
};

function Matrix({ state, width, height }: ViewProps): ReactNode {
  const { warning } = useTheme();
  const { matrix, trying, first } = sandbox.of(state);
  const rows = probeRows(state);
  const cursor = cursorOf(state, 'sandbox');
  const selected = rows[cursor];
  const text = state.detail && sandboxScreen.detail(state);
  if (state.detail && text !== undefined) {
    const title = selected ? cleanLine(selected.title) : 'Sandbox';
    return <DetailPane title={title} text={text} state={state} width={width} height={height} />;
  }
  if (trying !== undefined)
    return <Text {...warning}>{`trying the profiles… ${trying} trials are over`}</Text>;
  if (!matrix) {
    return (
      <Text>
        Press r to try what commands can do under each permission profile, in an isolated environment.
      </Text>
    );
  }
  const tried = whatDiffersFirst(matrix.trials.filter((trial) => trial.type === 'tried'));
  const fit = Math.max(1, Math.floor((width - titleWidth - 2) / columnWidth));
  const shown = tried.slice(first, first + fit);
  const { from, to } = windowOf(cursor, rows.length, height - 1 - explanationLines);
  return (
    <Box flexDirection="column">
      <Text bold wrap="truncate">
        {pad('', titleWidth + 2)}
        {shown.map((trial) => pad(fitLine(trialName(trial), columnWidth - 1), columnWidth)).join('')}
      </Text>
      {rows.slice(from, to).map(({ probe, title }, index) => (
        <ProbeRow
          key={probe}
          title={title}
          cells={shown.map(({ cells }) => cells.find((cell) => cell.probe === probe))}
          isSelected={from + index === cursor}
        />
      ))}
      <Explanation state={state} tried={tried} probe={selected?.probe} hidden={tried.length - shown.length} />
    </Box>
  );
}

function whatDiffersFirst(tried: readonly Tried[]): readonly Tried[] {
  const isClean = ({ cells }: Tried) => Number(!cells.some(differs));
  return tried.toSorted((one, other) => isClean(one) - isClean(other));
}

function ProbeRow({
  title,
  cells,
  isSelected,
}: {
  title: string;
  cells: readonly (MatrixCell | undefined)[];
  isSelected: boolean;
}): ReactNode {
  const theme = useTheme();
  return (
    <Text inverse={isSelected} wrap="truncate">
      {isSelected ? theme.marker : ' '} {pad(fitLine(cleanLine(title), titleWidth - 1), titleWidth)}
      {cells.map((cell, index) => {
        const { text, colour } = cellLook(cell, theme);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns are their places
          <Text key={index} {...(isSelected ? {} : colour)}>
            {pad(text, columnWidth)}
          </Text>
        );
      })}
    </Text>
  );
}

function cellLook(cell: MatrixCell | undefined, theme: Theme): { text: string; colour: { color?: string } } {
  if (!cell) return { text: '', colour: {} };
  const bad = theme.verdict('fail');
  const unknown = theme.verdict('skip');
  if (differs(cell)) return { text: `${bad.text.slice(0, 1)} ${seenWord(cell)}`, colour: bad.colour };
  if (cell.verdict === 'exposed') {
    const warning = theme.verdict('warn');
    return { text: `${warning.text.slice(0, 1)} ${cell.observed.type}`, colour: warning.colour };
  }
  return cell.verdict === 'unproven'
    ? { text: `${unknown.text.slice(0, 1)} unproven`, colour: unknown.colour }
    : { text: cell.observed.type, colour: {} };
}

/** Why the cells of the selected probe are as they are, what differs first. */
function Explanation({
  state,
  tried,
  probe,
  hidden,
}: {
  state: State;
  tried: readonly Tried[];
  probe: string | undefined;
  hidden: number;
}): ReactNode {
  const { verdict } = useTheme();
  const cells = tried.flatMap((trial) =>
    trial.cells.filter((cell) => cell.probe === probe).map((cell) => ({ trial, cell })),
  );
  const wrong =
    cells.find(({ cell }) => differs(cell)) ??
    cells.find(({ cell }) => cell.verdict === 'exposed') ??
    cells.find(({ cell }) => cell.verdict === 'unproven');
  const { findings = [], notices = [] } = sandbox.of(state).matrix ?? {};
  const [finding] = findings;
  const untried = sandbox.of(state).matrix?.trials.filter(({ type }) => type !== 'tried') ?? [];
  const more = [
    ...(sandbox.of(state).matrix?.asRoot ? ['run as root'] : []),
    ...(findings.length > 0 ? [`${findings.length} lines do not do what they say`] : []),
    ...notices.filter((one) => one.verdict === 'warn').map(({ message }) => cleanLine(message)),
    ...(hidden > 0 ? [`${hidden} further profiles: right`] : []),
    ...(untried.length > 0 ? [`not tried: ${untried.map(trialName).join(', ')}; enter shows why`] : []),
  ];
  return (
    <Box flexDirection="column">
      <Text dimColor wrap="truncate">
        {more.join('; ') || ' '}
      </Text>
      {wrong ? (
        <Text {...verdict(colourOf(wrong.cell)).colour} wrap="truncate">
          {describe(wrong)}
        </Text>
      ) : finding ? (
        <Text {...verdict('fail').colour} wrap="truncate">
          {cleanLine(`line ${finding.place.line}: ${finding.field}: ${finding.message}`)}
        </Text>
      ) : (
        <Text wrap="truncate">Every profile does what it says here.</Text>
      )}
      <Text wrap="truncate">
        {wrong && differs(wrong.cell) ? sandboxRemedy(wrong.trial, wrong.cell) : (finding?.remedy ?? ' ')}
      </Text>
    </Box>
  );
}

function colourOf(cell: MatrixCell): 'fail' | 'warn' | 'skip' {
  if (differs(cell)) return 'fail';
  return cell.verdict === 'exposed' ? 'warn' : 'skip';
}

function describe({ trial, cell }: { trial: Tried; cell: MatrixCell }): string {
  const name = trialName(trial);
  if (cell.verdict === 'exposed') return cleanLine(`${name}: open, and no rule closes it: ${cell.risk}`);
  if (differs(cell)) return cleanLine(`${name}: ${whatDiffers(cell)}: ${cell.because}`);
  return cleanLine(`${name}: unproven: ${cell.observed.type === 'unknown' ? cell.observed.reason : ''}`);
}

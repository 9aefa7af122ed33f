import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { clockTime } from '../../../domain/base/time/moment.ts';
import type { Verdict } from '../../../domain/checks/verdict.ts';
import type { Inventory } from '../../../domain/plugins/inventory/inventory.ts';
import type { SourceState } from '../../../domain/plugins/sources/source-state.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderInventory } from '../../../report/plugins/plugins.ts';
import { listScreen } from '../../components/list-screen.tsx';
import { Quiet } from '../../components/quiet.tsx';
import { Working } from '../../components/working.tsx';
import { ANSWER, answerOf, answerText } from '../../shell/inquiry.ts';
import type { Theme } from '../../shell/look/theme.ts';
import { cursorOf, filterOf, type State } from '../../shell/state.ts';
import { pluginsKeys } from './decisions.ts';
import { diffText, pluginDetail } from './detail.ts';
import { INVENTORY } from './questions.ts';
import { readPlugins } from './read.ts';
import {
  commandsText,
  countsText,
  nameOf,
  noteOf,
  type PluginRow,
  pluginOf,
  pluginRows,
  pluginSorting,
  pluginState,
  plugins,
  pluginTargets,
  selectedSource,
} from './rows.ts';
import { UPGRADE, upgradeText } from './upgrades.ts';

/** The sources of plugins and the plugins that are installed, with what is worth a look. */
export const pluginsScreen = listScreen<PluginRow>({
  id: 'plugins',
  title: 'Plugins',
  short: 'Plg',
  description: 'the plugins and their sources',
  keys: pluginsKeys,
  rows: pluginRows,
  sorting: pluginSorting,
  rowId: (row) =>
    row.type === 'plugin'
      ? nameOf(row)
      : `${row.type} ${nameOf(row)} ${row.type === 'finding' ? `${row.finding.kind} ${row.finding.text}` : ''}`.trimEnd(),
  rowTitle: (row) => (row.type === 'source' ? `source ${nameOf(row)}` : nameOf(row)),
  isSmall: true,
  columns: [
    { title: 'STATE', priority: 9, cell: (row, { theme }) => lookOf(row, theme).text },
    {
      title: 'NAME',
      priority: 10,
      least: 16,
      cell: (row) => `${row.type === 'plugin' ? '  ' : ''}${cleanLine(nameOf(row))}`,
    },
    {
      title: 'VERSION',
      priority: 5,
      cell: (row) => fitLine(cleanLine(pluginOf(row)?.version ?? ''), 12),
    },
    {
      title: 'DIGEST',
      priority: 3,
      cell: (row) => (pluginOf(row)?.cached?.treeSha256 ?? '').slice(0, 8),
    },
    { title: 'NOTE', priority: 8, least: 16, cell: noteOf },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: emptyText,
  searchesDetail: true,
  detail: (state, row) => detailText(state) ?? (row && pluginDetail(row)),
  copyOf: (state) => {
    if (state.detail?.of === ANSWER) return answerOf(state);
    const opened = detailText(state);
    if (opened !== undefined) return opened;
    const row = pluginRows(state)[cursorOf(state, 'plugins')];
    return row && nameOf(row);
  },
  // They are read when somebody first looks at them: their bytes are hashed, which may take a while.
  load: (state) => {
    const { inventory, reading, failed } = plugins.of(state);
    return inventory || reading || failed !== undefined ? [state] : readPlugins(state);
  },
  targets: pluginTargets,
  above: { count: 2, view: About },
});

const sourceVerdicts = {
  unknown: 'skip',
  experiment: 'warn',
  'team standard': 'pass',
  blocked: 'fail',
} as const satisfies Record<SourceState, Verdict>;

/** The state of a row with its sign and colour: a source by its trust, a plugin by whether it loads and what was found. */
function lookOf(row: PluginRow, theme: Theme): { text: string; colour: { color?: string } } {
  const look = (verdict: Verdict, word: string) => {
    const { text, colour } = theme.verdict(verdict);
    return { text: `${text.slice(0, 1)} ${word}`, colour };
  };
  if (row.type === 'finding') return look('warn', row.finding.kind);
  if (row.type === 'source') {
    const { state, drifted } = row.source;
    return look(drifted.length > 0 ? 'fail' : sourceVerdicts[state], state);
  }
  const state = pluginState(row.plugin);
  if (state === 'disabled') return look('skip', state);
  return look(row.findings.length > 0 ? 'warn' : 'pass', state);
}

/** What a key opened in place of the selected row; undefined when that is the row. */
function detailText(state: State): string | undefined {
  const { diff, commands, inventory } = plugins.of(state);
  switch (state.detail?.of) {
    case ANSWER:
      return answerText(state);
    case UPGRADE:
      return upgradeText.of(state);
    case INVENTORY:
      return inventory && renderInventory(inventory, plain);
    case 'diff':
      return diff && diffText(diff);
    case 'commands':
      return commandsText(commands[selectedSource(state) ?? ''] ?? []);
    default:
      return undefined;
  }
}

/** What is said where there is no row: what is read, what went wrong, or what a source is and how it gets here. */
function emptyText(state: State): string {
  const { inventory, reading, failed } = plugins.of(state);
  if (failed !== undefined) return 'r reads them again. codex-cockpit plugin inventory says the same.';
  if (!inventory) return reading ? 'It only reads your CODEX_HOME; no plugin is started.' : ' ';
  if (filterOf(state, 'plugins') !== '') return 'nothing passes the filter';
  return [
    'No plugin is installed, and no source is configured.',
    '',
    'A source is a marketplace: a git repository or a folder that plugins come from. A plugin adds skills, hooks and servers to every session. Hooks and servers run commands on the machine of the person.',
    '',
    'To configure one, run in a shell: codex plugin marketplace add <source>. Then press r: it reads your CODEX_HOME, starts no plugin, and records nothing.',
    '',
    'A source is unknown at first. u tries its upgrade on a copy, c acknowledges its hooks and servers, p promotes it to experiment and then to team standard, b blocks it. Each of these is recorded with your name.',
  ].join('\n');
}

function About({ state }: { state: State }): ReactNode {
  const { reading, failed, inventory } = plugins.of(state);
  const [counts, findings] = failed !== undefined || !inventory ? ['', ' '] : summaryOf(state, inventory);
  return (
    <Box flexDirection="column">
      {reading ? (
        <Working work={reading} done={reading.done} planned={reading.planned} />
      ) : (
        <Text wrap="truncate">
          {failed === undefined ? counts : `The inventory failed, so nothing is known: ${cleanLine(failed)}`}
        </Text>
      )}
      <Quiet wrap="truncate">{findings}</Quiet>
    </Box>
  );
}

/** How many there are of each state; then what is worth a look, and when it was read. */
function summaryOf(state: State, inventory: Inventory): readonly [string, string] {
  const now = plugins.of(state);
  const { diff, at } = now;
  const changes = (diff?.changes.length ?? 0) + (diff?.files.length ?? 0);
  const since = diff
    ? `${changes === 0 ? 'nothing' : countOf(changes, 'thing')} changed since the newest snapshot`
    : 'no snapshot yet';
  const read = at === undefined ? '' : `, read ${clockTime(at)}`;
  const version = cleanLine(inventory.cliVersion ?? 'without a version');
  return [
    countsText(now),
    `${countOf(inventory.findings.length, 'finding')}; ${since}; on codex-cli ${version}${read}`,
  ];
}

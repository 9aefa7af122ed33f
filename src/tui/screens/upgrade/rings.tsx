import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf, progressBar } from '../../../domain/base/text/progress.ts';
import { describeStray, describeWave, renderRingPlan } from '../../../report/upgrade/rings.ts';
import { listScreen } from '../../components/list-screen.tsx';
import type { Theme } from '../../shell/look/theme.ts';
import { filterOf, type State } from '../../shell/state.ts';
import { linkToEntry } from '../links.ts';
import { aboutUpgrade } from './about.tsx';
import { importMachines, noteIncident, openNext, planNew } from './decide/rings.ts';
import { standingOrRow } from './keys.ts';
import {
  loadRings,
  type RING_STATES,
  type RingRow,
  ringRowId,
  ringRows,
  ringSorting,
  ringState,
  rings,
  selectedRing,
} from './ring-rows.ts';

const verdicts = {
  stray: 'fail',
  open: 'pass',
  missing: 'warn',
  next: 'manual',
  waiting: 'skip',
} as const satisfies Record<(typeof RING_STATES)[number], string>;

function lookOf(row: RingRow, theme: Theme) {
  const state = ringState(row);
  const { text, colour } = theme.verdict(verdicts[state]);
  return { text: `${text.split(' ')[0]} ${state === 'missing' ? 'open' : state}`, colour };
}

const barCells = 16;

/** How far the pin is rolled out: a row for each ring, then the machines that no decision explains. */
export const ringsScreen = listScreen<RingRow>({
  id: 'upgrade-rings',
  parent: 'upgrade',
  title: 'Rings',
  description: 'how far the pin is rolled out, ring by ring',
  keys: [openNext, noteIncident, importMachines, planNew],
  rows: ringRows,
  sorting: ringSorting,
  rowId: ringRowId,
  rowTitle: (row) => cleanLine(row.type === 'ring' ? row.wave.ring.id : row.stray.machine),
  listTitle: (state) => {
    const read = rings.of(state).read;
    return read ? cleanLine(`${read.waves.version} by rings, ${read.source}`) : 'Rings';
  },
  columns: [
    { title: 'STATE', priority: 9, cell: (row, { theme }) => lookOf(row, theme).text },
    {
      title: 'RING OR MACHINE',
      priority: 10,
      least: 16,
      cell: (row) => cleanLine(row.type === 'ring' ? row.wave.ring.id : row.stray.machine),
    },
    {
      title: 'HAS THE VERSION',
      priority: 8,
      cell: (row) => {
        if (row.type === 'stray') return `has ${cleanLine(row.stray.cliVersion)}`;
        const { moved, machines } = row.wave;
        return `${progressBar(moved, machines, barCells)} ${moved}/${machines}`;
      },
    },
    {
      title: 'PASS',
      priority: 5,
      align: 'right',
      cell: (row) => (row.type === 'ring' ? String(row.wave.passing) : ''),
    },
    {
      title: 'INCIDENTS',
      priority: 6,
      align: 'right',
      cell: (row) => (row.type === 'ring' ? String(row.wave.incidents.length) : ''),
    },
    {
      title: 'MISSING',
      priority: 7,
      least: 16,
      cell: (row) => {
        if (row.type === 'stray') return row.stray.reason;
        return row.wave.state === 'open' ? row.wave.missing.join('; ') : '';
      },
    },
  ],
  colour: (row, theme) => lookOf(row, theme).colour,
  empty: emptyText,
  preview: (_, row) => textOf(row),
  detail: (state, row) => standingOrRow(state, row && textOf(row)),
  links: (state) => {
    const row = selectedRing(state);
    if (row?.type !== 'ring') return [];
    return row.wave.incidents.map(({ seq, note }) => linkToEntry(seq, cleanLine(note)));
  },
  above: aboutUpgrade,
  load: loadRings,
});

function textOf(row: RingRow): string {
  if (row.type === 'stray')
    return `${describeStray(row.stray)}\n\nNo decision explains this version. The CLI can update itself; look at the machine.`;
  const { wave } = row;
  const still =
    wave.machines > wave.moved ? [`${countOf(wave.machines - wave.moved, 'machine')} to move`] : [];
  return [...describeWave(wave), ...still, '', renderRingPlan([wave.ring]).trimEnd()].join('\n');
}

function emptyText(state: State): string {
  const { fault, read } = rings.of(state);
  if (state.status && !state.status.rollout) return 'No rollout yet. Press 1, then n to start one.';
  if (fault !== undefined) return cleanLine(fault);
  if (read && filterOf(state, 'upgrade-rings') !== '') return 'no ring or machine passes the filter';
  return 'reading the history…';
}

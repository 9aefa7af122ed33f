import { type RingPlan, readRingPlan, readWaves } from '../../../app/upgrade/rings/rings.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import type { Waves } from '../../../domain/upgrade/rings/waves.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import { describeFault } from '../../shell/decision.ts';
import { isRunning } from '../../shell/guards.ts';
import {
  type Change,
  cursorOf,
  filterOf,
  perState,
  type State,
  type Step,
  slice,
} from '../../shell/state.ts';
import { loadUpgrade } from './read.ts';

/** How far the pin is rolled out, as it was read for some moment. */
export const rings = slice<{
  of: string | undefined;
  read: { waves: Waves; source: RingPlan['source'] } | undefined;
  fault: string | undefined;
}>('cli-rings', { of: undefined, read: undefined, fault: undefined });

/** A ring, or a machine that no decision explains. */
export type RingRow =
  | { type: 'ring'; wave: Waves['waves'][number] }
  | { type: 'stray'; stray: Waves['strays'][number] };

/** `missing`: it is open, and something is missing before the next ring. */
export const RING_STATES = ['open', 'missing', 'next', 'waiting', 'stray'] as const;

export function ringState(row: RingRow): (typeof RING_STATES)[number] {
  if (row.type === 'stray') return 'stray';
  const { state, missing } = row.wave;
  return state === 'open' && missing.length > 0 ? 'missing' : state;
}

export function ringRowId(row: RingRow): string {
  return row.type === 'ring' ? `ring ${row.wave.ring.id}` : `machine ${row.stray.machine}`;
}

const ofRing = (value: (wave: Waves['waves'][number]) => number) => (row: RingRow) =>
  row.type === 'ring' ? value(row.wave) : -1;

export const ringSorting = sorting<RingRow>('upgrade-rings', {
  STATE: (row) => RING_STATES.indexOf(ringState(row)),
  'RING OR MACHINE': ringRowId,
  'HAS THE VERSION': ofRing(({ moved, machines }) => (machines === 0 ? 0 : moved / machines)),
  PASS: ofRing(({ passing }) => passing),
  INCIDENTS: ofRing(({ incidents }) => incidents.length),
  MISSING: ofRing(({ missing }) => missing.length),
});

/** Made once for what was read: there may be thousands of machines. */
const rowsOf = new WeakMap<Waves, readonly RingRow[]>();

function allRows(state: State): readonly RingRow[] {
  const waves = rings.of(state).read?.waves;
  if (!waves) return [];
  const rows = rowsOf.get(waves) ?? [
    ...waves.waves.map((wave) => ({ type: 'ring' as const, wave })),
    ...waves.strays.map((stray) => ({ type: 'stray' as const, stray })),
  ];
  rowsOf.set(waves, rows);
  return rows;
}

function wordsOf(row: RingRow): string {
  if (row.type === 'ring')
    return `${row.wave.ring.id} ${ringState(row)} ${row.wave.missing.join(' ')} ${row.wave.incidents.map(({ note }) => note).join(' ')}`;
  const { machine, cliVersion, ring, reason } = row.stray;
  return `${machine} ${cliVersion} ${ring ?? ''} ${reason} stray`;
}

/** The rings in their order, then the machines, as far as they pass the filter. */
export const ringRows = perState((state): readonly RingRow[] => {
  const filter = filterOf(state, 'upgrade-rings');
  const rows = allRows(state);
  const found = filter === '' ? rows : rows.filter((row) => matches(wordsOf(row), filter));
  return ringSorting.apply(state, found);
});

/** The row under the cursor. */
export function selectedRing(state: State): RingRow | undefined {
  return ringRows(state)[cursorOf(state, 'upgrade-rings')];
}

/** Reads the rings, and what is shown above them. */
export function loadRings(before: State): Step {
  const [state, ...effects] = loadUpgrade(before);
  const now = rings.of(state);
  if (!state.status?.rollout) return [state, ...effects];
  const wanted = `${state.status.entries} ${state.now.getTime()}`;
  if (now.of === wanted || (now.read && isRunning(state))) return [state, ...effects];
  return [
    rings.set(state, { ...now, of: wanted }),
    ...effects,
    {
      name: 'read-rings',
      input: wanted,
      carryOut: async (doing) => {
        const set = (found: Partial<ReturnType<typeof rings.of>>) => {
          const change: Change = (later) =>
            rings.of(later).of === wanted ? rings.set(later, { ...rings.of(later), ...found }) : later;
          doing.change(change);
        };
        try {
          await doing.reading(async (store) => {
            if (!store) return;
            const [waves, { source }] = await Promise.all([
              readWaves(doing.world(), store),
              readRingPlan(store),
            ]);
            set({ read: { waves, source }, fault: undefined });
          });
        } catch (cause) {
          // The history is closed once the cockpit is left.
          if (doing.signal.aborted) return;
          if (!(cause instanceof CockpitError)) throw cause;
          set({ read: undefined, fault: describeFault(cause) });
        }
      },
    },
  ];
}

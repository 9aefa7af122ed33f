import { CockpitError } from '../../../domain/base/errors.ts';
import { describeFault, type FormSpec, formOverlay, refused } from '../../shell/decision.ts';
import { show } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type FormOverlay, type State, type Step, tell } from '../../shell/state.ts';
import { jumpTo } from './find.ts';
import { openRuns, queryOf, showsMachineRows } from './found.ts';
import { existing } from './questions.ts';

const machineRows: Binding = {
  command: 'machine-rows',
  keys: ['m'],
  description:
    'show or hide what the program recorded by itself; each run of a suite is one row, which enter opens',
  footer: 'machine rows',
  press: (state) => [{ ...showsMachineRows.set(state, !showsMachineRows.of(state)), detail: undefined }],
};

const jump: Binding = {
  command: 'jump',
  keys: ['#'],
  description: 'go to an entry by its number, to the first or last of all, or to a day or time',
  footer: 'go to',
  press: (state) => {
    const form: FormSpec<{ to: string }> = {
      quick: true,
      title: () => 'Go to an entry',
      fields: () => [
        {
          label: 'Number, day or time',
          value: '',
          choices: ['first', 'last'],
          required: 'name an entry (12), first, last, a day (2026-11-20), or 7d',
        },
      ],
      read: ([to = '']) => ({ input: { to } }),
    };
    const overlay = formOverlay('jump', form, { about: '', state }, ({ to }, left, now) => {
      const asked = { to, query: queryOf(now), open: openRuns.of(now) };
      const effect = { name: 'jump', input: asked, carryOut: (doing: Doing) => carryOut(doing, asked, left) };
      return { step: [{ ...now, overlay: undefined, detail: undefined }, effect] };
    });
    return [{ ...state, overlay }];
  },
};

/** Shows an entry that may not be loaded yet, by its number. */
export function goToEntry(state: State, seq: number): Step {
  const asked = { to: String(seq), query: queryOf(state), open: openRuns.of(state) };
  const carryOut = async (doing: Doing) => {
    try {
      const change = await doing.reading((store) => jumpTo(existing(store), doing.world(), asked));
      doing.moveTo((now) => {
        // The person may have gone elsewhere in the meantime.
        const isHere = now.screen === 'history' && !now.overlay && !now.detail;
        return isHere ? { ...change(now), detail: { of: 'row', scroll: 0 } } : now;
      });
    } catch (cause) {
      if (!(cause instanceof CockpitError)) throw cause;
      doing.change((now) => tell(now, describeFault(cause)));
    }
  };
  return [show(state, 'history'), { name: 'go-to-entry', input: asked, carryOut }];
}

async function carryOut(doing: Doing, asked: Parameters<typeof jumpTo>[2], left: FormOverlay): Promise<void> {
  try {
    doing.moveTo(await doing.reading((store) => jumpTo(existing(store), doing.world(), asked)));
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    doing.change((state) => refused(state, left, cause));
  }
}

/** Moving about in the history. */
export const movingKeys: readonly Binding[] = [machineRows, jump];

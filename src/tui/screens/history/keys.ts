import { CockpitError } from '../../../domain/base/errors.ts';
import { describeFault, fill, formOverlay, refused, required } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import type { Doing, FormOverlay } from '../../shell/state.ts';
import { jumpTo, queryOf, showsMachineRows } from './find.ts';
import { existing } from './questions.ts';

const machineRows: Binding = {
  command: 'machine-rows',
  keys: ['m'],
  description: 'show or hide what the program recorded by itself, such as results of checks',
  footer: 'machine rows',
  press: (state) => [{ ...showsMachineRows.set(state, !showsMachineRows.of(state)), detail: undefined }],
};

const jump: Binding = {
  command: 'jump',
  keys: ['#'],
  description: 'go to an entry by its number, or to a day or time',
  footer: 'go to',
  press: (state) => {
    const form = {
      title: () => 'Go to an entry',
      fields: () => [{ label: 'Number, day or time', value: '' }],
      read: ([to = '']: readonly string[]) =>
        fill((at) => ({ to: at(0, () => required(to, 'name an entry (12), a day (2026-11-20), or 7d')) })),
    };
    const overlay = formOverlay('jump', form, { about: '', state }, ({ to }, left, now) => {
      const asked = { to, query: queryOf(now) };
      const effect = { name: 'jump', input: asked, carryOut: (doing: Doing) => carryOut(doing, asked, left) };
      return { step: [{ ...now, overlay: undefined, detail: undefined }, effect] };
    });
    return [{ ...state, overlay }];
  },
};

async function carryOut(doing: Doing, asked: Parameters<typeof jumpTo>[2], left: FormOverlay): Promise<void> {
  try {
    doing.moveTo(await doing.reading((store) => jumpTo(existing(store), doing.world(), asked)));
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    doing.change((state) => refused(state, left, describeFault(cause)));
  }
}

/** Moving about in the history. */
export const movingKeys: readonly Binding[] = [machineRows, jump];

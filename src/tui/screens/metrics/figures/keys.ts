import { parseWindow } from '../../../../domain/metrics/days.ts';
import { GROUPINGS } from '../../../../domain/metrics/scope.ts';
import { chooseOne, type FormSpec, fill, formOverlay, oneOf } from '../../../shell/decision.ts';
import type { Binding } from '../../../shell/screen.ts';
import { asked, type MetricsAsked } from './read.ts';

/** A quick form of one field that changes what is read. */
function choose(
  spec: Pick<Binding, 'command' | 'keys' | 'description' | 'footer'>,
  form: FormSpec<Partial<MetricsAsked>>,
): Binding {
  return {
    ...spec,
    press: (state) => {
      const overlay = formOverlay(spec.command, form, { about: '', state }, (chosen, _, now) => ({
        step: [{ ...asked.set(now, { ...asked.of(now), ...chosen }), overlay: undefined }],
      }));
      return [{ ...state, overlay }];
    },
  };
}

const windows = ['7d', '30d', '90d', '365d'];

/** This month, the one before and this quarter, as a window is typed. */
function windowsOf(now: Date): readonly string[] {
  const month = (by: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + by, 1)).toISOString().slice(0, 7);
  const quarter = `${now.getUTCFullYear()}-Q${Math.floor(now.getUTCMonth() / 3) + 1}`;
  return [...windows, month(0), month(-1), quarter];
}

const chooseWindow = choose(
  {
    command: 'metrics-window',
    keys: ['w'],
    description: 'choose the days that the figures are of: 30d, 2026-10, 2026-Q3, or from..to',
    footer: 'window',
  },
  {
    quick: true,
    title: () => 'The days that the figures are of (UTC)',
    fields: (_, state) => [
      {
        label: 'Window',
        value: asked.of(state).window,
        choices: windowsOf(state.now),
        required: 'name a window, such as 30d or 2026-10',
      },
    ],
    read: ([window = ''], _, { now }) =>
      fill((at) => {
        at(0, () => parseWindow(window, now));
        return { window };
      }),
  },
);

const nobody = 'none';

const chooseGroups = choose(
  {
    command: 'metrics-by',
    keys: ['b'],
    description: 'group the figures by team, cost centre, repository or surface',
    footer: 'group by',
  },
  {
    quick: true,
    title: () => 'Group the figures by',
    fields: (_, state) => [
      {
        label: 'Groups',
        value: asked.of(state).by ?? nobody,
        choices: [nobody, ...GROUPINGS],
        pick: true,
        required: chooseOne,
      },
    ],
    read: ([by = '']) =>
      fill((at) => ({ by: by === nobody ? undefined : at(0, () => oneOf(GROUPINGS, by)) })),
  },
);

/** Choosing which figures are shown. */
export const choosingKeys: readonly Binding[] = [chooseWindow, chooseGroups];

import type { Binding } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { compareKeys } from './compare.ts';
import { PACK } from './detail.ts';
import { openIncident } from './incidents/decide.ts';
import { selectedRow, selectedRun } from './rows.ts';
import { viewKeys } from './views.ts';

/** Why nothing can be done about a captured run. */
const withoutRun = (state: State) => {
  const row = selectedRow(state);
  if (!row) return 'no captured run is selected';
  return row.type === 'live' ? 'it is not recorded yet' : undefined;
};

const showPack: Binding = {
  command: 'show-pack',
  keys: ['p'],
  description: 'show the newest review pack of the selected run',
  footer: 'pack',
  disabled: (state) =>
    withoutRun(state) ??
    (selectedRun(state)?.packs.length ? undefined : 'no review pack was made of this run yet'),
  press: (state) => [{ ...state, detail: { of: PACK, scroll: 0 }, search: '' }],
};

/** What can be done about captured runs. */
export const runKeys: readonly Binding[] = [showPack, ...compareKeys, openIncident, ...viewKeys];

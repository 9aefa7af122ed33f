import type { Binding } from '../../shell/screen.ts';
import { captureRun, importRun, stopWork } from './capture.ts';
import { compareKeys } from './compare.ts';
import { PACK } from './detail.ts';
import { openIncident } from './incidents/decide.ts';
import { makePack } from './pack.ts';
import { provenanceKeys } from './provenance.ts';
import { selectedRun, withoutRun } from './rows.ts';
import { viewKeys } from './views.ts';

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
export const runKeys: readonly Binding[] = [
  captureRun,
  showPack,
  makePack,
  ...provenanceKeys,
  ...compareKeys,
  openIncident,
  importRun,
  stopWork,
  ...viewKeys,
];

import type { Binding } from '../../shell/screen.ts';
import { stopKey } from '../../shell/work.ts';
import { compareKeys } from './compare.ts';
import { PACK } from './detail.ts';
import { openIncident } from './incidents/decide.ts';
import { provenanceKeys } from './provenance.ts';
import { selectedRun, withoutRun } from './rows.ts';
import { otherViews, viewKeys } from './views.ts';

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

const stopRunsWork = stopKey('stop-runs-work', {
  description: 'stop what is in progress here',
  alsoOn: otherViews,
});

/** What can be done about captured runs. */
export const runKeys: readonly Binding[] = [
  showPack,
  ...provenanceKeys,
  ...compareKeys,
  openIncident,
  stopRunsWork,
  ...viewKeys,
];

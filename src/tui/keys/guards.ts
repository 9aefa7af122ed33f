import { ACTS, type Act } from '../../domain/people/act.ts';
import type { Role } from '../../domain/people/role.ts';
import { usualSignOffRole } from '../../domain/rollout/gate/sign-off-role.ts';
import {
  selectedArtifact,
  selectedChecks,
  selectedItem,
  selectedPhase,
  selectedSource,
} from '../selection.ts';
import type { ScreenId, State } from '../state.ts';

// Why a key cannot be used now, each as a function of the state; undefined when it can.

const unread = (state: State) => (state.status ? undefined : 'the history is being read');
export const whileRunning = (state: State) =>
  unread(state) ?? (state.run.going ? 'a run is going' : undefined);
export const withoutRun = (state: State) => (state.run.going ? undefined : 'no run is going');
export const withRollout = (state: State) =>
  unread(state) ?? (state.status?.rollout ? 'a rollout is there already' : undefined);
const withoutRollout = (state: State) => (state.status?.rollout ? undefined : 'there is no rollout yet');
export const withoutItem = (state: State) =>
  withoutRollout(state) ?? (selectedItem(state) ? undefined : 'no item is selected');
export const withoutRunbook = (state: State) =>
  state.detail && state.screen === 'runbooks' ? undefined : 'no runbook is open';
export const withoutSearch = (state: State) =>
  withoutRunbook(state) ?? (state.search === '' ? 'nothing is looked for; press /' : undefined);

/** Why somebody without a role that an act needs cannot use a key. */
export const withoutRole = (act: Act) => (state: State) => {
  const roles: readonly Role[] = ACTS[act];
  const held = state.me?.roles ?? [];
  return (
    withoutRollout(state) ??
    (roles.some((role) => held.includes(role)) ? undefined : `needs the role ${roles.join(' or ')}`)
  );
};

export const whoMayAttest = (state: State) => {
  const owner = selectedItem(state)?.item.owner;
  return (
    withoutItem(state) ??
    (owner === undefined || state.me?.roles.includes(owner) ? undefined : `needs the role ${owner}`)
  );
};
export const whoMayWaive = (state: State) => withoutItem(state) ?? withoutRole('waive an item')(state);
export const whoMayRevisit = (state: State) =>
  withoutRole('revisit a phase')(state) ??
  (selectedPhase(state)?.gate?.decision === 'passed' ? undefined : 'the phase is not passed');
export const whoMaySign = (state: State) => {
  const phase = selectedPhase(state);
  if (phase?.gate?.decision === 'passed') return 'the phase is passed';
  const role = phase && usualSignOffRole(phase, state.me?.roles ?? []);
  return withoutRollout(state) ?? (role ? undefined : 'you have no role to sign with');
};
export const whoMayPass = (state: State) =>
  withoutRole('pass a phase')(state) ??
  (selectedPhase(state)?.gate?.decision === 'passed' ? 'the phase is passed' : undefined);
export const withoutCheck = (state: State) =>
  whileRunning(state) ?? (selectedChecks(state).length > 0 ? undefined : 'no check is selected');
export const whileReading = (state: State) =>
  state.plugins.reading ? 'the plugins are being read' : undefined;
export const withoutSource = (state: State) =>
  whileReading(state) ?? (selectedSource(state) ? undefined : 'no source is selected');
export const whoMay = (act: Act) => (state: State) => withoutSource(state) ?? withoutRole(act)(state);
export const lists: readonly ScreenId[] = [
  'rollout',
  'checks',
  'history',
  'turn',
  'runbooks',
  'plugins',
  'policy',
  'artifacts',
];
export const whileTrying = (state: State) =>
  state.sandbox.trying === undefined ? undefined : 'the profiles are being tried';
export const withoutArtifact = (state: State) =>
  withoutRollout(state) ??
  (selectedArtifact(state)?.newest ? undefined : 'no artifact that was begun is selected');
export const notInReview = (state: State) =>
  withoutArtifact(state) ??
  (selectedArtifact(state)?.newest?.awaits.length ? undefined : 'it is not in review; submit it first');

import type { Progress } from '../../domain/base/progress.ts';
import { ACTS, type Act } from '../../domain/people/act.ts';
import type { Role } from '../../domain/people/role.ts';
import { type State, slice } from './state.ts';

// Why a key cannot be used now, each as a function of the state; undefined when it can.

/** What is there is not known yet. */
export const unread = (state: State) => (state.status ? undefined : 'the history is being read');

/** What else than a run of a suite is being carried out and can be stopped; only one thing at a time can be. */
export const otherRun = slice<OtherRun | undefined>('other run', undefined);

/** Work that is neither a run of a suite nor over; `since` is milliseconds of the monotonic clock. */
type OtherRun = { what: string; since: number; stopping: boolean } & Progress;

/** Whether leaving would break something off. */
export const isRunning = (state: State) => state.run.going || otherRun.of(state) !== undefined;

export const whileRunning = (state: State) => {
  const other = otherRun.of(state);
  return (
    unread(state) ??
    (state.run.going ? 'a run is in progress' : undefined) ??
    (other && `${other.what} is in progress`)
  );
};

/** The suite is read from files, apart from the history. */
export const withoutSuite = ({ suite }: State) => (suite ? undefined : 'the suite is being read');

export const withRollout = (state: State) =>
  unread(state) ?? (state.status?.rollout ? 'a rollout is there already' : undefined);

export const withoutRollout = (state: State) =>
  unread(state) ?? (state.status?.rollout ? undefined : 'there is no rollout yet');

/** Why somebody without a role that an act needs cannot use a key. */
export const withoutRole = (act: Act) => (state: State) => {
  const roles: readonly Role[] = ACTS[act];
  const held = state.me?.roles ?? [];
  return (
    withoutRollout(state) ??
    (roles.some((role) => held.includes(role)) ? undefined : `needs the role ${roles.join(' or ')}`)
  );
};

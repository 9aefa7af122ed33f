import { CockpitError } from '../../domain/base/errors.ts';
import type { ReadableHistory } from '../shell/connection.ts';
import { describeFault } from '../shell/decision.ts';
import { isRunning } from '../shell/guards.ts';
import { type Doing, type State, type Step, slice } from '../shell/state.ts';

/** What was read, and of what; `fault` says why it could not be. */
export type LateRead<T> = { of: string | undefined; value: T | undefined; fault: string | undefined };

/**
 * Something that a view reads when it is shown and may have changed: entries were recorded, the clock went on, or
 * something else is asked for.
 *
 * @param asked what else it depends on, as a text
 */
export function lateRead<T>(
  name: string,
  read: (store: ReadableHistory, doing: Doing, state: State) => Promise<T>,
  asked: (state: State) => string = () => '',
) {
  const kept = slice<LateRead<T>>(name, { of: undefined, value: undefined, fault: undefined });
  const wantedOf = (state: State) =>
    state.status && `${state.status.entries} ${state.now.getTime()} ${asked(state)}`;
  /** Shows this as what was read for the state. */
  const set = (state: State, found: Partial<LateRead<T>>) =>
    kept.set(state, { ...kept.of(state), of: wantedOf(state), ...found });
  const load = (state: State): Step => {
    const wanted = wantedOf(state);
    const now = kept.of(state);
    if (wanted === undefined || now.of === wanted) return [state];
    // What is being carried out records all the time, and the screens are read again after it.
    if (now.value !== undefined && isRunning(state)) return [state];
    const carryOut = async (doing: Doing) => {
      const found = (made: Partial<LateRead<T>>) =>
        doing.change((later) =>
          kept.of(later).of === wanted ? kept.set(later, { ...kept.of(later), ...made }) : later,
        );
      try {
        const value = await doing.reading((store) => read(store, doing, state));
        found({ value, fault: undefined });
      } catch (cause) {
        // The history is closed once the cockpit is left.
        if (doing.signal.aborted) return;
        if (!(cause instanceof CockpitError)) throw cause;
        found({ value: undefined, fault: describeFault(cause) });
      }
    };
    return [kept.set(state, { ...now, of: wanted }), { name: `read-${name}`, input: wanted, carryOut }];
  };
  return { of: kept.of, set, load };
}

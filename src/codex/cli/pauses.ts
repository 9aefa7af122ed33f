import { setImmediate } from 'node:timers/promises';

/** Milliseconds after which signals and timers get a turn. */
const mostBusyMs = 20;

/** Pauses in long synchronous work, so that Ctrl-C works: thousands of small files are read faster synchronously. */
export type Pauses = {
  isDue: () => boolean;
  /** @throws the reason of the signal once it is aborted */
  take: () => Promise<void>;
};

export function pauses(signal?: AbortSignal): Pauses {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since > mostBusyMs,
    take: async () => {
      await setImmediate();
      signal?.throwIfAborted();
      since = performance.now();
    },
  };
}

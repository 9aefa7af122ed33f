import type { OnProgress } from '../../domain/base/progress.ts';
import { otherRun } from './guards.ts';
import type { Binding } from './screen.ts';
import { type Doing, type Effect, tell } from './state.ts';

/**
 * Does work that takes long, shows how far it is, and can be stopped.
 *
 * @returns undefined when it was stopped
 * @throws what the work throws
 */
export async function doWork<T>(
  doing: Doing,
  what: string,
  work: (signal: AbortSignal, onProgress: OnProgress) => Promise<T>,
): Promise<T | undefined> {
  let result: T | undefined;
  let failed: { cause: unknown } | undefined;
  await doing.run(async (signal) => {
    doing.change((state) => otherRun.set(state, { what, since: performance.now(), stopping: false }));
    const onProgress: OnProgress = (progress) =>
      doing.change((state) => {
        const now = otherRun.of(state);
        return now ? otherRun.set(state, { ...now, ...progress }) : state;
      });
    try {
      result = await work(signal, onProgress);
    } catch (cause) {
      // What was stopped may end in any way.
      if (!signal.aborted) failed = { cause };
    } finally {
      doing.change((state) => otherRun.set(state, undefined));
    }
  });
  if (failed) throw failed.cause;
  return result;
}

const stop = (name: string): Effect => ({
  name,
  carryOut: async (doing) => {
    doing.change((state) => {
      const other = otherRun.of(state);
      return other ? otherRun.set(state, { ...other, stopping: true }) : state;
    });
    doing.stop();
  },
});

/** The key that stops what takes long on a screen and on the views that belong to it. */
export const stopKey = (
  command: string,
  { description, alsoOn }: Required<Pick<Binding, 'description' | 'alsoOn'>>,
): Binding => ({
  command,
  keys: ['s'],
  description,
  footer: 'stop',
  alsoOn,
  disabled: (state) => {
    const other = otherRun.of(state);
    if (!other) return 'nothing is in progress here';
    return other.stopping ? 'it is stopping' : undefined;
  },
  press: (state) => [tell(state, `stopping: ${otherRun.of(state)?.what ?? ''}…`), stop(command)],
});

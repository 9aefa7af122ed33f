import { availableParallelism } from 'node:os';
import pMap from 'p-map';

/** Does something with each item, as many at a time as there are cores, and keeps their order. */
export function sideBySide<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  return pMap(items, work, { concurrency: availableParallelism() });
}

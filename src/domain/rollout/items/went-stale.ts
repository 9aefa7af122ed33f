import { allItems, type DerivedRollout } from '../derive-rollout.ts';
import type { JudgedItem } from './item-status.ts';

/**
 * The items that went stale since a time, oldest first.
 *
 * @param since RFC 3339; undefined counts all that are stale
 */
export function wentStale(derived: DerivedRollout, since: string | undefined): readonly JudgedItem[] {
  return allItems(derived)
    .filter(({ state, staleSince }) => state === 'stale' && staleSince !== undefined)
    .filter(({ staleSince }) => since === undefined || Date.parse(staleSince ?? '') >= Date.parse(since))
    .sort((one, other) => Date.parse(one.staleSince ?? '') - Date.parse(other.staleSince ?? ''));
}

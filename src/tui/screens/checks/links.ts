import type { Link } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { linksToItemsThatNeed, linkToEntry } from '../links.ts';
import type { CheckRow } from './rows.ts';

/** What an open check leads to: the entry with its result, and the items that ask for it. */
export function checkLinks(state: State, row: CheckRow | undefined): readonly Link[] {
  if (!row) return [];
  const { check, result } = row;
  return [
    ...(result ? [linkToEntry(result.seq, `${check.id}: ${result.verdict}`)] : []),
    ...linksToItemsThatNeed(state, 'check', check.id),
  ];
}

import { concernOf } from '../../../report/rollout/awaited.ts';
import type { Link } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import { linkToGate, linkToItem, linkToPerson } from '../links.ts';
import { actionOf, selectedTurnRow } from './rows.ts';

/** What the open action leads to: its item, the gate that waits for it, the people who could do it. */
export function turnLinks(state: State): readonly Link[] {
  const row = selectedTurnRow(state);
  if (!row) return [];
  const { item, phase } = concernOf(state.status?.phases ?? [], actionOf(row)?.subject ?? '');
  return [
    ...(item ? [linkToItem(item.item.id)] : []),
    ...(phase ? [linkToGate(phase.id)] : []),
    ...(row.type === 'no one' ? [] : row.awaited.people.map(linkToPerson)),
  ];
}

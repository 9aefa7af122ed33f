import type { JudgedItem } from '../domain/rollout/item-status.ts';
import { cleanLine } from '../domain/text/clean.ts';
import type { Paint } from './paint.ts';
import { paintState } from './paint-state.ts';
import { alignColumns } from './table.ts';

/** Items with their states, one a line. */
export function renderItemTable(items: readonly JudgedItem[], paint: Paint): string {
  if (items.length === 0) return 'No item.\n';
  const rows = items.map(({ item, state, reason }) => [
    paintState(state, paint, 16),
    item.id,
    item.required ? 'required' : 'optional',
    item.owner,
    cleanLine(reason),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

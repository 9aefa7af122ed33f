import { cleanLine } from '../../domain/base/text/clean.ts';
import type { JudgedItem } from '../../domain/rollout/items/item-status.ts';
import { type Paint, paintState } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

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

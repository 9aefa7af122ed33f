import type { PhaseState } from '../../domain/rollout/derive-rollout.ts';
import type { ItemState } from '../../domain/rollout/items/item-status.ts';
import type { Paint } from './paint.ts';

type Look = { glyph: string; style: Parameters<Paint>[0] };

const looks: Record<ItemState | PhaseState, Look> = {
  satisfied: { glyph: '✔', style: 'green' },
  passed: { glyph: '✔', style: 'green' },
  waived: { glyph: '◇', style: 'cyan' },
  'not applicable': { glyph: '–', style: 'gray' },
  ahead: { glyph: '○', style: 'gray' },
  open: { glyph: '○', style: 'yellow' },
  current: { glyph: '▶', style: 'yellow' },
  stale: { glyph: '▲', style: 'yellow' },
  drifted: { glyph: '▲', style: 'yellow' },
  failing: { glyph: '✘', style: 'red' },
};

/** A state as glyph and word; the colour only repeats what the word says. */
export function paintState(state: ItemState | PhaseState, paint: Paint, width = 0): string {
  const { glyph, style } = looks[state];
  return paint(style, `${glyph} ${state}`.padEnd(width));
}

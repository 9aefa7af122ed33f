import { styleText } from 'node:util';
import type { SuiteVerdict, Verdict } from '../../domain/checks/verdict.ts';
import type { PhaseState } from '../../domain/rollout/derive-rollout.ts';
import type { ItemState } from '../../domain/rollout/items/item-status.ts';
import { stateLooks, verdictLooks } from './looks.ts';

type Style = Parameters<typeof styleText>[0];

/** Puts a style on a text, or leaves it alone where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

export const colourful: Paint = (style, text) => styleText(style, text, { validateStream: false });

/** A verdict as glyph and word; the colour only repeats what the word says. */
export function paintVerdict(verdict: Verdict | SuiteVerdict, paint: Paint, width = 0): string {
  const { glyph, colour } = verdictLooks[verdict];
  return paint(colour, `${glyph} ${verdict}`.padEnd(width));
}

/** The same for a state. */
export function paintState(state: ItemState | PhaseState, paint: Paint, width = 0): string {
  const { glyph, colour } = stateLooks[state];
  return paint(colour, `${glyph} ${state}`.padEnd(width));
}

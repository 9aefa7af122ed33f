import { styleText } from 'node:util';
import type { SuiteVerdict, Verdict } from '../../domain/checks/verdict.ts';

type Style = Parameters<typeof styleText>[0];

/** Puts a style on a text, or leaves it alone where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_, text) => text;

export const colourful: Paint = (style, text) => styleText(style, text, { validateStream: false });

type Look = { glyph: string; style: Style };

const looks: Record<Verdict, Look> = {
  pass: { glyph: '✔', style: 'green' },
  warn: { glyph: '▲', style: 'yellow' },
  fail: { glyph: '✘', style: 'red' },
  skip: { glyph: '○', style: 'gray' },
  manual: { glyph: '☞', style: 'cyan' },
  error: { glyph: '!', style: 'magenta' },
};

/** A verdict as glyph and word; the colour only repeats what the word says. */
export function paintVerdict(verdict: Verdict | SuiteVerdict, paint: Paint, width = 0): string {
  const { glyph, style } = looks[verdict];
  return paint(style, `${glyph} ${verdict}`.padEnd(width));
}

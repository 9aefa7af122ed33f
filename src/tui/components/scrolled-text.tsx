import { Text, type TextProps } from 'ink';
import type { ReactNode } from 'react';
import { clean } from '../../domain/base/text/clean.ts';
import { type Theme, useTheme } from '../shell/look/theme.ts';
import type { Page } from '../shell/state.ts';
import { type LineKind, lineKinds } from './line-kinds.ts';
import { lastScroll, wrapLines } from './text.ts';

type Props = {
  text: string;
  /** First line to show; the view stops at the end of the text. */
  scroll: number;
  size: Page;
  /** How a line looks, beside what its kind gives it. */
  look?: (line: string) => TextProps;
};

/** A text, wrapped and scrolled, with colours for headings and differences. */
export function ScrolledText({ text, scroll, size: { rows, columns }, look }: Props): ReactNode {
  const theme = useTheme();
  const lines = wrapLines(text, columns);
  const from = Math.min(scroll, lastScroll(lines.length, rows));
  const kinds = lineKinds(clean(text).split('\n'));
  const shown = lines.slice(from, from + rows);
  // One text for all lines: each one more is a box that has to be laid out.
  return (
    <Text>
      {shown.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
        <Text key={index} {...lookOf(kinds[part.from], theme)} {...look?.(part.line)}>
          {`${part.line}${index < shown.length - 1 ? '\n' : ''}`}
        </Text>
      ))}
    </Text>
  );
}

function lookOf(kind: LineKind, { accent, verdict }: Theme): TextProps {
  switch (kind) {
    case 'heading':
      return { bold: true, ...accent };
    case 'added':
      return verdict('pass').colour;
    case 'removed':
      return verdict('fail').colour;
    case 'hunk':
      return accent;
    default:
      return {};
  }
}

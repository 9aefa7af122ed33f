import { Box, Text, type TextProps } from 'ink';
import type { ReactNode } from 'react';
import { lastScroll, wrapText } from './text.ts';

type Props = {
  text: string;
  /** First line to show; the view stops at the end of the text. */
  scroll: number;
  width: number;
  height: number;
  /** How a line looks. */
  look?: (line: string) => TextProps;
};

/** A text, wrapped and scrolled. The last line says how much there is when it does not fit. */
export function ScrolledText({ text, scroll, width, height, look }: Props): ReactNode {
  const lines = wrapText(text, width);
  const last = lastScroll(lines.length, height);
  const from = Math.min(scroll, last);
  const to = last === 0 ? lines.length : from + height - 1;
  const shown = lines.slice(from, to).map((line, index) => ({ number: from + index + 1, line }));
  return (
    <Box flexDirection="column">
      {shown.map(({ number, line }) => (
        <Text key={number} wrap="truncate" {...look?.(line)}>
          {line === '' ? ' ' : line}
        </Text>
      ))}
      {last > 0 && (
        <Text dimColor>
          lines {from + 1}–{to} of {lines.length}
        </Text>
      )}
    </Box>
  );
}

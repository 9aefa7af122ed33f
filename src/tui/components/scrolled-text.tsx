import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { wrapText } from './text.ts';

type Props = {
  text: string;
  /** First line to show; the view stops at the end of the text. */
  scroll: number;
  width: number;
  height: number;
};

/** A text, wrapped and scrolled. The last line says how much there is when it does not fit. */
export function ScrolledText({ text, scroll, width, height }: Props): ReactNode {
  const lines = wrapText(text, width);
  if (lines.length <= height) return <Text>{lines.join('\n')}</Text>;
  const from = Math.min(scroll, lines.length - (height - 1));
  const to = from + height - 1;
  return (
    <Box flexDirection="column">
      <Text>{lines.slice(from, to).join('\n')}</Text>
      <Text dimColor>
        lines {from + 1}–{to} of {lines.length}
      </Text>
    </Box>
  );
}

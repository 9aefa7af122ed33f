import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { useTheme } from '../../shell/look/theme.ts';
import type { Page } from '../../shell/state.ts';
import { Quiet } from '../quiet.tsx';

type Props = {
  title: string;
  /** What the lower edge says, such as the place of the cursor. */
  note?: string;
  /** With the edges. */
  size: Page;
  children: ReactNode;
};

/**
 * A part of the screen with edges; `insideOf` says how much room they leave.
 *
 *     ╭─ Checks ───────╮
 *     │ ▸ cli.version  │
 *     ╰───────── 1/55 ─╯
 */
export function Pane({ title, note = '', size: { rows, columns }, children }: Props): ReactNode {
  const { quiet, isSpoken } = useTheme();
  if (isSpoken)
    return (
      <Box flexDirection="column">
        <Text>
          {[title, note]
            .filter((text) => text !== '')
            .map(cleanLine)
            .join(', ')}
        </Text>
        {children}
      </Box>
    );
  return (
    <Box flexDirection="column" width={columns} height={rows} flexShrink={0}>
      <Edge ends="╭╮" text={title} columns={columns} isTitle />
      <Box
        borderStyle="round"
        borderTop={false}
        borderBottom={false}
        borderDimColor={quiet.dimColor ?? false}
        {...(quiet.color === undefined ? {} : { borderColor: quiet.color })}
        paddingX={1}
        height={rows - 2}
        overflow="hidden"
        flexDirection="column"
      >
        {children}
      </Box>
      <Edge ends="╰╯" text={note} columns={columns} />
    </Box>
  );
}

function Edge({
  ends,
  text,
  columns,
  isTitle = false,
}: {
  ends: string;
  text: string;
  columns: number;
  isTitle?: boolean;
}): ReactNode {
  const fitted = fitLine(cleanLine(text), Math.max(0, columns - 6));
  const word = fitted === '' ? '' : ` ${fitted} `;
  const line = '─'.repeat(Math.max(0, columns - 3 - stringWidth(word)));
  const [left, right] = [`${ends[0]}${isTitle ? '─' : line}`, `${isTitle ? line : '─'}${ends[1]}`];
  return (
    <Text wrap="truncate">
      <Quiet>{left}</Quiet>
      <Text bold={isTitle}>{word}</Text>
      <Quiet>{right}</Quiet>
    </Text>
  );
}

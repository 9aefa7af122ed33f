import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { Quiet } from '../../components/quiet.tsx';
import { useTheme } from '../look/theme.ts';

type Props = {
  title: string;
  /** The keys that can be used in it. */
  hint: string;
  children: ReactNode;
};

/** A titled box that stands in place of the screen while it takes the keys. */
export function OverlayBox({ title, hint, children }: Props): ReactNode {
  const { accent } = useTheme();
  return (
    <Box flexDirection="column" borderStyle="round" paddingX={1}>
      <Text bold {...accent} wrap="truncate">
        {title}
      </Text>
      {children}
      <Quiet wrap="truncate">{hint}</Quiet>
    </Box>
  );
}

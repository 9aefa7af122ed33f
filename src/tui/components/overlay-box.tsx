import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../theme-context.ts';

/** A titled box that stands in place of the screen while it takes the keys. */
export function OverlayBox({
  title,
  hint,
  children,
}: {
  title: string;
  hint: string;
  children: ReactNode;
}): ReactNode {
  const { accent } = useTheme();
  return (
    <Box flexDirection="column" borderStyle="round" paddingX={1}>
      <Text bold {...accent}>
        {title}
      </Text>
      {children}
      <Text dimColor>{hint}</Text>
    </Box>
  );
}

import { Text, type TextProps } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../shell/look/theme.ts';

/** A text that matters less than the rest: titles of columns, edges, hints. It can be read on every background. */
export function Quiet(props: TextProps): ReactNode {
  return <Text {...useTheme().quiet} {...props} />;
}

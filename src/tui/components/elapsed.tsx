import { Text, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import { formatDuration } from '../../domain/base/time/duration.ts';

/** Time since `since` (milliseconds of the monotonic clock), counting while it is shown. */
export function Elapsed({ since }: { since: number }): ReactNode {
  useAnimation({ interval: 100 });
  return <Text>{formatDuration(Math.max(0, performance.now() - since))}</Text>;
}

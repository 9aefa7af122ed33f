import { Text, useAnimation } from 'ink';
import type { ReactNode } from 'react';
import { progressBar } from '../../domain/base/text/progress.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { useTheme } from '../shell/look/theme.ts';

/** Work in progress: what it is, and since when, in milliseconds of the monotonic clock; undefined before it began. */
export type Work = { what: string; since?: number | undefined };

type Props = {
  work: Work;
  /** How many steps are over of how many; no bar is shown while none are known. */
  done?: number | undefined;
  planned?: number | undefined;
  /** Whether esc stops it. */
  canStop?: boolean;
};

/** One line that says what is being done, how far it is and for how long. */
export function Working({ work: { what, since }, done = 0, planned = 0, canStop = false }: Props): ReactNode {
  const { spinner, warning, isSpoken } = useTheme();
  const { frame } = useAnimation({ interval: 100, isActive: !isSpoken });
  const bar = planned > 0 ? ` ${progressBar(done, planned, 10)} ${done} of ${planned}` : '';
  const elapsed = since === undefined ? '' : `, ${formatDuration(Math.max(0, performance.now() - since))}`;
  return (
    <Text {...warning} wrap="truncate">
      {`${spinner[frame % spinner.length]} ${what}…${bar}${elapsed}${canStop ? ', esc stops' : ''}`}
    </Text>
  );
}

import { Text } from 'ink';
import type { ReactNode } from 'react';
import { countOf } from '../../../domain/base/text/progress.ts';
import { clockTime } from '../../../domain/base/time/moment.ts';
import { useTheme } from '../../shell/look/theme.ts';
import { type State, slice } from '../../shell/state.ts';

/** What a verification came to. */
type Verified = { whole: boolean; entries: number; at: Date };

type Verification = {
  /** How far one is; undefined while none is in progress. */
  progress: string | undefined;
  last: Verified | undefined;
};

const verification = slice<Verification>('verification', { progress: undefined, last: undefined });

/** Why the history cannot be verified now. */
export const whileVerifying = (state: State) =>
  verification.of(state).progress === undefined ? undefined : 'the history is being verified';

/** Says how far a verification is; undefined when it is over. */
export function verifying(state: State, progress: string | undefined): State {
  return verification.set(state, { ...verification.of(state), progress });
}

/** Keeps what a verification came to. */
export function verifiedAs(state: State, last: Verified): State {
  return verification.set(state, { ...verification.of(state), last });
}

/** What is known of the proof of the history, in a line, and whether it is good. */
function verifiedText(state: State): { text: string; verdict: 'pass' | 'warn' | 'fail' | 'skip' } {
  const { progress, last } = verification.of(state);
  if (progress !== undefined) return { text: progress, verdict: 'warn' };
  if (!last) return { text: 'not verified here yet: v verifies every entry and every text', verdict: 'skip' };
  const { whole, entries, at } = last;
  const newer = (state.status?.entries ?? entries) - entries;
  const found = `${whole ? 'whole' : 'NOT whole'}: ${countOf(entries, 'entry', 'entries')}, verified ${clockTime(at)}`;
  if (newer === 0) return { text: `${found} (v verifies again)`, verdict: whole ? 'pass' : 'fail' };
  const before =
    newer > 0 ? `before ${countOf(newer, 'newer entry', 'newer entries')}` : 'when there were more entries';
  return { text: `${found}, ${before} (v verifies again)`, verdict: whole ? 'warn' : 'fail' };
}

/** The line below the list. */
export function VerifiedLine({ state }: { state: State }): ReactNode {
  const theme = useTheme();
  const { text, verdict } = verifiedText(state);
  const { text: look, colour } = theme.verdict(verdict);
  return (
    <Text {...colour} wrap="truncate">
      {`${look.slice(0, 1)} ${text}`}
    </Text>
  );
}

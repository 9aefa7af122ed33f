import type { PhaseId } from '../../base/phase.ts';

/** Which entries of the history are wanted; all that are given must match. */
export type HistoryFilter = {
  /** Who acted: the whole address, in any case. */
  who?: string | undefined;
  /** Words of the line that says what was done. */
  what?: string | undefined;
  /** From this moment on; RFC 3339 UTC with milliseconds, as in an entry. */
  since?: string | undefined;
  /** Before this moment. */
  until?: string | undefined;
  /** A whole subject such as `item/pilot.cases`, or the part before its slash. */
  subject?: string | undefined;
  /** One of these kinds: a whole one such as `phase.signed`, or the part before its dot. */
  kinds?: readonly string[] | undefined;
  /** About this phase, or recorded while the rollout was in it. */
  phase?: PhaseId | undefined;
  /** Naming this CLI version. */
  version?: string | undefined;
  /** Recorded while this CLI version was the pin. */
  pin?: string | undefined;
  /** Words of anything that the entry says. */
  text?: string | undefined;
};

/** True when every entry is wanted. */
export function wantsAll(filter: HistoryFilter): boolean {
  return Object.values(filter).every((wanted) => wanted === undefined || wanted.length === 0);
}

import type { Surface } from '../runbooks/item.ts';

/** The pinned CLI version of a rollout that names none. */
export const DEFAULT_PIN = '0.139.0';

/** The rollout that a database holds. */
export type Rollout = {
  name: string;
  /** The CLI version that the organisation has agreed on. */
  pin: string;
  /** Since when that version is the pin, RFC 3339. */
  pinnedAt: string;
  /** Where people use Codex. */
  surfaces: readonly Surface[];
  startedAt: string;
  startedBy: string;
};

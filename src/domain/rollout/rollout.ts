import { UsageError } from '../base/errors.ts';
import type { Surface } from '../runbooks/item.ts';

/** The pinned CLI version of a rollout that names none. */
export const DEFAULT_PIN = '0.139.0';

/** The rollout of a database. */
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

/** The refusal of everything that needs a rollout while none was started. */
export function noRollout(): UsageError {
  return new UsageError(
    'there is no rollout in this database yet',
    'Start one: codex-cockpit init --name "Our rollout"',
  );
}

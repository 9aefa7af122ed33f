import { UsageError } from '../base/errors.ts';
import { cleanLine } from '../base/text/clean.ts';
import { didYouMean } from '../base/text/suggest.ts';

/** The roles of a rollout. Who may do what is decided by them alone. */
export const ROLES = [
  'platform engineer',
  'rollout owner',
  'security owner',
  'analytics owner',
  'auditor',
  'team lead',
] as const;

export type Role = (typeof ROLES)[number];

/**
 * Reads a role as people type it: `rollout-owner` and `Rollout Owner` too.
 *
 * @throws UsageError for an unknown role, with the nearest one
 */
export function parseRole(text: string): Role {
  const asked = cleanLine(text).toLowerCase().replaceAll(/[-_]/g, ' ');
  const found = ROLES.find((role) => role === asked);
  if (found) return found;
  throw new UsageError(
    `there is no role "${cleanLine(text)}"${didYouMean(asked, ROLES)}`,
    `The roles are: ${ROLES.join(', ')}.`,
  );
}

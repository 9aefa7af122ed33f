import { fail, type Judgement, pass, skip, warn } from '../../judgement.ts';

/** A configured approval policy, and what a session gets that asks for it. */
export type ApprovalTrial = {
  /** File and value as they are configured. */
  where: string;
  asked: string;
  /** Undefined when the CLI does not say. */
  gets: string | undefined;
  /** Why no session starts with it. */
  refused: string | undefined;
  /** Whether requirements of the machine do not allow it: then another one is what they are for. */
  isForbidden: boolean;
};

/**
 * Fails when a session gets another approval policy than the one configured, or none starts with it; warns when the
 * requirements of the machine are the reason.
 */
export function judgeApprovals(trials: readonly ApprovalTrial[]): Judgement {
  if (trials.length === 0) return skip('no approval policy is configured');
  const refused = trials.filter((trial) => trial.refused !== undefined);
  const others = trials.filter(({ asked, gets }) => gets !== undefined && gets !== asked);
  const changed = others.filter(({ isForbidden }) => !isForbidden);
  if (refused.length + changed.length > 0) {
    return fail({
      summary:
        refused.length > 0
          ? 'a configured approval policy is refused'
          : 'a configured approval policy is used as another one',
      expected: [...refused, ...changed].map(({ where, asked }) => `"${asked}" in ${where}`).join('; '),
      actual: [
        ...refused.map(({ where, refused: why }) => `${where}: ${why}`),
        ...changed.map(({ where, gets }) => `${where}: a session gets "${gets}"`),
      ].join('; '),
    });
  }
  if (others.length > 0) {
    return warn({
      summary: 'a configured approval policy is not allowed by the requirements',
      expected: others.map(({ where, asked }) => `"${asked}" in ${where}`).join('; '),
      actual: others.map(({ where, gets }) => `${where}: a session gets "${gets}"`).join('; '),
      remedy: 'Write a policy that the requirements allow, so that the file says what holds.',
    });
  }
  return pass(`used as written: ${trials.map(({ where, asked }) => `${asked} in ${where}`).join(', ')}`);
}

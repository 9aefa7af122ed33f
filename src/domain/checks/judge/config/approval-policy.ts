import { fail, type Judgement, pass, skip } from '../../judgement.ts';

/** A configured approval policy, and what a session gets that asks for it. */
export type ApprovalTrial = {
  /** File and value as they are configured. */
  where: string;
  asked: string;
  /** Undefined when the CLI does not say. */
  gets: string | undefined;
  /** Why no session starts with it. */
  refused: string | undefined;
};

/** Fails when a session gets another approval policy than the one configured, or none starts with it. */
export function judgeApprovals(trials: readonly ApprovalTrial[]): Judgement {
  if (trials.length === 0) return skip('no approval policy is configured');
  const refused = trials.filter((trial) => trial.refused !== undefined);
  const changed = trials.filter(({ asked, gets }) => gets !== undefined && gets !== asked);
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
  return pass(`used as written: ${trials.map(({ where, asked }) => `${asked} in ${where}`).join(', ')}`);
}

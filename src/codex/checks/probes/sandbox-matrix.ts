import { judgeLive, judgeMatrix } from '../../../domain/checks/judge/sandbox.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { tryTeamProfiles } from '../../sandbox/try-team-profiles.ts';
import type { Probe } from '../probe.ts';

/** What commands can do under each profile, by the sandbox helper. */
export const sandboxMatrix: Probe<'sandbox.matrix'> = async (context, { profiles, outbound }) => {
  const matrix = await tryTeamProfiles(context, { profiles, outbound, modes: ['helper'] });
  return matrix ? judgeMatrix(matrix) : skip('there is no profile to try');
};

/** The same with the requirements of the machine, which the helper leaves out otherwise. */
export const sandboxManaged: Probe<'sandbox.managed'> = async (context, { profiles, outbound }) => {
  const matrix = await tryTeamProfiles(context, { profiles, outbound, modes: ['managed'] });
  return matrix ? judgeMatrix(matrix) : skip('there are no requirements on this machine');
};

/** The same as a tool call of a session: what the helper denies, a session may allow (openai/codex#40555). */
export const sandboxLive: Probe<'sandbox.live'> = async (context, { profiles, outbound }) => {
  const matrix = await tryTeamProfiles(context, { profiles, outbound, modes: ['helper', 'live'] });
  return matrix ? judgeLive(matrix) : skip('there is no profile to try');
};

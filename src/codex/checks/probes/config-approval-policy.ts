import * as z from 'zod';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type ApprovalTrial, judgeApprovals } from '../../../domain/checks/judge/config.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { AppServerError } from '../../app-server/app-server-client.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import { readAllConfigs } from '../../config/team-config.ts';
import type { Probe } from '../probe.ts';

const requirements = z.looseObject({
  requirements: z.looseObject({ allowedApprovalPolicies: z.array(z.unknown()).nullish() }).nullish(),
});

const thread = z.looseObject({ approvalPolicy: z.unknown() });

/** Starts a session for every approval policy that some layer sets, on an empty home, and looks what it gets. */
export const configApprovalPolicy: Probe<'config.approval-policy'> = async (context) => {
  const { teamHome, project, work } = context;
  const files = await readAllConfigs({ home: teamHome, project });
  const set = files.flatMap(({ name, config }) => {
    const asked = config?.approval_policy;
    return typeof asked === 'string' ? [{ where: name, asked }] : [];
  });
  if (set.length === 0) return judgeApprovals([]);
  return withAppServer(context, async ({ client, handshake }) => {
    if (handshake.type !== 'answered') return skip('the app-server of this CLI does not answer');
    // A version that cannot say what it requires is taken at its word.
    const allowed = await client
      .request('configRequirements/read', {})
      .then((reply) => requirements.parse(reply).requirements?.allowedApprovalPolicies ?? undefined, refusal);
    const isForbidden = (asked: string) => Array.isArray(allowed) && !allowed.includes(asked);
    const trials: ApprovalTrial[] = [];
    for (const { where, asked } of set) {
      const config = { approval_policy: asked };
      const answer = await client
        .request('thread/start', { cwd: work, ephemeral: true, config })
        .then((reply) => thread.parse(reply).approvalPolicy, refusal);
      const refused = answer instanceof AppServerError ? cleanLine(answer.message) : undefined;
      const gets = typeof answer === 'string' ? answer : undefined;
      trials.push({ where, asked, gets, refused, isForbidden: isForbidden(asked) });
    }
    return judgeApprovals(trials);
  });
};

function refusal(cause: unknown): AppServerError {
  if (cause instanceof AppServerError) return cause;
  throw cause;
}

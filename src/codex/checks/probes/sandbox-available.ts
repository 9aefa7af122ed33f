import { judgeSandboxStart } from '../../../domain/checks/judge/sandbox.ts';
import { copyTeamHome } from '../../cli/scratch.ts';
import type { Probe } from '../probe.ts';

export const sandboxAvailable: Probe<'sandbox.available'> = async (context, { profile }) => {
  // Built-in profiles are judged without the team's configuration; a custom one needs it.
  if (!profile.startsWith(':')) await copyTeamHome(context.teamHome, context.home, ['config.toml']);
  const outcome = await context.codexRun(['sandbox', '-P', profile, '--', 'echo', context.nonce]);
  return judgeSandboxStart(outcome, profile, context.nonce);
};

import type { CapturedRun } from '../events.ts';
import type { ExecArguments } from './exec-arguments.ts';

/** What a session file says; empty where it does not say. */
type SessionPolicy = { sandbox: string; approval: string; network: boolean | null };

/**
 * The policy of a run: what its session file says, else what its arguments ask for. Arguments say nothing about the network
 * of `workspace-write`, which the configuration decides.
 */
export function policyOf(
  session: SessionPolicy | undefined,
  { sandbox, approval }: Pick<ExecArguments, 'sandbox' | 'approval'>,
): CapturedRun['policy'] {
  if (session && (session.sandbox !== '' || session.approval !== ''))
    return {
      sandbox: session.sandbox || null,
      approval: session.approval || null,
      network: session.network,
      from: 'session',
    };
  if (sandbox === undefined && approval === undefined)
    return { sandbox: null, approval: null, network: null, from: 'unknown' };
  const network =
    sandbox === undefined || sandbox === 'workspace-write' ? null : sandbox === 'danger-full-access';
  return { sandbox: sandbox ?? null, approval: approval ?? null, network, from: 'arguments' };
}

import type { EffectiveSetting } from './effective-config.ts';
import { type StartedThread, sandboxMode } from './session-check.ts';

/** One thing that a started session said of itself; `asked` is the setting where the session got another value. */
export type SessionFact = { key: string; value: unknown; asked?: unknown };

/**
 * What a session gets, in the words of config.toml, and where that is not what the configuration says:
 * requirements, trust and the mode of the session change settings without an error.
 */
export function sessionFacts(
  thread: StartedThread,
  settings: readonly Pick<EffectiveSetting, 'field' | 'value'>[],
): readonly SessionFact[] {
  const { sandbox, activePermissionProfile: profile } = thread;
  const facts: readonly SessionFact[] = [
    { key: 'approval_policy', value: thread.approvalPolicy },
    { key: 'approvals_reviewer', value: thread.approvalsReviewer },
    { key: 'default_permissions', value: profile?.id },
    { key: 'sandbox_mode', value: sandboxMode(sandbox.type) },
    { key: 'sandbox_workspace_write.network_access', value: sandbox.networkAccess },
    { key: 'sandbox_workspace_write.writable_roots', value: sandbox.writableRoots },
    { key: 'model', value: thread.model },
    { key: 'model_provider', value: thread.modelProvider },
    { key: 'model_reasoning_effort', value: thread.reasoningEffort },
  ];
  return facts
    .filter(({ value }) => value !== undefined && value !== null)
    .map((fact) => {
      const asked = settings.find(({ field }) => field === fact.key)?.value;
      // A profile takes the place of the mode, and the session lists more writable folders than were asked for.
      const isOther =
        asked !== undefined && !Array.isArray(asked) && JSON.stringify(asked) !== JSON.stringify(fact.value);
      return isOther && !(fact.key === 'sandbox_mode' && profile) ? { ...fact, asked } : fact;
    });
}

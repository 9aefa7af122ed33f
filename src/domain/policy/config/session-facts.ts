import * as z from 'zod';
import type { EffectiveSetting } from './effective-config.ts';
import { type StartedThread, sandboxMode } from './session-check.ts';

type Asked = readonly Pick<EffectiveSetting, 'field' | 'value'>[];

/** One thing that a started session said of itself; `asked` is the setting where the session got another value. */
export type SessionFact = { key: string; value: unknown; asked?: unknown };

/**
 * What a session gets, in the words of config.toml, and where that is not what the configuration says:
 * requirements, trust and the mode of the session change settings without an error.
 */
export function sessionFacts(thread: StartedThread, settings: Asked): readonly SessionFact[] {
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
  return withAsked(facts, settings, profile?.id !== undefined);
}

const turnContext = z.looseObject({
  approval_policy: z.unknown(),
  approvals_reviewer: z.string().nullish(),
  sandbox_policy: z.looseObject({
    type: z.string(),
    network_access: z.unknown().optional(),
    writable_roots: z.array(z.string()).optional(),
  }),
  model: z.string(),
  effort: z.string().nullish(),
});

/** What a session wrote down of a turn in its file; newer versions add others. */
export type TurnContext = z.output<typeof turnContext>;

/** The first turn in the file of a session, which has one JSON object a line; undefined when there is none. */
export function readTurnContext(text: string): TurnContext | undefined {
  for (const line of text.split('\n')) {
    if (!line.includes('"turn_context"')) continue;
    const { data } = z
      .looseObject({ type: z.literal('turn_context'), payload: turnContext })
      .safeParse(parsed(line));
    if (data) return data.payload;
  }
  return undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The same for a turn of `codex exec`, which names no permission profile. */
export function turnFacts(
  { approval_policy, approvals_reviewer, sandbox_policy: sandbox, model, effort }: TurnContext,
  settings: Asked,
): readonly SessionFact[] {
  const hasProfile = settings.some(({ field }) => field === 'default_permissions');
  return withAsked(
    [
      { key: 'approval_policy', value: approval_policy },
      { key: 'approvals_reviewer', value: approvals_reviewer },
      { key: 'sandbox_mode', value: sandbox.type },
      { key: 'sandbox_workspace_write.network_access', value: sandbox.network_access },
      {
        key: 'sandbox_workspace_write.writable_roots',
        value: sandbox.writable_roots && [...new Set(sandbox.writable_roots)],
      },
      { key: 'model', value: model },
      { key: 'model_reasoning_effort', value: effort },
    ],
    settings,
    hasProfile,
  );
}

function withAsked(
  facts: readonly SessionFact[],
  settings: Asked,
  hasProfile: boolean,
): readonly SessionFact[] {
  return facts
    .filter(({ value }) => value !== undefined && value !== null)
    .map((fact) => {
      const asked = settings.find(({ field }) => field === fact.key)?.value;
      // A profile takes the place of the mode, and the session lists more writable folders than were asked for.
      const isOther =
        asked !== undefined && !Array.isArray(asked) && JSON.stringify(asked) !== JSON.stringify(fact.value);
      return isOther && !(fact.key === 'sandbox_mode' && hasProfile) ? { ...fact, asked } : fact;
    });
}

import * as z from 'zod';
import type { EffectiveSetting } from './effective.ts';

/** The parts of the reply to `thread/start` that show its settings; newer versions add others. */
export const startedThread = z.looseObject({
  model: z.string(),
  modelProvider: z.string().nullish(),
  reasoningEffort: z.string().nullish(),
  approvalPolicy: z.unknown(),
  approvalsReviewer: z.string().nullish(),
  sandbox: z.looseObject({
    type: z.string(),
    networkAccess: z.unknown().optional(),
    writableRoots: z.array(z.string()).optional(),
  }),
  activePermissionProfile: z.looseObject({ id: z.string() }).nullish(),
});

export type StartedThread = z.output<typeof startedThread>;

/** The files and flags of a session that is started only to see what it gets. */
export type SessionTrial = {
  requirements: Readonly<Record<string, unknown>> | undefined;
  managedConfig: Readonly<Record<string, unknown>> | undefined;
  config: Readonly<Record<string, unknown>>;
  /** `key=value` as `codex -c` takes them. */
  set: readonly string[];
};

/** What a real session got, or why none was started. */
export type SessionAnswer =
  | { type: 'started'; thread: StartedThread; warnings: readonly string[] }
  | { type: 'refused'; message: string }
  | { type: 'not asked'; reason: string };

/** What a real session said of a setting. */
export type SeenSetting =
  | { type: 'same' }
  | { type: 'other'; value: unknown }
  /** The CLI does not show this one. */
  | { type: 'not shown' };

const sandboxTypes: Readonly<Record<string, string>> = {
  readOnly: 'read-only',
  workspaceWrite: 'workspace-write',
  dangerFullAccess: 'danger-full-access',
  externalSandbox: 'external-sandbox',
};

/** The sandbox mode of a session in the words of config.toml. */
export const sandboxMode = (type: string): string => sandboxTypes[type] ?? type;

/** Compares a setting with a session that was really started. */
export function compareWithSession({ key, gets }: EffectiveSetting, thread: StartedThread): SeenSetting {
  const seen = seenIn(key, thread);
  if (seen === undefined || seen === null) return { type: 'not shown' };
  return canonical(seen) === canonical(gets) ? { type: 'same' } : { type: 'other', value: seen };
}

function seenIn(key: string, thread: StartedThread): unknown {
  switch (key) {
    case 'approval_policy':
      return thread.approvalPolicy;
    case 'approvals_reviewer':
      return thread.approvalsReviewer;
    case 'sandbox_mode':
      return sandboxMode(thread.sandbox.type);
    case 'default_permissions':
      return thread.activePermissionProfile?.id;
    case 'model':
      return thread.model;
    default:
      return undefined;
  }
}

/** Tables are compared by their set switches: the CLI adds the ones that are off. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  const pairs = Object.entries(value)
    .filter(([, inner]) => inner !== false)
    .map(([name, inner]): [string, string] => [name, canonical(inner)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(pairs);
}

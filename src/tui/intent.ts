import type { PhaseId } from '../domain/base/phase.ts';
import type { Role } from '../domain/people/role.ts';
import type { PluginCommand } from '../domain/plugins/inventory/plugin-command.ts';

/** Something that is done once a person has confirmed it. */
export type Intent =
  | { type: 'run'; ids: readonly string[] }
  | { type: 'stop' }
  | { type: 'start-rollout'; name: string; pin: string }
  | { type: 'attest'; item: string; note: string }
  | { type: 'waive'; item: string; reason: string; days: string }
  | { type: 'withdraw'; item: string; reason: string }
  | { type: 'sign'; phase: PhaseId; role: Role }
  | { type: 'pass'; phase: PhaseId }
  | { type: 'revisit'; phase: PhaseId; reason: string }
  | { type: 'move-pin'; version: string; reason: string }
  | { type: 'add-person'; email: string; role: string }
  | { type: 'snapshot' }
  | { type: 'upgrade-review'; marketplace: string }
  /** `shown` is what the person was shown of it. */
  | { type: 'acknowledge'; source: string; shown: readonly PluginCommand[] }
  | { type: 'promote'; source: string; reason: string }
  | { type: 'demote'; source: string; reason: string }
  | { type: 'block'; source: string; reason: string }
  | { type: 'submit-artifact'; artifact: string }
  | { type: 'approve-artifact'; artifact: string; digest: string }
  | { type: 'act-as'; email: string }
  | { type: 'quit' };

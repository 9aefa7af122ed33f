import type { Rollout } from '../../domain/rollout/rollout.ts';
import { jsonDocument } from '../base/json-document.ts';

/** A rollout for programs, `codex-cockpit/rollout` version 1 (docs/json.md). */
export function renderRolloutJson(rollout: Rollout): string {
  return jsonDocument('rollout', {
    name: rollout.name,
    pin: rollout.pin,
    pinned_at: rollout.pinnedAt,
    surfaces: rollout.surfaces,
    started_at: rollout.startedAt,
    started_by: rollout.startedBy,
  });
}

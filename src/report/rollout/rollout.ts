import type { PinMove } from '../../domain/rollout/pin-move.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import { jsonDocument } from '../base/json-document.ts';

/** A rollout for programs, `codex-cockpit/rollout` version 1 (docs/json.md). */
export function renderRolloutJson(rollout: Rollout): string {
  return jsonDocument('rollout', rolloutMembers(rollout));
}

/** The same of a rollout whose pin was moved, with what that changes; `rollout` is undefined while it is not moved. */
export function renderPinMoveJson({
  rollout,
  move,
}: {
  rollout: Rollout | undefined;
  move: PinMove;
}): string {
  const { from, to, items, gates } = move;
  const signOffs = move.signOffs.map(({ seq, ...rest }) => ({ ...rest, entry: seq }));
  const changes = { from, to, items, sign_offs: signOffs, gates };
  return rollout
    ? jsonDocument('rollout', { ...rolloutMembers(rollout), changes })
    : jsonDocument('pin-move', changes);
}

function rolloutMembers(rollout: Rollout) {
  return {
    name: rollout.name,
    pin: rollout.pin,
    pinned_at: rollout.pinnedAt,
    surfaces: rollout.surfaces,
    started_at: rollout.startedAt,
    started_by: rollout.startedBy,
  };
}

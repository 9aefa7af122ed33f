import type { Person } from '../../domain/people/person.ts';
import type { DerivedPhase } from '../../domain/rollout/derive-rollout.ts';
import type { JudgedItem } from '../../domain/rollout/items/item-status.ts';
import type { NextAction } from '../../domain/rollout/next-action.ts';
import { gateDistance } from './phase-text.ts';

/** An item as JSON output names it; absent values are null. */
export function itemFields({ item, state, reason, staleSince, requirements, waiver }: JudgedItem) {
  return {
    id: item.id,
    title: item.title,
    why: item.why,
    how: item.how,
    runbook: item.runbook,
    owner: item.owner,
    required: item.required,
    surfaces: item.surfaces,
    max_age_days: item.maxAgeDays ?? null,
    version_bound: item.versionBound,
    state,
    reason,
    stale_since: staleSince ?? null,
    evidence: requirements.map((one) => ({
      kind: one.requirement.kind,
      key: one.requirement.key,
      statement: one.requirement.statement ?? null,
      state: one.state,
      reason: one.reason,
      entry: one.evidence?.seq ?? null,
      at: one.evidence?.at ?? null,
      by: one.evidence?.actor ?? null,
      cli_version: one.evidence?.version || null,
      sha256: one.evidence?.digest ?? null,
    })),
    waiver: waiver
      ? {
          reason: waiver.reason,
          approver: waiver.approver,
          entry: waiver.seq,
          at: waiver.at,
          expires_at: waiver.expiresAt,
        }
      : null,
  };
}

/** A phase as JSON output names it. */
export function phaseFields(phase: DerivedPhase) {
  return {
    id: phase.id,
    title: phase.title,
    goal: phase.goal,
    output: phase.output,
    state: phase.state,
    required: phase.progress.required,
    held: phase.progress.held,
    gate_distance: gateDistance(phase),
    blockers: phase.blockers,
    required_sign_offs: phase.requiredSignOffs,
    sign_offs: phase.signOffs.map((one) => ({
      role: one.role,
      person: one.person,
      at: one.at,
      entry: one.seq,
      evidence_sha256: one.evidenceDigest,
      signed: one.signature !== undefined,
      public_key: one.signature?.publicKey ?? null,
      state: one.state,
      reason: one.reason || null,
      changes: one.changes,
    })),
    gate: phase.gate
      ? { decision: phase.gate.decision, at: phase.gate.at, by: phase.gate.actor, entry: phase.gate.seq }
      : null,
    items: phase.items.map(itemFields),
  };
}

/** A person as JSON output names them. */
export function personFields({ email, name, roles, keys, seq }: Person) {
  return { email, name: name ?? null, roles, keys, entry: seq };
}

/** A next action as JSON output names it. */
export function actionFields({ action, why, command, role, subject }: NextAction) {
  return { action, why, command, role, subject };
}

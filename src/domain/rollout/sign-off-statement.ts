import { canonicalJson } from '../audit/entry.ts';
import type { Role } from '../people/role.ts';
import type { PhaseId } from './phase.ts';

/** The namespace of our SSH signatures (ssh-keygen(1), `-n`): one made for us counts nowhere else. */
export const signatureNamespace = 'codex-cockpit';

/** The text that a person signs under a gate: who, as what, which phase of which rollout, on which evidence. */
export function signOffStatement(signed: {
  rollout: string;
  phase: PhaseId;
  role: Role;
  person: string;
  evidenceDigest: string;
}): string {
  return canonicalJson({
    statement: 'codex-cockpit sign-off',
    v: 1,
    rollout: signed.rollout,
    phase: signed.phase,
    role: signed.role,
    person: signed.person,
    evidence_sha256: signed.evidenceDigest,
  });
}

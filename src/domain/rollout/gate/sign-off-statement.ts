import * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { PhaseId } from '../../base/phase.ts';
import type { Role } from '../../people/role.ts';

/** The namespace of our SSH signatures (ssh-keygen(1), `-n`): one made for us counts nowhere else. */
export const signatureNamespace = 'codex-cockpit';

type Signed = {
  rollout: string;
  phase: PhaseId;
  role: Role;
  person: string;
  evidenceDigest: string;
};

/** What makes a statement unlike every other one: a random text, and the time of signing, RFC 3339. */
type Once = { nonce: string; signedAt: string };

/**
 * The text that a person signs under a gate: who, as what, which phase of which rollout, on which evidence. With
 * `once` no two statements are the same, so that a copy is distinguished from a signature that was given again. Version 1 was
 * without it.
 */
export function signOffStatement(signed: Signed, once?: Once): string {
  return canonicalJson({
    statement: 'codex-cockpit sign-off',
    rollout: signed.rollout,
    phase: signed.phase,
    role: signed.role,
    person: signed.person,
    evidence_sha256: signed.evidenceDigest,
    ...(once ? { v: 2, nonce: once.nonce, signed_at: once.signedAt } : { v: 1 }),
  });
}

const secondForm = () => z.object({ v: z.literal(2), nonce: z.string().min(1), signed_at: z.iso.datetime() });

/** Whether a text is a statement of these facts, in any version. */
export function isSignOffStatement(text: string, signed: Signed): boolean {
  if (text === signOffStatement(signed)) return true;
  try {
    const { nonce, signed_at: signedAt } = secondForm().parse(JSON.parse(text));
    return text === signOffStatement(signed, { nonce, signedAt });
  } catch {
    // Whatever cannot be read says nothing of the kind.
    return false;
  }
}

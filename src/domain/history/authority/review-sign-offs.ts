import { personKey } from '../../people/person.ts';
import type { Role } from '../../people/role.ts';
import type { HistoryEntry } from '../find/history-entry.ts';

/** A sign-off that somebody should look at. */
export type SignOffFinding = {
  /** The entry of the sign-off. */
  seq: number;
  kind: 'outdated' | 'role taken away' | 'unsigned';
  actor: string;
  /** One sentence without its full stop. */
  reason: string;
};

/**
 * Finds sign-offs of passed gates that were over other evidence than the gate passed on; those of people who have the
 * role no more; and those without a signature of people who had recorded a key.
 *
 * @param entries of the kinds `person.recorded`, `phase.signed` and `phase.passed`, in the order of `seq`
 */
export function reviewSignOffs(entries: readonly HistoryEntry[]): readonly SignOffFinding[] {
  const people = new Map<string, { roles: readonly Role[]; keys: readonly string[] }>();
  const signed = new Map<number, { actor: string; role: Role; evidence: string; phase: string }>();
  const findings: SignOffFinding[] = [];
  for (const { seq, actor, event } of entries) {
    if (event.kind === 'person.recorded') people.set(personKey(event.body.email), event.body);
    if (event.kind === 'phase.signed') {
      const { role, phase, evidence_sha256: evidence, signature } = event.body;
      signed.set(seq, { actor, role, evidence, phase });
      if (signature === null && (people.get(personKey(actor))?.keys.length ?? 0) > 0) {
        const reason = `${actor} signed ${phase} as ${role} without a signature, though a key of theirs was recorded`;
        findings.push({ seq, kind: 'unsigned', actor, reason });
      }
    }
    if (event.kind === 'phase.passed') {
      const { phase, evidence_sha256: passed, sign_offs } = event.body;
      for (const { seq: signOff } of sign_offs) {
        const one = signed.get(signOff);
        if (one === undefined || one.evidence === passed) continue;
        const reason = `${one.actor} signed ${phase} as ${one.role} over other evidence than entry ${seq} passed it on`;
        findings.push({ seq: signOff, kind: 'outdated', actor: one.actor, reason });
      }
    }
  }
  for (const [seq, { actor, role, phase }] of signed) {
    if (people.get(personKey(actor))?.roles.includes(role)) continue;
    const reason = `${actor} signed ${phase} as ${role} and does not have that role now`;
    findings.push({ seq, kind: 'role taken away', actor, reason });
  }
  return findings.sort((one, other) => one.seq - other.seq);
}

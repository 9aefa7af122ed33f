import { readEvent } from '../domain/audit/event.ts';
import type { PhaseId } from '../domain/rollout/phase.ts';
import { signOffStatement } from '../domain/rollout/sign-off-statement.ts';
import type { ReadStore } from '../store/open.ts';
import { verifySignature } from './ssh-signature.ts';
import type { World } from './world.ts';

/** Whether the SSH signature of a sign-off is good. */
export type SignatureCheck = { entry: number; person: string; good: boolean };

/**
 * Verifies the SSH signatures under the gate of a phase again: each must be good, be made with the key in
 * its entry, and be over what its entry says.
 *
 * @throws WorkError when ssh-keygen is missing and there is a signature
 */
export async function verifySignOffs(
  world: World,
  store: ReadStore,
  phase: PhaseId,
): Promise<readonly SignatureCheck[]> {
  const signed = (await store.signOffs()).filter((one) => one.phase === phase && one.publicKey !== undefined);
  const rollout = (await store.rollout())?.name ?? '';
  return Promise.all(
    signed.map(async ({ seq, person }) => {
      const entry = await store.entry(seq);
      const event = entry && readEvent(entry);
      if (event?.kind !== 'phase.signed' || event.body.signature === null)
        return { entry: seq, person, good: false };
      const { role, evidence_sha256, signature } = event.body;
      const statement = signOffStatement({ rollout, phase, role, person, evidenceDigest: evidence_sha256 });
      const { armored, public_key } = signature;
      const good =
        signature.statement === statement &&
        (await verifySignature(world, { statement, publicKey: public_key, armored }));
      return { entry: seq, person, good };
    }),
  );
}

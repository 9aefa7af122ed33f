import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../domain/history/entry/event.ts';
import { SURFACES } from '../../domain/runbooks/item.ts';
import type { Tables } from '../connection/schema.ts';

/** Keeps the rollout, its people, its runbooks, and what was decided about items and gates. */
export async function projectRollout(
  db: Kysely<Tables>,
  entry: Entry,
  { kind, body }: CockpitEvent,
): Promise<void> {
  const { seq, at, actor } = entry;
  switch (kind) {
    case 'rollout.started': {
      const { name, pin } = body;
      const surfaces = SURFACES.join(' ');
      const row = {
        id: 1 as const,
        name,
        pin,
        pinned_at: at,
        surfaces,
        started_at: at,
        started_by: actor,
        seq,
      };
      await db.insertInto('rollout').values(row).execute();
      return;
    }
    case 'rollout.pin-moved':
      await db.updateTable('rollout').set({ pin: body.to, pinned_at: at }).execute();
      return;
    case 'rollout.surfaces-chosen':
      await db
        .updateTable('rollout')
        .set({ surfaces: body.surfaces.join(' ') })
        .execute();
      return;
    case 'person.recorded':
      await db
        .replaceInto('person')
        .values({ email: body.email, seq, has_role: body.roles.length > 0 ? 1 : 0 })
        .execute();
      return;
    case 'runbook.published':
      await db.replaceInto('runbook').values({ id: body.runbook, seq }).execute();
      return;
    case 'item.waived': {
      const { item, reason, expires_at } = body;
      const row = { item, reason, approver: actor, seq, at, expires_at, digest: entry.hash };
      await db.replaceInto('waiver').values(row).execute();
      return;
    }
    case 'item.withdrawn':
      if (body.what === 'waiver') await db.deleteFrom('waiver').where('item', '=', body.item).execute();
      else
        await db
          .deleteFrom('evidence')
          .where('kind', '=', 'attestation')
          .where('key', '=', body.item)
          .execute();
      return;
    case 'phase.signed': {
      const { phase, role, evidence_sha256, signature } = body;
      const row = {
        phase,
        role,
        person: actor,
        seq,
        at,
        evidence_digest: evidence_sha256,
        public_key: signature?.public_key ?? null,
      };
      await db.replaceInto('sign_off').values(row).execute();
      return;
    }
    case 'phase.sign-off-withdrawn':
      await db.deleteFrom('sign_off').where('seq', '=', body.sign_off).execute();
      return;
    case 'phase.passed':
      await db
        .replaceInto('gate')
        .values({ phase: body.phase, decision: 'passed', seq, at, actor })
        .execute();
      return;
    case 'phase.revisited':
      // What was signed was signed for the gate that is open again now.
      await db.deleteFrom('sign_off').where('phase', '=', body.phase).execute();
      await db
        .replaceInto('gate')
        .values({ phase: body.phase, decision: 'revisited', seq, at, actor })
        .execute();
      return;
  }
}

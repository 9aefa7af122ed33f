import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { type ChainFault, ChainVerifier } from '../domain/audit/chain.ts';
import { readEvent } from '../domain/audit/event.ts';
import type { HistoryProof } from '../domain/audit/proof.ts';
import { readEntries } from './entries.ts';
import type { Tables } from './schema.ts';

/** Walks the chain from the first entry, and hashes every blob that an entry names again. */
export async function verifyHistory(db: Kysely<Tables>): Promise<HistoryProof> {
  const verifier = new ChainVerifier();
  const named = new Set<string>();
  let fault: ChainFault | undefined;
  for await (const entry of readEntries(db, {})) {
    fault = verifier.next(entry);
    if (fault) break;
    const event = readEvent(entry);
    if (event.kind === 'check.finished') for (const { sha256 } of event.body.evidence) named.add(sha256);
  }
  const damagedBlobs = await findDamagedBlobs(db, named);
  const entries = verifier.verified;
  const head = entries === 0 ? undefined : verifier.head;
  return { whole: !fault && damagedBlobs.length === 0, entries, head, fault, damagedBlobs };
}

async function findDamagedBlobs(db: Kysely<Tables>, named: Set<string>): Promise<string[]> {
  const damaged: string[] = [];
  for (const sha256 of named) {
    const blob = await db.selectFrom('blob').select('bytes').where('sha256', '=', sha256).executeTakeFirst();
    if (!blob || createHash('sha256').update(blob.bytes).digest('hex') !== sha256) damaged.push(sha256);
  }
  return damaged;
}

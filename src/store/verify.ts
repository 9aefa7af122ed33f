import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { SignedCheckpoint } from '../domain/audit/checkpoint.ts';
import type { Entry } from '../domain/audit/entry.ts';
import { readEvent } from '../domain/audit/event.ts';
import { judgeCheckpoints } from '../domain/audit/judge-checkpoints.ts';
import type { VerifierKey } from '../domain/audit/note-key.ts';
import type { HistoryProof } from '../domain/audit/proof.ts';
import { recordedCheckpoints } from '../domain/audit/recorded-checkpoints.ts';
import { replayStoredAuthority } from './replay-authority.ts';
import { walkHistory } from './walk-history.ts';

/** What a history is held against besides what it says itself. */
export type Outside = {
  /** Checkpoints that were kept elsewhere. */
  checkpoints?: readonly { source: string; checkpoint: SignedCheckpoint }[];
  /** Public keys that were kept elsewhere; when there are any, only these count for checkpoints from outside. */
  keys?: readonly VerifierKey[];
  /** The time of whoever looks, by which entries of a clock that ran ahead are found. */
  now?: Date;
};

/**
 * Walks the chain from the first entry, holds it against all checkpoints, and hashes every blob that
 * an entry names again.
 */
export async function verifyHistory(raw: Database.Database, outside: Outside = {}): Promise<HistoryProof> {
  const proof = await verifyEntries(raw, outside);
  const removed = removedBlobs(raw);
  const { damaged, gone } = checkBlobs(raw, proof.texts, removed);
  const whole = proof.whole && damaged.length === 0;
  const { texts: _, ...rest } = proof;
  const authority = replayStoredAuthority(raw, proof.entries);
  return { ...rest, whole, damagedBlobs: damaged, removedBlobs: gone, authority, unseen: [] };
}

/** What is known of the entries alone. */
export type EntriesProof = Omit<HistoryProof, 'damagedBlobs' | 'removedBlobs' | 'authority' | 'unseen'> & {
  /** Digests of the texts that the entries name. */
  texts: ReadonlySet<string>;
};

/** The same without the blobs: what is needed before a checkpoint is signed. */
export async function verifyEntries(
  raw: Database.Database,
  { checkpoints = [], keys = [], now }: Outside = {},
): Promise<EntriesProof> {
  const recorded = recordedCheckpoints(entriesOfKinds(raw, ['key.made', 'checkpoint.made']));
  const known = keys.length > 0 ? keys : recorded.keys;
  const claims = [
    ...recorded.claims,
    ...checkpoints.map((one) => ({ ...one, kept: 'outside' as const, keys: known })),
  ];
  const { last, fault, roots, texts, clock } = await walkHistory(
    raw,
    claims.map(({ checkpoint }) => checkpoint.size),
    now,
  );
  const entries = last?.seq ?? 0;
  const judged = judgeCheckpoints(claims, {
    entries,
    broken: fault !== undefined,
    rootAt: (size) => roots.get(size),
  });
  const findings = [...judged, ...recorded.unreadable];
  const whole = fault === undefined && findings.every(({ state }) => state === 'extended');
  const root = fault ? undefined : roots.get(entries);
  return { whole, entries, head: last?.hash, root, fault, checkpoints: findings, texts, clock };
}

/** Entries of these kinds in the order of `seq`. */
function entriesOfKinds(raw: Database.Database, kinds: readonly string[]): readonly Entry[] {
  const holes = kinds.map(() => '?').join(', ');
  return raw
    .prepare<string[], Entry>(`SELECT * FROM entry WHERE kind IN (${holes}) ORDER BY seq`)
    .all(...kinds);
}

function removedBlobs(raw: Database.Database): ReadonlySet<string> {
  const digests = new Set<string>();
  for (const entry of entriesOfKinds(raw, ['blobs.removed'])) {
    const { kind, body } = readEvent(entry);
    if (kind === 'blobs.removed') for (const { digest } of body.removed) digests.add(digest);
  }
  return digests;
}

function checkBlobs(
  raw: Database.Database,
  named: ReadonlySet<string>,
  removed: ReadonlySet<string>,
): { damaged: readonly string[]; gone: number } {
  const read = raw.prepare<[string], Uint8Array>('SELECT bytes FROM blob WHERE sha256 = ?').pluck();
  const damaged: string[] = [];
  let gone = 0;
  for (const digest of named) {
    const bytes = read.get(digest);
    if (bytes !== undefined && hash('sha256', bytes, 'hex') === digest) continue;
    if (bytes === undefined && removed.has(digest)) gone += 1;
    else damaged.push(digest);
  }
  return { damaged, gone };
}

import { hash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { OnProgress } from '../../domain/base/progress.ts';
import type { SignedCheckpoint } from '../../domain/history/checkpoints/checkpoint.ts';
import { judgeCheckpoints } from '../../domain/history/checkpoints/judge-checkpoints.ts';
import type { VerifierKey } from '../../domain/history/checkpoints/note-key.ts';
import { recordedCheckpoints } from '../../domain/history/checkpoints/recorded-checkpoints.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { formOf } from '../../domain/history/entry/event.ts';
import type { RecordedActs } from '../../domain/history/proof/history-walk.ts';
import type { HistoryProof } from '../../domain/history/proof/proof.ts';
import { replayStoredAuthority } from '../replay/replay-authority.ts';
import { mayBeCut } from './blob.ts';
import { type HistoryReport, walkHistory } from './walk-history.ts';

/** What a history is compared with besides its own checkpoints. */
export type Outside = {
  /** Checkpoints that were kept elsewhere. */
  checkpoints?: readonly { source: string; checkpoint: SignedCheckpoint }[];
  /** Public keys that were kept elsewhere; when there are any, only these count for checkpoints from outside. */
  keys?: readonly VerifierKey[];
  /** The time of the reader, by which entries of a clock that ran ahead are found. */
  now?: Date | undefined;
  /** Hears how many entries were walked over. */
  onProgress?: OnProgress | undefined;
};

/**
 * Walks the chain from the first entry, compares it with all checkpoints, and hashes every blob that
 * an entry names again.
 */
export async function verifyHistory(raw: Database.Database, outside: Outside = {}): Promise<HistoryProof> {
  const proof = await verifyEntries(raw, outside);
  const { texts, removed, acts, ...rest } = proof;
  const { damaged, gone, full } = checkBlobs(raw, texts, removed);
  const whole = proof.whole && damaged.length === 0;
  const authority = replayStoredAuthority(raw, acts, proof.entries);
  return {
    ...rest,
    whole,
    damagedBlobs: damaged,
    removedBlobs: gone,
    fullTexts: full,
    authority,
    lost: undefined,
    unseen: [],
  };
}

/** What is known of the entries alone. */
export type EntriesProof = Omit<
  HistoryProof,
  'damagedBlobs' | 'removedBlobs' | 'fullTexts' | 'authority' | 'lost' | 'unseen'
> & {
  /** Digests of the texts that the entries name. */
  texts: ReadonlySet<string>;
  /** Digests of the texts that entries say were removed. */
  removed: ReadonlySet<string>;
  acts: RecordedActs;
};

/** The same without the blobs: what is needed before a checkpoint is signed. */
export async function verifyEntries(
  raw: Database.Database,
  { checkpoints = [], keys = [], now, onProgress }: Outside = {},
): Promise<EntriesProof> {
  const sizes = checkpoints.map(({ checkpoint }) => checkpoint.size);
  const { last, fault, roots, texts, ownEntries, clock, acts, untold } = await walkWithRoots(raw, sizes, {
    now,
    onProgress,
  });
  const recorded = recordedCheckpoints(ownEntries);
  const known = keys.length > 0 ? keys : recorded.keys;
  const claims = [
    ...recorded.claims,
    ...checkpoints.map((one) => ({ ...one, kept: 'outside' as const, keys: known })),
  ];
  const entries = last?.seq ?? 0;
  const judged = judgeCheckpoints(claims, {
    entries,
    broken: fault !== undefined,
    rootAt: (size) => roots.get(size),
  });
  const findings = [...judged, ...recorded.unreadable];
  const whole = fault === undefined && findings.every(({ state }) => state === 'extended');
  const root = fault ? undefined : roots.get(entries);
  const removed = removedTexts(ownEntries);
  const head = last?.hash;
  return { whole, entries, head, root, fault, checkpoints: findings, texts, removed, clock, acts, untold };
}

/**
 * Walks over the history, with the roots at the sizes asked for and at those of its own checkpoints. Where these are is
 * known only afterwards: an index finds them before, and when somebody changed the index, the walk is done again.
 */
async function walkWithRoots(
  raw: Database.Database,
  sizes: readonly number[],
  manner: Pick<Outside, 'now' | 'onProgress'>,
): Promise<HistoryReport> {
  const found = raw
    .prepare<[], Entry>(`SELECT * FROM entry WHERE kind IN ('key.made', 'checkpoint.made') ORDER BY seq`)
    .all();
  const marks = [...sizes, ...sizesIn(found)];
  const walked = await walkHistory(raw, marks, manner);
  const end = walked.last?.seq ?? 0;
  const unmarked = sizesIn(walked.ownEntries).filter((size) => size <= end && !walked.roots.has(size));
  if (unmarked.length > 0) return walkHistory(raw, [...marks, ...unmarked], manner);
  // What comes after a fault is not walked over; that there were checkpoints is worth telling.
  const unreached = walked.fault ? found.filter(({ seq }) => seq > end) : [];
  return { ...walked, ownEntries: [...walked.ownEntries, ...unreached] };
}

function sizesIn(entries: readonly Entry[]): readonly number[] {
  return recordedCheckpoints(entries).claims.map(({ checkpoint }) => checkpoint.size);
}

/** Digests of the texts that entries say were removed. An entry that cannot be read says nothing. */
function removedTexts(entries: readonly Entry[]): ReadonlySet<string> {
  const bodies = entries
    .filter(({ kind }) => kind === 'blobs.removed')
    .map(({ body }) => formOf('blobs.removed').safeParse(JSON.parse(body)).data);
  return new Set(bodies.flatMap((body) => body?.removed.map(({ digest }) => digest) ?? []));
}

function checkBlobs(
  raw: Database.Database,
  named: ReadonlySet<string>,
  removed: ReadonlySet<string>,
): { damaged: readonly string[]; gone: number; full: number } {
  const read = raw.prepare<[string], Uint8Array>('SELECT bytes FROM blob WHERE sha256 = ?').pluck();
  const damaged: string[] = [];
  let [gone, full] = [0, 0];
  for (const digest of named) {
    const bytes = read.get(digest);
    if (bytes !== undefined && hash('sha256', bytes, 'hex') === digest) {
      if (mayBeCut(bytes.length)) full += 1;
      continue;
    }
    if (bytes === undefined && removed.has(digest)) gone += 1;
    else damaged.push(digest);
  }
  return { damaged, gone, full };
}

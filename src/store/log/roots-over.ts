import type Database from 'better-sqlite3';
import { leafOfEntry } from '../../domain/history/proof/merkle.ts';
import { type LeafRange, RangeHasher } from '../../domain/history/proof/merkle-proof.ts';

/** Merkle roots over ranges of entries, by the hashes that are stored: verify them first. */
export function rootsOver(raw: Database.Database, ranges: readonly LeafRange[]): readonly string[] {
  const end = Math.max(0, ...ranges.map((range) => range.end));
  const hasher = new RangeHasher(ranges);
  const hashes = raw
    .prepare<[number], string>('SELECT hash FROM entry WHERE seq <= ? ORDER BY seq')
    .pluck()
    .iterate(end);
  for (const hash of hashes) hasher.add(leafOfEntry(hash));
  return hasher.roots();
}

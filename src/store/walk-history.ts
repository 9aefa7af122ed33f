import type Database from 'better-sqlite3';
import type { ChainFault } from '../domain/audit/chain.ts';
import type { Entry } from '../domain/audit/entry.ts';
import type { StretchReport } from '../domain/audit/history-walk.ts';
import { EMPTY_ROOT, rootOver, TreeHasher } from '../domain/audit/merkle.ts';
import { walkStretch } from './walk-stretch.ts';

/** What a walk over all entries found. */
export type HistoryReport = {
  last: Pick<Entry, 'seq' | 'hash'> | undefined;
  fault: ChainFault | undefined;
  /** The root at the end and at each size that was asked for, as far as the walk came. */
  roots: ReadonlyMap<number, string>;
  /** Digests of the texts that the entries name. */
  texts: ReadonlySet<string>;
};

// A power of two, so that each complete stretch is a subtree of the whole (RFC 6962 §2.1).
const stretchLength = 2 ** 15;

/** Verifies all entries, stretch by stretch, and computes the roots at the sizes in `marks`. */
export async function walkHistory(raw: Database.Database, marks: readonly number[]): Promise<HistoryReport> {
  const end = Number(raw.prepare('SELECT max(seq) FROM entry').pluck().get() ?? 0);
  const wanted = [...new Set([...marks, end])]
    .filter((size) => size > 0 && size <= end)
    .sort((a, b) => a - b);
  const joined = new JoinedStretches();
  for (let after = 0; after < end; after += stretchLength) {
    const upTo = Math.min(after + stretchLength, end);
    const inside = wanted.filter((size) => size > after && size <= upTo);
    joined.add(walkStretch(raw, { after, upTo, marks: inside }));
    if (joined.fault) break;
    await pause();
  }
  return joined.report();
}

/** Joins the reports of stretches, given in order, into that of the history. */
class JoinedStretches {
  fault: ChainFault | undefined;
  #last: Pick<Entry, 'seq' | 'hash'> | undefined;
  readonly #tree = new TreeHasher();
  readonly #roots = new Map<number, string>([[0, EMPTY_ROOT]]);
  readonly #texts = new Set<string>();

  add({ last, fault, subtrees, marks, texts }: StretchReport): void {
    this.fault = fault;
    if (last.seq > 0) this.#last = last;
    for (const mark of marks)
      this.#roots.set(mark.size, rootOver([...this.#tree.subtrees, ...mark.subtrees]));
    for (const text of texts) this.#texts.add(text);
    this.#tree.add(rootOver(subtrees));
  }

  report(): HistoryReport {
    return { last: this.#last, fault: this.fault, roots: this.#roots, texts: this.#texts };
  }
}

/** Lets the rest of the program go on between two stretches. */
function pause(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}

import { isOpenKind } from '../authority/open-kind.ts';
import type { Entry } from '../entry/entry.ts';
import type { EventKind } from '../entry/event.ts';
import { textsNamedIn } from '../entry/named-texts.ts';
import { type ChainFault, ChainVerifier } from './chain.ts';
import { type ClockFaults, ClockWatch } from './clock-faults.ts';
import { leafOfEntry, TreeHasher } from './merkle.ts';
import { type Untold, UntoldCounter } from './untold.ts';

/** A stretch of the history: entries from `after` + 1 up to `upTo`. */
export type Stretch = {
  after: number;
  upTo: number;
  /** Sizes of the history at which the root is wanted, in rising order. */
  marks: readonly number[];
  /** The latest time, as entries have it, that is not ahead of the reader; undefined when nobody asks. */
  latest: string | undefined;
};

/** What a walk over a stretch found. The subtrees are those of the tree over the stretch alone. */
export type StretchReport = {
  /** Number and hash of the last entry found whole. */
  last: Pick<Entry, 'seq' | 'hash'>;
  fault: ChainFault | undefined;
  subtrees: readonly string[];
  marks: readonly { size: number; subtrees: readonly string[] }[];
  /** Digests of the texts that the entries name, each once. */
  texts: readonly string[];
  clock: ClockFaults;
  /** The entries about the history itself: its keys, its checkpoints, its texts. */
  ownEntries: readonly Entry[];
  acts: RecordedActs;
  untold: readonly Untold[];
};

/** Who recorded entries, as far as a replay of who was allowed to do what has to know. */
export type RecordedActs = {
  /** Numbers of the entries of which not everybody may record one, in rising order. */
  restricted: readonly number[];
  /** Who recorded the others, each once. */
  openActors: readonly string[];
};

const ownKinds: ReadonlySet<string> = new Set<EventKind>(['key.made', 'checkpoint.made', 'blobs.removed']);

/** Walks a stretch of the history in the order of `seq`, up to its first fault. */
export class HistoryWalk {
  readonly #chain: ChainVerifier;
  readonly #tree = new TreeHasher();
  readonly #wanted: readonly number[];
  readonly #marks: { size: number; subtrees: readonly string[] }[] = [];
  readonly #texts = new Set<string>();
  readonly #clock: ClockWatch;
  readonly #ownEntries: Entry[] = [];
  readonly #restricted: number[] = [];
  readonly #openActors = new Set<string>();
  readonly #untold = new UntoldCounter();

  /** Starts behind the entry given. */
  constructor(
    previous: Pick<Entry, 'seq' | 'hash' | 'at'>,
    { marks, latest }: Omit<Stretch, 'after' | 'upTo'>,
  ) {
    this.#chain = new ChainVerifier(previous);
    this.#wanted = marks;
    this.#clock = new ClockWatch(previous.at, latest);
  }

  next(entry: Entry): ChainFault | undefined {
    const fault = this.#chain.next(entry);
    if (fault) return fault;
    this.#tree.add(leafOfEntry(entry.hash));
    this.#clock.next(entry);
    for (const digest of textsNamedIn(entry.body)) this.#texts.add(digest);
    this.#untold.next(entry);
    if (isOpenKind(entry.kind)) this.#openActors.add(entry.actor);
    else this.#restricted.push(entry.seq);
    if (ownKinds.has(entry.kind)) this.#ownEntries.push(entry);
    if (this.#wanted[this.#marks.length] === entry.seq)
      this.#marks.push({ size: entry.seq, subtrees: this.#tree.subtrees });
    return undefined;
  }

  report(fault: ChainFault | undefined): StretchReport {
    return {
      last: { seq: this.#chain.verified, hash: this.#chain.head },
      fault,
      subtrees: this.#tree.subtrees,
      marks: this.#marks,
      texts: [...this.#texts],
      clock: this.#clock.faults,
      ownEntries: this.#ownEntries,
      acts: { restricted: this.#restricted, openActors: [...this.#openActors] },
      untold: this.#untold.counts,
    };
  }
}

import { availableParallelism } from 'node:os';
import type Database from 'better-sqlite3';
import type { OnProgress } from '../../domain/base/progress.ts';
import { clockToleranceMs } from '../../domain/base/time/moment.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { ChainFault } from '../../domain/history/proof/chain.ts';
import type { ClockFaults } from '../../domain/history/proof/clock-faults.ts';
import type { RecordedActs, Stretch, StretchReport } from '../../domain/history/proof/history-walk.ts';
import { EMPTY_ROOT, rootOver, TreeHasher } from '../../domain/history/proof/merkle.ts';
import { type Untold, UntoldCounter } from '../../domain/history/proof/untold.ts';
import { Thread, toldLater } from './thread.ts';
import { walkStretch } from './walk-stretch.ts';

/** What a walk over all entries found. */
export type HistoryReport = {
  last: Pick<Entry, 'seq' | 'hash'> | undefined;
  fault: ChainFault | undefined;
  /** The root at the end and at each size that was asked for, as far as the walk came. */
  roots: ReadonlyMap<number, string>;
  /** Digests of the texts that the entries name. */
  texts: ReadonlySet<string>;
  clock: ClockFaults;
  /** The entries about the history itself, oldest first. */
  ownEntries: readonly Entry[];
  acts: RecordedActs;
  untold: readonly Untold[];
};

// A power of two, so that each complete stretch is a subtree of the whole (RFC 6962 §2.1).
const stretchLength = 2 ** 15;

// Below, starting threads takes longer than they save.
const worthThreads = 3 * stretchLength;
const maxThreads = 4;

/**
 * Verifies all entries, stretch by stretch, and computes the roots at the sizes in `marks`. Entries that are dated
 * after `now` are named, when it is given. A row with a number that no entry has is a fault as well: the walk begins at
 * 1, and other queries may find that row.
 */
export async function walkHistory(
  raw: Database.Database,
  marks: readonly number[],
  { now, onProgress }: { now?: Date | undefined; onProgress?: OnProgress | undefined } = {},
): Promise<HistoryReport> {
  // As many entries as there are have the first numbers, or one of these is missing: no walk goes further.
  const [end, beyond] = raw
    .prepare<[], [number, string | null]>(
      `SELECT min(count(*), coalesce(max(seq), 0)), CASE WHEN max(seq) > count(*) THEN CAST(max(seq) AS TEXT) END
       FROM entry WHERE seq > 0`,
    )
    .raw()
    .get() ?? [0, null];
  const latest = now && new Date(now.getTime() + clockToleranceMs).toISOString();
  const stretches = cut(end, marks).map((stretch) => ({ ...stretch, latest }));
  const threads = Math.min(availableParallelism(), maxThreads);
  const reports =
    // Threads open the file by its name, which a copy in memory does not have.
    end >= worthThreads && threads > 1 && !raw.memory
      ? walkInThreads(raw.name, stretches, threads)
      : walkInTurns(raw, stretches);
  const joined = new JoinedStretches();
  for await (const report of reports) {
    joined.add(report);
    onProgress?.({ done: report.last.seq, planned: end });
    if (joined.fault) break;
  }
  if (beyond !== null)
    joined.fault ??= { seq: end + 1, reason: `there is an entry ${beyond}, and only ${end} are there` };
  const stray = raw.prepare<[], number>('SELECT seq FROM entry WHERE seq < 1 LIMIT 1').pluck().get();
  if (stray !== undefined)
    joined.fault ??= { seq: stray, reason: 'no entry has such a number; somebody put it there' };
  return joined.report();
}

function cut(end: number, marks: readonly number[]): readonly Omit<Stretch, 'latest'>[] {
  const wanted = [...new Set([...marks, end])].sort((a, b) => a - b);
  return Array.from({ length: Math.ceil(end / stretchLength) }, (_, index) => {
    const after = index * stretchLength;
    const upTo = Math.min(after + stretchLength, end);
    return { after, upTo, marks: wanted.filter((size) => size > after && size <= upTo) };
  });
}

async function* walkInTurns(
  raw: Database.Database,
  stretches: readonly Stretch[],
): AsyncGenerator<StretchReport> {
  for (const stretch of stretches) {
    yield walkStretch(raw, stretch);
    // Lets the rest of the program go on.
    await new Promise((resume) => setImmediate(resume));
  }
}

/** Joins the reports of stretches, given in order, into that of the history. */
class JoinedStretches {
  fault: ChainFault | undefined;
  #last: Pick<Entry, 'seq' | 'hash'> | undefined;
  readonly #tree = new TreeHasher();
  readonly #roots = new Map<number, string>([[0, EMPTY_ROOT]]);
  readonly #texts = new Set<string>();
  readonly #clocks: ClockFaults[] = [];
  readonly #ownEntries: Entry[] = [];
  readonly #restricted: (readonly number[])[] = [];
  readonly #openActors = new Set<string>();
  readonly #untold = new UntoldCounter();

  add({ last, fault, subtrees, marks, texts, clock, ownEntries, acts, untold }: StretchReport): void {
    this.#clocks.push(clock);
    this.#restricted.push(acts.restricted);
    this.#untold.join(untold);
    for (const actor of acts.openActors) this.#openActors.add(actor);
    this.fault = fault;
    if (last.seq > 0) this.#last = last;
    for (const mark of marks)
      this.#roots.set(mark.size, rootOver([...this.#tree.subtrees, ...mark.subtrees]));
    for (const text of texts) this.#texts.add(text);
    this.#ownEntries.push(...ownEntries);
    this.#tree.add(rootOver(subtrees));
  }

  report(): HistoryReport {
    const clock = {
      backwards: this.#clocks.flatMap(({ backwards }) => backwards),
      ahead: this.#clocks.flatMap(({ ahead }) => ahead),
      malformed: this.#clocks.flatMap(({ malformed }) => malformed),
    };
    return {
      last: this.#last,
      fault: this.fault,
      roots: this.#roots,
      texts: this.#texts,
      clock,
      ownEntries: this.#ownEntries,
      acts: { restricted: this.#restricted.flat(), openActors: [...this.#openActors] },
      untold: this.#untold.counts,
    };
  }
}

// Beside this file in the sources, in its folder below the bundle.
const script = new URL(
  import.meta.url.endsWith('.ts') ? './stretch-worker.ts' : './store/log/stretch-worker.js',
  import.meta.url,
);

/**
 * Verifies stretches in threads, and gives their reports in the order of the stretches. Left early, it
 * ends the threads.
 */
export async function* walkInThreads(
  path: string,
  stretches: readonly Stretch[],
  threads: number,
): AsyncGenerator<StretchReport> {
  const walkers = Array.from({ length: threads }, () => new Thread<Stretch, StretchReport>(script, path));
  const reports = stretches.map(() => Promise.withResolvers<StretchReport>());
  // A thread takes the next stretch when it is done with one: other work on the machine may slow one of them down.
  const waiting = stretches.entries();
  const takeTurns = async (walker: Thread<Stretch, StretchReport>) => {
    for (const [index, stretch] of waiting) {
      const answer = walker.ask(stretch);
      reports[index]?.resolve(answer);
      await answer;
    }
  };
  for (const { promise } of reports) toldLater(promise);
  for (const walker of walkers) toldLater(takeTurns(walker));
  try {
    for (const { promise } of reports) yield await promise;
  } finally {
    await Promise.all(walkers.map((walker) => walker.end()));
  }
}

import type { Entry } from '../entry/entry.ts';

/** Entries that an older version recorded, and that do not say what today's say. */
export type Untold = {
  /** How the actor was named, by which account on which host; or which program a check was run on. */
  what: 'origin' | 'program';
  entries: number;
  /** The first and the last of them. */
  first: number;
  last: number;
};

/** Counts, entry by entry, what is not said. */
export class UntoldCounter {
  readonly #counts = new Map<Untold['what'], Untold>();

  next({ seq, kind, body, origin }: Pick<Entry, 'seq' | 'kind' | 'body' | 'origin'>): void {
    if (origin === null || origin === undefined) this.#add('origin', 1, seq, seq);
    if (kind === 'check.finished' && isFirstForm(body)) this.#add('program', 1, seq, seq);
  }

  /** Adds what was counted of a later stretch. */
  join(counts: readonly Untold[]): void {
    for (const { what, entries, first, last } of counts) this.#add(what, entries, first, last);
  }

  get counts(): readonly Untold[] {
    return [...this.#counts.values()];
  }

  #add(what: Untold['what'], entries: number, first: number, last: number): void {
    const known = this.#counts.get(what);
    if (!known) {
      this.#counts.set(what, { what, entries, first, last });
      return;
    }
    known.entries += entries;
    known.last = last;
  }
}

/**
 * Whether a result of a check is of the first form, which names no program. In canonical JSON `v` is one of its last
 * members, and what looks like it inside a text has its quotes escaped: the body need not be parsed.
 */
function isFirstForm(body: string): boolean {
  return body.startsWith('"v":1,', body.lastIndexOf('"v":'));
}

/** One sentence for each thing that older entries do not say. */
export function describeUntold({ what, entries, first, last }: Untold): string {
  const many = entries > 1;
  const which = many ? `${entries} entries (the first ${first}, the last ${last})` : `Entry ${first}`;
  switch (what) {
    case 'origin':
      return `${which} ${many ? 'do' : 'does'} not say how the actor was named, nor by which account on which host: an older version recorded ${many ? 'them' : 'it'}.`;
    case 'program':
      return `${which} ${many ? 'have' : 'has'} the result of a check without the program that was tested, only its version: an older version recorded ${many ? 'them' : 'it'}.`;
  }
}

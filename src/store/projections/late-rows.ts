import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import type { WriteRow } from './write-row.ts';

/** The first and the last of entries that follow one another and are of one day. */
export type DayRow = { day: string; first: number; last: number };

/**
 * Rows that a replay would write again for almost every entry. Here an entry takes the place of the one before, and the
 * last one is written. `write` has to come before anything reads these tables or deletes from them.
 */
export class LateRows {
  readonly #write: WriteRow;
  #day: DayRow | undefined;
  // In the order of the entries, as rows that are written at once are.
  readonly #evidence = new Map<string, RecordedEvidence>();

  constructor(write: WriteRow) {
    this.#write = write;
  }

  async addDay(day: string, seq: number): Promise<void> {
    if (this.#day?.day === day) {
      this.#day.last = seq;
      return;
    }
    if (this.#day) await writeDay(this.#write, this.#day);
    this.#day = { day, first: seq, last: seq };
  }

  async addEvidence(evidence: RecordedEvidence): Promise<void> {
    const { kind, key, version, has_role } = evidence;
    const name = JSON.stringify([kind, key, version, has_role]);
    this.#evidence.delete(name);
    this.#evidence.set(name, evidence);
    if (this.#evidence.size >= mostKept) await this.write();
  }

  async write(): Promise<void> {
    if (this.#day) await writeDay(this.#write, this.#day);
    this.#day = undefined;
    for (const evidence of this.#evidence.values()) await writeEvidence(this.#write, evidence);
    this.#evidence.clear();
  }
}

const mostKept = 1000;

const insertDay = `INSERT INTO day (day, first_seq, last_seq) VALUES (?, ?, ?)
  ON CONFLICT (day) DO UPDATE SET last_seq = excluded.last_seq`;

/** Keeps where a day begins and ends. */
export async function writeDay(write: WriteRow, { day, first, last }: DayRow): Promise<void> {
  await write(insertDay, [day, first, last]);
}

const columns = [
  'kind',
  'key',
  'version',
  'seq',
  'at',
  'actor',
  'has_role',
  'outcome',
  'digest',
  'source',
  'good_until',
  'summary',
] as const satisfies (keyof RecordedEvidence)[];

const replaceEvidence = `REPLACE INTO evidence (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;

/** Keeps evidence in the place of what has the same kind, key, version and role. */
export async function writeEvidence(write: WriteRow, evidence: RecordedEvidence): Promise<void> {
  await write(
    replaceEvidence,
    columns.map((column) => evidence[column]),
  );
}

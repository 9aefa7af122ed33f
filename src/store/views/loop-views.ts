import { type Kysely, sql } from 'kysely';
import { type EventKind, readEvent } from '../../domain/history/entry/event.ts';
import type { LoopEntry, LoopEvent } from '../../domain/metrics/loop/question.ts';
import type { Tables } from '../connection/schema.ts';
import { readSound } from '../log/entries.ts';

/** What the history says of questions about the metrics, and of the changes that follow from them. */
export type LoopViews = {
  /** Every entry about them, oldest first. */
  loopEntries(): Promise<readonly LoopEntry[]>;
  /** When the first figures were recorded, RFC 3339; undefined when none were. */
  firstFigures(): Promise<string | undefined>;
};

const loopKinds: readonly LoopEvent['kind'][] = [
  'question.asked',
  'question.answered',
  'question.retired',
  'change.tied',
  'change.not-needed',
  'change.judged',
  'change.closed',
  'loop-back.recorded',
];

/** Kinds of entries with figures of adoption or of quality. */
const figureKinds: readonly EventKind[] = [
  'metric.recorded',
  'sessions.imported',
  'figures.imported',
  'compliance.imported',
  'quality.recorded',
];

export function loopViews(db: Kysely<Tables>): LoopViews {
  return {
    async loopEntries() {
      const kinds = JSON.stringify(loopKinds);
      const entries = await readSound(
        db,
        sql`SELECT * FROM entry WHERE kind IN (SELECT value FROM json_each(${kinds})) ORDER BY seq`,
      );
      return entries.map((entry) => {
        const { seq, at, actor } = entry;
        return { seq, at, actor, event: readEvent(entry) as LoopEvent };
      });
    },
    async firstFigures() {
      // The lowest number of each kind is found in the index, however many entries there are.
      const kinds = JSON.stringify(figureKinds);
      const [first] = await readSound(
        db,
        sql`SELECT * FROM entry WHERE seq = (SELECT min(first) FROM (
          SELECT (SELECT min(seq) FROM entry WHERE kind = value) AS first FROM json_each(${kinds})))`,
      );
      return first?.at;
    },
  };
}

import { type Kysely, sql } from 'kysely';
import type { RecordedFigure } from '../../domain/metrics/sources/activity-of-figures.ts';
import type { FigureHead, FigureRow } from '../../domain/metrics/sources/figure-row.ts';
import type { Window } from '../../domain/metrics/view.ts';
import type { Tables } from '../connection/schema.ts';

/** What the projections say of imported figures. */
export type FigureViews = {
  /** The newest row of each key that shares a day with a window. */
  figureRows(window: Window): Promise<readonly RecordedFigure[]>;
  /** Entries without their rows, oldest first; of one source when it is named. */
  figureHeads(source?: FigureHead['source']): Promise<readonly { seq: number; body: FigureHead }[]>;
  /** The first and the last day of each source, and the place that was named first. */
  figureSources(): Promise<readonly FigureSource[]>;
  /** Of some keys, the newest row of each as its JSON text in canonical form. */
  knownFigures(
    of: { source: string; place: string },
    keys: readonly string[],
  ): Promise<ReadonlyMap<string, string>>;
};

type FigureSource = { source: string; span: Window; firstPlace: string };

export function figureViews(db: Kysely<Tables>): FigureViews {
  return {
    async figureRows({ from, to }) {
      const { rows } = await sql<Pick<Tables['figure'], 'source' | 'place' | 'seq' | 'row'>>`
        SELECT source, place, seq, row FROM figure WHERE to_day >= ${from} AND from_day <= ${to} ORDER BY seq`.execute(
        db,
      );
      return rows.map(({ source, place, seq, row }) => ({
        ...{ source, place, seq },
        row: JSON.parse(row) as FigureRow,
      }));
    },
    async figureHeads(source) {
      const { rows } = await sql<{ seq: number; head: string }>`
        SELECT seq, head FROM figure_head WHERE ${source ?? null} IS NULL OR source = ${source ?? null} ORDER BY seq`.execute(
        db,
      );
      return rows.map(({ seq, head }) => ({ seq, body: JSON.parse(head) as FigureHead }));
    },
    async figureSources() {
      const { rows } = await sql<{ source: string; from: string; to: string; place: string | null }>`
        SELECT source, min(from_day) AS "from", max(to_day) AS "to", (
          SELECT place FROM figure_head WHERE figure_head.source = figure.source AND place <> '' ORDER BY seq LIMIT 1
        ) AS place FROM figure GROUP BY source`.execute(db);
      return rows.map(({ source, from, to, place }) => ({
        source,
        span: { from, to },
        firstPlace: place ?? '',
      }));
    },
    async knownFigures({ source, place }, keys) {
      const { rows } = await sql<{ key: string; row: string }>`SELECT key, row FROM figure
        WHERE source = ${source} AND place = ${place} AND key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`.execute(
        db,
      );
      return new Map(rows.map(({ key, row }) => [key, row]));
    },
  };
}

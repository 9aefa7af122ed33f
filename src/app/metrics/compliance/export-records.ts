import type { EventBody } from '../../../domain/history/entry/event.ts';
import type { RecordFilter } from '../../../domain/metrics/compliance/known-record.ts';
import { type Exported, type ExportRequest, exportHistory } from '../../history/export/export-history.ts';
import type { DatabaseChoice } from '../../world/session.ts';
import type { World } from '../../world/world.ts';

type Body = EventBody<'compliance.imported'>;

/** A record with whose log it is in, and the entry that has it. */
type FoundRecord = Pick<Body, 'place' | 'log'> & { seq: number; row: Body['rows'][number] };

export type RecordExport = Omit<ExportRequest, 'render' | 'filter' | 'batch'> & {
  filter: Pick<RecordFilter, 'person' | 'from' | 'to'>;
  render: (records: readonly FoundRecord[]) => string;
};

/** An entry has up to 500 records. */
const entriesAtOnce = 4;

/**
 * Exports records of compliance logs in the order in which they were recorded, each once, as the history itself is
 * exported.
 *
 * @throws as exportHistory
 */
export async function exportRecords(
  world: World,
  choice: DatabaseChoice,
  { filter, render, ...request }: RecordExport,
): Promise<Exported & { records: number }> {
  let records = 0;
  const exported = await exportHistory(world, choice, {
    ...request,
    batch: entriesAtOnce,
    filter: { kinds: ['compliance.imported'] },
    render: (entries) => {
      const found = entries.flatMap(({ entry: { seq }, event }): FoundRecord[] =>
        event.kind === 'compliance.imported'
          ? event.body.rows.map((row) => ({ place: event.body.place, log: event.body.log, seq, row }))
          : [],
      );
      const wanted = found.filter(({ row }) => isWanted(row, filter));
      records += wanted.length;
      return render(wanted);
    },
  });
  return { ...exported, records };
}

function isWanted({ at, person, api_key }: FoundRecord['row'], filter: RecordExport['filter']): boolean {
  if (filter.from !== undefined && at < filter.from) return false;
  if (filter.to !== undefined && at >= filter.to) return false;
  return filter.person === undefined || person === filter.person.toLowerCase() || api_key === filter.person;
}

import { canonicalJson } from '../../../domain/base/canonical-json.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { today } from '../../../domain/metrics/days.ts';
import type { QualityBody } from '../../../domain/metrics/events/quality.ts';
import { readColumns, readQualityRow } from '../../../domain/metrics/quality/quality-table.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';
import { inBatches, readRows } from './import-rows.ts';

/** What an import came to: rows that are new or changed, and rows that were there already, just as they are. */
export type ImportedRows = { file: string; added: number; known: number };

/**
 * Imports figures of quality from a table, all rows or none. A row that is recorded already is not recorded again; one
 * of the same metric, days, team and repository (or of the same id) takes the place of the earlier one.
 *
 * @throws UsageError when the file cannot be read, or a row of it, or there is no rollout
 * @throws RefusedError without the role
 */
export async function importQuality(
  world: World,
  store: Store,
  { file, ...progress }: { file: string; signal: AbortSignal; onProgress: OnProgress },
): Promise<ImportedRows> {
  const actor = await actingPerson(world);
  await authorize(store, actor, 'import metrics');
  const last = today(world.now());
  const { name, rows } = await readRows(
    file,
    world.cwd,
    (columns) => {
      const cellsOf = readColumns(columns);
      return (cells) => readQualityRow(cellsOf(cells), last);
    },
    progress,
  );
  let added = 0;
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'import metrics');
    const known = await knownRows(views);
    const fresh = rows.filter((row) => known.get(row.key) !== canonicalJson(row));
    added = fresh.length;
    return inBatches(fresh).map((part) => ({
      actor,
      subject: 'quality/file',
      event: { kind: 'quality.recorded' as const, body: { v: 1, source: 'file', name, rows: [...part] } },
    }));
  });
  return { file: name, added, known: rows.length - added };
}

/** What files said so far, by key. */
async function knownRows(views: Views): Promise<ReadonlyMap<string, string>> {
  const entries = bodiesOf(await views.entriesOfKind('quality.recorded'), 'quality.recorded');
  const ofFiles = entries.filter(({ body }) => body.source === 'file');
  return new Map(
    ofFiles.flatMap(({ body }) =>
      body.rows.map((row: QualityBody['rows'][number]) => [row.key, canonicalJson(row)] as const),
    ),
  );
}

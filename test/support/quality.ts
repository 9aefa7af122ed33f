import type { QualityMetric } from '../../src/domain/metrics/metric-set.ts';
import type { Store } from '../../src/store/connection/open.ts';

/** A row of quality of a day, as a file has it. */
export type QualityRow = {
  metric?: QualityMetric;
  day: string;
  total: number;
  n?: number | null;
  repository?: string;
  team?: string;
};

/** Records rows of quality as an imported file. */
export async function recordQuality(store: Store, rows: readonly QualityRow[]): Promise<void> {
  const body = {
    ...{ v: 1 as const, source: 'file' as const, name: 'quality.csv' },
    rows: rows.map(({ metric = 'defect-rate', day, total, n = null, repository = '', team = '' }) => ({
      ...{ key: JSON.stringify([metric, day, repository, team]), metric, from: day, to: day },
      ...{ team, repository, id: null, total, n, priorities: null },
    })),
  };
  await store.append(async () => [
    { actor: 'ada@example.com', subject: 'metrics', event: { kind: 'quality.recorded', body } },
  ]);
}

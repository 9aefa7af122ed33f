import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { alignColumns } from '../base/table.ts';

/** The newest value of each metric, one a line. */
export function renderMetrics(metrics: readonly RecordedEvidence[]): string {
  if (metrics.length === 0) return 'No metric is recorded.\n';
  const rows = metrics.map(({ key, summary, at, actor, seq }) => [
    cleanLine(key),
    cleanLine(summary),
    at.slice(0, 10),
    cleanLine(actor),
    `entry ${seq}`,
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

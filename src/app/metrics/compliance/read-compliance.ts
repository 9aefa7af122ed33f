import { type Coverage, coverageOf, RETENTION_DAYS } from '../../../domain/metrics/compliance/coverage.ts';
import type { KnownRecord, RecordFilter } from '../../../domain/metrics/compliance/known-record.ts';
import { notCovered } from '../../../domain/metrics/compliance/not-covered.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';

/** What is known of the compliance logs. It has no figures of use: those stand beside quality alone. */
export type ComplianceView = {
  retentionDays: number;
  /** How far each log is known. */
  coverage: readonly Coverage[];
  /** What the recorded logs do not have, one sentence each. */
  notCovered: readonly string[];
  /** The newest records, newest first. */
  newest: readonly KnownRecord[];
};

type ComplianceStore = Pick<Views, 'complianceCoverage' | 'complianceRecords'>;

const newestShown = 20;

/** How far the compliance logs are known, what is missing, and who ran what last. */
export async function readCompliance(
  { now }: Pick<World, 'now'>,
  store: ComplianceStore | undefined,
): Promise<ComplianceView> {
  const at = now();
  const records = (await store?.complianceCoverage()) ?? [];
  const coverage = records.flatMap((one) => coverageOf(one, at) ?? []);
  return {
    retentionDays: RETENTION_DAYS,
    coverage,
    notCovered: notCovered(coverage),
    newest: (await store?.complianceRecords({}, newestShown)) ?? [],
  };
}

/** Who ran what, newest first; `isCut` when there are more than were asked for. */
export async function readWho(
  store: Pick<Views, 'complianceRecords'> | undefined,
  filter: RecordFilter,
  limit: number,
): Promise<{ records: readonly KnownRecord[]; isCut: boolean }> {
  const found = (await store?.complianceRecords(filter, limit + 1)) ?? [];
  return { records: found.slice(0, limit), isCut: found.length > limit };
}

import { type Kysely, sql } from 'kysely';
import type { CoverageRecord } from '../../domain/metrics/compliance/coverage.ts';
import type { ActivityGroup } from '../../domain/metrics/compliance/group-sums.ts';
import type { KnownRecord, RecordFilter } from '../../domain/metrics/compliance/known-record.ts';
import type { CompliancePlace } from '../../domain/metrics/events/compliance.ts';
import type { Window } from '../../domain/metrics/view.ts';
import type { Tables } from '../connection/schema.ts';
import { placeText, recordedAmong } from '../projections/project-compliance.ts';

/** One log of a place. */
type Log = { place: CompliancePlace; log: string };

/** Sums of the records of a group; `seq` is the newest entry that added to it. */
type ActivitySums = { group: ActivityGroup; repositories: readonly string[] } & Omit<
  Tables['compliance_activity'],
  'id' | 'key' | 'day'
>;

/** What the projections say of compliance logs. */
export type ComplianceViews = {
  /** Of some records, those that are recorded already, by their `event_id`. */
  recordedEvents(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** How far each log is known, in the order of places. */
  complianceCoverage(): Promise<readonly CoverageRecord[]>;
  /** The moment up to which a log was listed last, as the API wrote it; undefined when it never was. */
  listedUntil(log: Log): Promise<string | undefined>;
  /** Ids of listed files that were not fetched, in the order of the list. */
  logFilesToFetch(log: Log, limit: number): Promise<readonly string[]>;
  /** Of some log files, those that are known already. */
  listedAmong(log: Log, files: readonly string[]): Promise<ReadonlySet<string>>;
  /** Records that a filter lets through, newest first. */
  complianceRecords(filter: RecordFilter, limit: number): Promise<readonly KnownRecord[]>;
  /** Sums of the groups of a window. */
  complianceActivity(window: Window): Promise<readonly ActivitySums[]>;
  /** The first and the last day with records that are counted; undefined while there is none. */
  complianceDays(): Promise<Window | undefined>;
};

export function complianceViews(db: Kysely<Tables>): ComplianceViews {
  return {
    recordedEvents: (eventIds) => recordedAmong(db, eventIds),
    async complianceCoverage() {
      const gone = await sql<{ place: string; log: string; files: number }>`
        SELECT place, log, count(*) AS files FROM compliance_file WHERE gone = 1 GROUP BY place, log`.execute(
        db,
      );
      const stretches = await sql<Tables['compliance_stretch']>`
        SELECT * FROM compliance_stretch ORDER BY place, log, seq`.execute(db);
      const waiting = await sql<{ place: string; log: string; files: number; since: string }>`
        SELECT place, log, count(*) AS files, min(since) AS since FROM compliance_file
        WHERE fetched_seq IS NULL GROUP BY place, log`.execute(db);
      const logs = Map.groupBy(stretches.rows, ({ place, log }) => JSON.stringify([place, log]));
      return [...logs.values()].flatMap((ofLog): CoverageRecord[] => {
        const [first] = ofLog;
        if (!first) return [];
        const files = waiting.rows.find(({ place, log }) => place === first.place && log === first.log);
        const lost = gone.rows.find(({ place, log }) => place === first.place && log === first.log);
        const ended = ofLog.filter(({ basis, complete }) => basis === 'listed' && complete === 1);
        return [
          {
            place: readPlace(first.place),
            log: first.log,
            stretches: ofLog.map(({ from_at, to_at, basis, complete, at }) => ({
              ...{ from: from_at, to: to_at, basis },
              endedAt: basis === 'listed' && complete === 1 ? at : null,
            })),
            checkedAt: ended.at(-1)?.at ?? null,
            waiting: { files: Number(files?.files ?? 0), since: files?.since ?? null },
            filesLost: Number(lost?.files ?? 0),
          },
        ];
      });
    },
    async listedUntil({ place, log }) {
      const { rows } = await sql<{ to_at: string }>`SELECT to_at FROM compliance_stretch
        WHERE place = ${placeText(place)} AND log = ${log} AND basis = 'listed'`.execute(db);
      const moments = rows.map(({ to_at }) => to_at);
      return moments.reduce<string | undefined>(
        (last, one) => (last === undefined || Date.parse(one) >= Date.parse(last) ? one : last),
        undefined,
      );
    },
    async logFilesToFetch({ place, log }, limit) {
      const { rows } = await sql<{ file: string }>`SELECT file FROM compliance_file
        WHERE place = ${placeText(place)} AND log = ${log} AND fetched_seq IS NULL
        ORDER BY seq, file LIMIT ${limit}`.execute(db);
      return rows.map(({ file }) => file);
    },
    async listedAmong({ place, log }, files) {
      const { rows } = await sql<{ file: string }>`SELECT file FROM compliance_file
        WHERE place = ${placeText(place)} AND log = ${log}
          AND file IN (SELECT value FROM json_each(${JSON.stringify(files)}))`.execute(db);
      return new Set(rows.map(({ file }) => file));
    },
    async complianceRecords(filter, limit) {
      const { rows } = await sql<Tables['compliance_record'] & { of_environment: string | null }>`
        SELECT record.*, environment.repositories AS of_environment
        FROM compliance_record AS record INDEXED BY compliance_records
        LEFT JOIN compliance_environment AS environment ON environment.environment = record.environment
        WHERE record.at >= ${filter.from ?? ''} AND record.at < ${filter.to ?? '~'}
          ${same('record.person', filter.person, 'record.api_key')}
          ${has('record.model', filter.model)}
          ${has("record.repositories || char(10) || coalesce(environment.repositories, '')", filter.repository)}
        ORDER BY record.at DESC, record.event_id DESC LIMIT ${limit}`.execute(db);
      return rows.map((row) => ({
        ...{ eventId: row.event_id, seq: row.seq, at: row.at, log: row.log, eventType: row.event_type },
        ...{ place: readPlace(row.place), person: row.person, apiKey: row.api_key, client: row.client },
        ...{ tool: row.tool, model: row.model, status: row.status, session: row.session },
        repositories: lines(row.repositories === '' ? (row.of_environment ?? '') : row.repositories),
        isOfEnvironment: row.repositories === '' && row.of_environment !== null,
      }));
    },
    async complianceActivity({ from, to }) {
      const environments = await sql<Tables['compliance_environment']>`
        SELECT * FROM compliance_environment`.execute(db);
      const repositories = new Map(
        environments.rows.map((row) => [row.environment, lines(row.repositories)] as const),
      );
      const { rows } = await sql<Tables['compliance_activity']>`SELECT * FROM compliance_activity
        WHERE day BETWEEN ${from} AND ${to} ORDER BY id`.execute(db);
      return rows.map(({ id: _, key, day: __, ...sums }) => {
        const group: ActivityGroup = JSON.parse(key);
        return { ...sums, group, repositories: repositories.get(group[5]) ?? [] };
      });
    },
    async complianceDays() {
      const { rows } = await sql<{ from: string | null; to: string | null }>`
        SELECT min(day) AS "from", max(day) AS "to" FROM compliance_activity`.execute(db);
      const { from, to } = rows[0] ?? {};
      return from && to ? { from, to } : undefined;
    },
  };
}

function same(column: string, value: string | undefined, other: string) {
  if (value === undefined) return sql``;
  return sql`AND (${sql.raw(column)} = ${value.toLowerCase()} OR ${sql.raw(other)} = ${value})`;
}

function has(column: string, value: string | undefined) {
  return value === undefined ? sql`` : sql`AND instr(lower(${sql.raw(column)}), ${value.toLowerCase()}) > 0`;
}

const lines = (text: string): readonly string[] => (text === '' ? [] : text.split('\n'));

function readPlace(text: string): CompliancePlace {
  const end = text.indexOf('/');
  const kind = text.slice(0, end);
  return {
    kind: kind === 'workspace' || kind === 'organization' ? kind : 'unknown',
    id: text.slice(end + 1),
  };
}

import { type Kysely, sql } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent, EventBody } from '../../domain/history/entry/event.ts';
import { type GroupSums, groupSums, type UnitStart } from '../../domain/metrics/compliance/group-sums.ts';
import type { CompliancePlace, ComplianceRow } from '../../domain/metrics/events/compliance.ts';
import type { Tables } from '../connection/schema.ts';
import type { WriteRow } from './write-row.ts';

/** Whose log it is, as one text. */
export const placeText = ({ kind, id }: CompliancePlace): string => `${kind}/${id}`;

/** Keeps the records of compliance logs, what is known of their files, and the sums that metrics are made of. */
export async function projectCompliance(
  db: Kysely<Tables>,
  entry: Entry,
  { kind, body }: CockpitEvent,
  write: WriteRow,
): Promise<void> {
  switch (kind) {
    case 'compliance.listed': {
      const { place, log, from, to, files, complete } = body;
      const whose = [placeText(place), log];
      await write(insertStretch, [entry.seq, ...whose, from, to, 'listed', complete ? 1 : 0, entry.at]);
      for (const file of files) await write(insertFile, [...whose, file, entry.seq, from]);
      return;
    }
    case 'compliance.imported': {
      await projectRows(db, entry, body, write);
      const whose = [placeText(body.place), body.log];
      for (const file of body.fetched) await write(endFile, [entry.seq, 0, ...whose, file]);
      for (const file of body.gone) await write(endFile, [entry.seq, 1, ...whose, file]);
      if (!body.covers) return;
      const { from, to, stated } = body.covers;
      await write(insertStretch, [
        ...[entry.seq, ...whose, from, to],
        ...[stated ? 'stated' : 'records', 1, entry.at],
      ]);
      return;
    }
  }
}

const insertStretch = `INSERT INTO compliance_stretch (seq, place, log, from_at, to_at, basis, complete, at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

const insertFile = `INSERT INTO compliance_file (place, log, file, seq, since) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

const endFile = `UPDATE compliance_file SET fetched_seq = ?, gone = ?
  WHERE place = ? AND log = ? AND file = ? AND fetched_seq IS NULL`;

const recordColumns = [
  ...[
    'event_id',
    'at',
    'event_type',
    'person',
    'api_key',
    'client',
    'tool',
    'model',
    'status',
    'environment',
  ],
  ...['repositories', 'session'],
];

// All records of an entry at once: to prepare a statement for each takes longer than to run it.
const insertRecords = `INSERT INTO compliance_record (seq, place, log, ${recordColumns.join(', ')})
  SELECT ?, ?, ?, ${recordColumns.map((_, index) => `value ->> ${index}`).join(', ')} FROM json_each(?)`;

const keepEnvironment = `INSERT INTO compliance_environment (environment, at, repositories) VALUES (?, ?, ?)
  ON CONFLICT (environment) DO UPDATE SET at = excluded.at, repositories = excluded.repositories
  WHERE excluded.at >= compliance_environment.at`;

/** Of some records, those that are recorded already, by their `event_id`. */
export async function recordedAmong(
  db: Kysely<Tables>,
  eventIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await sql<{ event_id: string }>`SELECT event_id FROM compliance_record
    WHERE event_id IN (SELECT value FROM json_each(${JSON.stringify(eventIds)}))`.execute(db);
  return new Set(found.rows.map(({ event_id }) => event_id));
}

async function projectRows(
  db: Kysely<Tables>,
  { seq }: Entry,
  { place, log, rows }: EventBody<'compliance.imported'>,
  write: WriteRow,
): Promise<void> {
  // Nothing records a record twice; a history that somebody made could.
  const known = await recordedAmong(
    db,
    rows.map(({ event_id }) => event_id),
  );
  const fresh = new Map<string, ComplianceRow>();
  for (const row of rows)
    if (!known.has(row.event_id) && !fresh.has(row.event_id)) fresh.set(row.event_id, row);
  const whose = placeText(place);
  const values = [...fresh.values()].map((row) => [
    ...[row.event_id, row.at, row.event_type, row.person ?? '', row.api_key ?? '', row.client ?? ''],
    ...[row.tool ?? '', row.model ?? '', row.status ?? '', row.environment ?? ''],
    ...[row.repositories?.join('\n') ?? '', row.session ?? ''],
  ]);
  if (values.length > 0) await write(insertRecords, [seq, whose, log, JSON.stringify(values)]);
  for (const { environment, repositories, at } of fresh.values())
    if (environment !== undefined && repositories !== undefined)
      await write(keepEnvironment, [environment, at, repositories.join('\n')]);
  await addUp(db, { seq, whose, write }, [...fresh.values()]);
}

const sumColumns = [
  ...['requests', 'failed_requests', 'tool_calls', 'failed_tool_calls', 'turns', 'sessions'],
  ...['input_tokens', 'cached_input_tokens', 'output_tokens', 'reasoning_output_tokens'],
] as const satisfies (keyof GroupSums['sums'])[];

// A sum is null as long as no record said anything of it.
const addSums = `INSERT INTO compliance_activity (key, day, seq, ${sumColumns.join(', ')})
  VALUES (?, ?, ?, ${sumColumns.map(() => '?').join(', ')})
  ON CONFLICT (key) DO UPDATE SET seq = excluded.seq, ${sumColumns
    .map((column) => `${column} = coalesce(${column} + excluded.${column}, ${column}, excluded.${column})`)
    .join(', ')}`;

const insertUnits = `INSERT INTO compliance_unit (unit, at, activity)
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)`;
const moveUnit = 'UPDATE compliance_unit SET at = ?, activity = ? WHERE unit = ?';

/** Adds the records of one entry to the sums. A turn or a session counts once, where its first record is. */
async function addUp(
  db: Kysely<Tables>,
  { seq, whose, write }: { seq: number; whose: string; write: WriteRow },
  rows: readonly ComplianceRow[],
): Promise<void> {
  const { groups, units } = groupSums(rows, whose);
  for (const { key, day, sums } of groups.values())
    await write(addSums, [key, day, seq, ...sumColumns.map((column) => sums[column] ?? null)]);
  if (units.size === 0) return;
  const [ids, before] = [await idsOf(db, [...groups.keys()]), await startsOf(db, [...units.keys()])];
  const begun: (readonly [unit: string, at: string, activity: number])[] = [];
  const changes = new Map<string, { of: UnitStart['of']; id: number; change: number }>();
  const count = (of: UnitStart['of'], id: number, by: 1 | -1) => {
    const name = `${of} ${id}`;
    changes.set(name, { of, id, change: (changes.get(name)?.change ?? 0) + by });
  };
  for (const [unit, { of, at, group }] of units) {
    const id = ids.get(group) ?? 0;
    const known = before.get(unit);
    if (known && known.at <= at) continue;
    count(of, id, 1);
    if (!known) {
      begun.push([unit, at, id]);
      continue;
    }
    count(of, known.activity, -1);
    await write(moveUnit, [at, id, unit]);
  }
  if (begun.length > 0) await write(insertUnits, [JSON.stringify(begun)]);
  for (const { of, id, change } of changes.values()) await write(changeCount(of), [change, id]);
}

const changeCount = (of: UnitStart['of']) =>
  `UPDATE compliance_activity SET ${of} = coalesce(${of}, 0) + ? WHERE id = ?`;

async function idsOf(db: Kysely<Tables>, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const found = await sql<{ key: string; id: number }>`SELECT key, id FROM compliance_activity
    WHERE key IN (SELECT value FROM json_each(${JSON.stringify(keys)}))`.execute(db);
  return new Map(found.rows.map(({ key, id }) => [key, id]));
}

async function startsOf(
  db: Kysely<Tables>,
  units: readonly string[],
): Promise<ReadonlyMap<string, { at: string; activity: number }>> {
  const found = await sql<Tables['compliance_unit']>`SELECT unit, at, activity FROM compliance_unit
    WHERE unit IN (SELECT value FROM json_each(${JSON.stringify(units)}))`.execute(db);
  return new Map(found.rows.map(({ unit, at, activity }) => [unit, { at, activity }]));
}

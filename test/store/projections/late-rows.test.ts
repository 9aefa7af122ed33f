import { expect, it } from 'vitest';
import type { RecordedEvidence } from '../../../src/domain/base/evidence.ts';
import { LateRows } from '../../../src/store/projections/late-rows.ts';

/** Late rows, and what was written of them: the table, and the values. */
function lateRows() {
  const written: unknown[][] = [];
  const late = new LateRows(async (sql, values) => {
    written.push([/INTO (\w+)/.exec(sql)?.[1], ...values]);
  });
  return { late, written };
}

function evidence(key: string, seq: number, given: Partial<RecordedEvidence> = {}): RecordedEvidence {
  const outcome = { outcome: 'good', digest: 'ab', source: '', good_until: '', summary: 'pass' } as const;
  const named = { kind: 'check', version: '0.139.0', at: 't', actor: 'ada', has_role: 1 } as const;
  return { ...named, ...outcome, key, seq, ...given };
}

it('write only the last of evidence that has the same kind, key, version and role, in the order of entries', async () => {
  const { late, written } = lateRows();
  await late.addEvidence(evidence('a', 1));
  await late.addEvidence(evidence('b', 2));
  await late.addEvidence(evidence('a', 3));
  await late.addEvidence(evidence('a', 4, { has_role: 0 }));
  await late.addEvidence(evidence('a', 5, { version: '0.140.0' }));
  await late.addEvidence(evidence('a', 6, { kind: 'metric' }));
  expect(written).toEqual([]);
  await late.write();
  expect(written.map((row) => row.slice(0, 5))).toEqual([
    ['evidence', 'check', 'b', '0.139.0', 2],
    ['evidence', 'check', 'a', '0.139.0', 3],
    ['evidence', 'check', 'a', '0.139.0', 4],
    ['evidence', 'check', 'a', '0.140.0', 5],
    ['evidence', 'metric', 'a', '0.139.0', 6],
  ]);
});

it('write a day when another one follows, and one that comes back again', async () => {
  const { late, written } = lateRows();
  for (const [index, day] of ['2026-11-20', '2026-11-20', '2026-11-21', '2026-11-20'].entries())
    await late.addDay(day, index + 1);
  await late.write();
  await late.write();
  expect(written).toEqual([
    ['day', '2026-11-20', 1, 2],
    ['day', '2026-11-21', 3, 3],
    ['day', '2026-11-20', 4, 4],
  ]);
});

it('never keep more than a thousand', async () => {
  const { late, written } = lateRows();
  for (let seq = 1; seq <= 2500; seq++) await late.addEvidence(evidence(`check-${seq}`, seq));
  expect(written).toHaveLength(2000);
  await late.write();
  expect(written).toHaveLength(2500);
});

import { describe, expect, it } from 'vitest';
import { dueActions } from '../../../src/domain/rollout/due-actions.ts';
import type { Incident, IncidentStep } from '../../../src/domain/runs/incident/incident.ts';

const metrics = { questions: [], changes: [], chartReview: undefined };
const signed = { by: 'bob@example.com', role: 'team lead' as const, at: '2026-11-20T12:00:00.000Z', seq: 9 };
const names: readonly IncidentStep[] = ['revert', 'attach', 'decide', 'rerun'];

const incidentWith = (...done: readonly IncidentStep[]): Incident => ({
  ...{ id: 'i1', title: 'totals are wrong', bad: 'bad', good: undefined, opened: signed, closed: undefined },
  steps: names.map((step) => ({
    ...{ step, outdated: undefined, earlier: 0 },
    done: done.includes(step)
      ? { ...signed, note: '', ref: null, cause: null, proposed: null, files: [], exception: null }
      : undefined,
  })),
});

describe('an open incident', () => {
  it('waits with its next step for the role that opened it', () => {
    expect(dueActions({ ...metrics, incidents: [incidentWith('revert')] })).toEqual([
      {
        kind: 'incident',
        action: 'i1: attach the evidence of the runs to the incident',
        why: 'the incident "totals are wrong" is open: 1 of 4 steps done',
        command: 'codex-cockpit incident show i1',
        role: 'team lead',
        subject: 'incident/i1',
        key: 'i1',
      },
    ]);
  });

  it('waits to be closed once its steps are done, and for nobody once it is closed', () => {
    const done = incidentWith(...names);
    expect(dueActions({ ...metrics, incidents: [done] })).toMatchObject([{ action: 'i1: close it' }]);
    const closed = { ...done, closed: { ...signed, reason: 'fixed', missing: [] } };
    expect(dueActions({ ...metrics, incidents: [closed] })).toEqual([]);
  });
});

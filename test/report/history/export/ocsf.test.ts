import { describe, expect, it } from 'vitest';
import type { Severity, Verdict } from '../../../../src/domain/checks/verdict.ts';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import { eventTable } from '../../../../src/report/history/export/event-table.ts';
import { OCSF_VERSION, ocsf } from '../../../../src/report/history/export/ocsf.ts';
import { eventOf, everyEvent } from '../../../support/every-event.ts';
import { lineOf } from '../../../support/exported.ts';
import { rolloutStarted, runFinished } from '../../../support/history.ts';

const read = (event: CockpitEvent, more = {}) => JSON.parse(lineOf(ocsf, event, more));

function finished(verdict: Verdict, severity: Severity = 'blocker'): CockpitEvent {
  const evidence = [{ label: 'codex --version', sha256: 'ab', size: 18 }];
  const { kind, body } = eventOf('check.finished');
  return {
    kind,
    body: {
      ...body,
      run: 'r1',
      check: 'cli.version',
      title: 'Pinned CLI version',
      cli_version: '0.139.0',
      verdict,
      severity,
      evidence,
    },
  };
}

describe('an OCSF event', () => {
  it('names its schema, its class and its type, for every kind of entry', () => {
    for (const event of everyEvent()) {
      const { metadata, category_uid, class_uid, activity_id, type_uid, time } = read(event);
      expect(metadata).toMatchObject({ version: OCSF_VERSION, event_code: event.kind, sequence: 1 });
      expect([category_uid, class_uid]).toEqual(
        eventTable[event.kind].is === 'finding' ? [2, 2003] : [3, 3004],
      );
      expect(type_uid).toBe(class_uid * 100 + activity_id);
      expect(time).toBe(Date.parse('2026-11-20T12:00:00.000Z'));
    }
  });

  it('of a change is Entity Management: who did what to what', () => {
    expect(read(rolloutStarted)).toMatchObject({
      class_name: 'Entity Management',
      type_uid: 300401,
      type_name: 'Entity Management: Create',
      activity_name: 'Create',
      status_id: 1,
      actor: { user: { email_addr: 'ada@example.com', type_id: 1 } },
      entity: { name: 'rollout', type: 'Rollout', type_id: 99, data: { name: 'Acme', pin: '0.139.0' } },
      message: 'started the rollout "Acme" with pin 0.139.0',
    });
  });

  it.each([
    ['rollout.pin-moved', 3, 'Update'],
    ['blobs.removed', 4, 'Delete'],
    ['metric.recorded', 1, 'Create'],
  ] as const)('%s is activity %i, %s', (kind, id, name) => {
    const event = everyEvent().find((one) => one.kind === kind) ?? rolloutStarted;
    expect(read(event)).toMatchObject({ activity_id: id, activity_name: name });
  });

  it('of a check is a Compliance Finding: what is looked at, and what came of it', () => {
    expect(read(finished('fail'))).toMatchObject({
      class_name: 'Compliance Finding',
      type_uid: 200301,
      severity: 'High',
      finding_info: { uid: 'r1/cli.version', title: 'Pinned CLI version' },
      compliance: { control: 'cli.version', status_id: 3, status: 'Fail' },
      evidences: [{ name: 'codex --version', uid: 'ab', data: { sha256: 'ab', size: 18 } }],
      resources: [{ name: 'codex', version: '0.139.0' }],
    });
  });

  it.each([
    ['pass', 'blocker', 1, 1],
    ['warn', 'blocker', 2, 2],
    ['fail', 'blocker', 3, 4],
    ['fail', 'warn', 3, 3],
    ['fail', 'info', 3, 2],
    ['error', 'info', 99, 3],
    ['skip', 'blocker', 99, 1],
    ['manual', 'blocker', 99, 1],
  ] as const)(
    'of a check that came to %s (%s) has status %i and severity %i',
    (verdict, severity, status, level) => {
      expect(read(finished(verdict, severity))).toMatchObject({
        compliance: { status_id: status },
        severity_id: level,
      });
    },
  );

  it('of a suite says when it was interrupted, and never that it passed', () => {
    const { body } = runFinished('r1');
    expect(read(runFinished('r1')).compliance).toMatchObject({ status_id: 1 });
    const cut = { kind: 'run.finished', body: { ...body, interrupted: true } } as CockpitEvent;
    expect(read(cut).compliance).toMatchObject({
      status_id: 99,
      status_details: ['interrupted; so far pass'],
    });
  });

  it('of an actor who is no address has no address', () => {
    expect(read(rolloutStarted, { actor: 'root' }).actor.user).not.toHaveProperty('email_addr');
  });
});

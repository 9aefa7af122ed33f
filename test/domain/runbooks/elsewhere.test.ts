import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import type { Entry } from '../../../src/domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../../src/domain/history/entry/event.ts';
import { evidenceOfEvent } from '../../../src/domain/history/entry/evidence-of-event.ts';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import { nextActions } from '../../../src/domain/rollout/next-actions.ts';
import { elsewhere, WORK_CHECKS } from '../../../src/domain/runbooks/elsewhere.ts';
import { GATES } from '../../../src/domain/runs/gates/gate.ts';
import { capturedRun } from '../../support/captured-runs.ts';
import { eventOf } from '../../support/every-event.ts';
import { recordOf } from '../../support/recorded-builders.ts';
import { runbookOf } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';

const entry = { seq: 1, at: '', actor: '', hash: '' } as Entry;

/** The id of the evidence that an event gives. */
const keyOf = (event: CockpitEvent) => evidenceOfEvent(entry, event, { hasRole: true })?.key;

/** The ids of the evidence that recorded work gives, that of each gate included. */
function keysOfWork(): readonly (string | undefined)[] {
  const gate = eventOf('gate.judged');
  return [
    keyOf({ kind: 'exec.captured', body: capturedRun() }),
    keyOf(eventOf('pack.created')),
    keyOf(eventOf('workflows.linted')),
    ...Object.keys(GATES).map((name) => keyOf({ ...gate, body: { ...gate.body, gate: name } })),
  ];
}

describe('evidence that the suites of every day do not give', () => {
  it('is what captured work gives: items may ask for that and for nothing else', () => {
    expect(new Set(keysOfWork())).toEqual(new Set(WORK_CHECKS));
  });

  it('names the command for each check of the suite sdlc, and for none of the suite upgrade', () => {
    const checks = (name: string) =>
      parseSuite(readFileSync(`checks/${name}.yaml`, 'utf8'), name).checks.map(({ id }) => id);
    for (const id of checks('sdlc'))
      expect(elsewhere(id)?.command).toBe(`codex-cockpit check --suite sdlc ${id}`);
    for (const id of checks('upgrade')) expect(elsewhere(id)).toBeUndefined();
  });

  it('is what a person does next, by the command that gives it', () => {
    const items = itemText('pilot.run', { evidence: '[{check: run.captured}]', owner: 'team lead' });
    const people = [{ email: 'bob@x.org', name: undefined, roles: ['team lead' as const], keys: [], seq: 1 }];
    const derived = deriveRollout(recordOf({ people }), [runbookOf(items)], new Date());
    const [action] = nextActions(derived, people, 'bob@x.org');
    expect(action).toMatchObject({
      action: 'capture a run',
      command: "codex-cockpit run -- codex exec 'TASK'",
      why: expect.stringContaining('no run was captured'),
    });
  });
});

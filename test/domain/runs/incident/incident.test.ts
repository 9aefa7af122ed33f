import { describe, expect, it } from 'vitest';
import {
  deriveIncidents,
  describeProgress,
  goodRunOf,
  type Incident,
  type IncidentEntry,
  type IncidentStep,
  missingSteps,
  nextStep,
  stepOf,
} from '../../../../src/domain/runs/incident/incident.ts';
import {
  judgeCause,
  judgeClose,
  judgeException,
  judgeStep,
} from '../../../../src/domain/runs/incident/judge-incident.ts';

type Line = IncidentStep | readonly [step: IncidentStep, ref: string] | 'closed';

const v = 1 as const;
const role = 'team lead' as const;

const opened = (incident: string): IncidentEntry['event'] => ({
  kind: 'incident.opened',
  body: { v, incident, title: 'totals are wrong', bad: 'bad', good: 'good', role },
});

function eventOf(line: Line): IncidentEntry['event'] {
  if (line === 'closed')
    return { kind: 'incident.closed', body: { v, incident: 'i1', reason: 'fixed', missing: [], role } };
  const [step, ref] = typeof line === 'string' ? [line, null] : line;
  return {
    kind: 'incident.step-done',
    body: {
      ...{ v, incident: 'i1', step, note: `did ${step}`, ref, files: [], exception: null, role },
      ...{ cause: null, proposed: null },
    },
  };
}

const asEntries = (events: readonly IncidentEntry['event'][]): readonly IncidentEntry[] =>
  events.map((event, index) => ({
    ...{ seq: 10 + index, at: `2026-11-2${index}T12:00:00.000Z`, actor: 'bob@example.com' },
    event,
  }));

function incidentOf(...lines: readonly Line[]): Incident {
  const [incident] = deriveIncidents(asEntries([opened('i1'), ...lines.map(eventOf)]));
  if (!incident) throw new Error('no incident');
  return incident;
}

describe('an incident', () => {
  it.each([
    ['nothing is done', [], 'revert', ['revert', 'attach', 'decide', 'rerun'], '0 of 4 steps done'],
    ['the change is reverted', ['revert'], 'attach', ['attach', 'decide', 'rerun'], '1 of 4 steps done'],
    ['the cause was decided first', ['decide'], 'revert', ['revert', 'attach', 'rerun'], '1 of 4 steps done'],
    ['all is done', ['revert', 'attach', 'decide', 'rerun'], undefined, [], '4 of 4 steps done'],
    [
      'the cause was decided again after the new run',
      ['revert', 'attach', 'decide', 'rerun', 'decide'],
      'rerun',
      ['rerun'],
      '3 of 4 steps done',
    ],
  ] as const)('says what is next when %s', (_, lines, next, missing, progress) => {
    const incident = incidentOf(...lines);
    expect(nextStep(incident)).toBe(next);
    expect(missingSteps(incident)).toEqual(missing);
    expect(describeProgress(incident)).toBe(progress);
  });

  it('counts the newest record of a step, and says that there were others', () => {
    const incident = incidentOf(['revert', 'aaa'], ['revert', 'bbb']);
    expect(stepOf(incident, 'revert')).toMatchObject({ done: { ref: 'bbb', seq: 12 }, earlier: 1 });
  });

  it('keeps the new run of an earlier decision as outdated, until another one is recorded', () => {
    const again = incidentOf('decide', ['rerun', 'r1'], 'decide');
    expect(stepOf(again, 'rerun')).toMatchObject({ done: undefined, outdated: { ref: 'r1' } });
    const done = incidentOf('decide', ['rerun', 'r1'], 'decide', ['rerun', 'r2']);
    expect(stepOf(done, 'rerun')).toMatchObject({ done: { ref: 'r2' }, outdated: undefined, earlier: 1 });
  });

  it('compares with the good run of the decision, else with that of the opening', () => {
    expect(goodRunOf(incidentOf())).toBe('good');
    expect(goodRunOf(incidentOf(['decide', 'other']))).toBe('other');
  });

  it('is apart from other incidents', () => {
    const both = deriveIncidents(asEntries([opened('i1'), opened('i2'), eventOf('revert')]));
    expect(both.map(({ id, steps }) => [id, steps.filter(({ done }) => done).length])).toEqual([
      ['i1', 1],
      ['i2', 0],
    ]);
  });
});

describe('a step of an incident', () => {
  it('can be recorded in any order, but a new run only after the decision', () => {
    expect(() => judgeStep(incidentOf(), 'decide')).not.toThrow();
    expect(() => judgeStep(incidentOf('revert', 'attach'), 'rerun')).toThrow(
      'the cause of i1 is not decided: nothing says what the new run has to be like',
    );
    expect(() => judgeStep(incidentOf('decide'), 'rerun')).not.toThrow();
  });

  it('cannot be recorded once the incident is closed', () => {
    expect(() => judgeStep(incidentOf('closed'), 'revert')).toThrow(
      'the incident i1 was closed by bob@example.com on 2026-11-21',
    );
  });

  it('counts with something wrong only for a reason', () => {
    const found = ['src/a.ts: it is still as the run left it'];
    expect(() => judgeException('revert', { found, reason: undefined })).toThrow(
      'the step revert is not done:\n  src/a.ts: it is still as the run left it',
    );
    expect(judgeException('revert', { found, reason: 'fixed by hand' })).toEqual({
      found,
      reason: 'fixed by hand',
    });
    expect(judgeException('revert', { found: [], reason: undefined })).toBeNull();
    expect(() => judgeException('revert', { found: [], reason: 'to be safe' })).toThrow('needs no exception');
  });

  it('decides as the comparison proposes, or otherwise for a reason', () => {
    expect(judgeCause('tool', { reason: undefined })).toBe('tool');
    expect(judgeCause('tool', { cause: 'tool', reason: undefined })).toBe('tool');
    expect(() => judgeCause('tool', { cause: 'prompt', reason: undefined })).toThrow(
      'the comparison says tool upgrade, and not prompt drift',
    );
    expect(judgeCause('tool', { cause: 'prompt', reason: 'the issue text changed' })).toBe('prompt');
  });
});

describe('closing an incident', () => {
  it('names what is not done, and why', () => {
    expect(() => judgeClose(incidentOf('revert', 'decide', 'rerun', 'decide'), [])).toThrow(
      'i1 cannot be closed yet:\n  attach: attach the evidence of the runs to the incident\n  rerun: run it again as decided: it was done before the cause was decided again',
    );
  });

  it('goes ahead once all is done, or in spite of each step that is named', () => {
    expect(judgeClose(incidentOf('revert', 'attach', 'decide', 'rerun'), [])).toEqual([]);
    const incident = incidentOf('revert', 'attach');
    expect(() => judgeClose(incident, ['decide'])).toThrow('rerun: run it again as decided');
    expect(judgeClose(incident, ['rerun', 'decide'])).toEqual(['decide', 'rerun']);
  });

  it.each([
    ['revert', 'the step revert of i1 is done'],
    ['reruns', 'there is no step "reruns"; did you mean "rerun"?'],
  ])('takes no exception for %s', (step, message) => {
    expect(() => judgeClose(incidentOf('revert'), [step])).toThrow(message);
  });
});

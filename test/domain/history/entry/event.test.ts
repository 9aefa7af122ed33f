import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/domain/base/canonical-json.ts';
import { readEvent, validateEvent } from '../../../../src/domain/history/entry/event.ts';
import { summarizeEvent } from '../../../../src/domain/history/entry/summarize.ts';
import { checkFinished, rolloutStarted, runFinished, runStarted } from '../../../support/history.ts';

const events = [rolloutStarted, runStarted('r1'), checkFinished('r1'), runFinished('r1')];

describe('an event', () => {
  it.each(events)('comes back from its entry as it went in: $kind', (event) => {
    validateEvent(event);
    expect(readEvent({ seq: 1, kind: event.kind, body: canonicalJson(event.body) })).toEqual(event);
  });

  it('is read the same, the first of its kind and the thousandth', () => {
    const body = canonicalJson(runStarted('r1').body);
    const wrong = canonicalJson({ ...runStarted('r1').body, more: 1 });
    for (let seq = 1; seq <= 1000; seq++) {
      expect(readEvent({ seq, kind: 'run.started', body })).toEqual(runStarted('r1'));
      expect(() => readEvent({ seq, kind: 'run.started', body: wrong })).toThrow('"more"');
    }
  });

  it('of a kind that this program does not know is refused, with what to do', () => {
    expect(() => readEvent({ seq: 7, kind: 'moon.landed', body: '{}' })).toThrow(
      'entry 7 (moon.landed) cannot be read',
    );
  });

  it('of a newer form is refused', () => {
    expect(() =>
      readEvent({ seq: 7, kind: 'rollout.started', body: '{"v":2,"name":"x","pin":"y"}' }),
    ).toThrow(/entry 7/);
  });

  it.each([
    [rolloutStarted, 'started the rollout "Acme" with pin 0.139.0'],
    [runStarted('r1'), 'began suite upgrade (1 check) against pin 0.139.0'],
    [checkFinished('r1'), 'cli.version: pass: codex-cli 0.139.0 is the pinned version'],
    [runFinished('r1'), 'finished the suite on 0.139.0: pass'],
  ])('is told in one line', (event, line) => {
    expect(summarizeEvent(event)).toBe(line);
  });
});

describe('an entry that cannot be read', () => {
  const read = (kind: string, body: string) => () => readEvent({ seq: 7, kind, body });

  it.each([
    [
      'a body that is not valid JSON',
      read('rollout.started', 'junk'),
      'entry 7 (rollout.started) cannot be read',
    ],
    ['a body that was cut off', read('rollout.started', '{"v":1,'), 'its body is not JSON'],
    ['a field of a newer form', read('rollout.started', '{"v":1,"name":"a","pin":"b","owner":"c"}'), 'owner'],
    ['a kind that every object has', read('constructor', '{}'), 'unknown kind "constructor"'],
    [
      'a verdict that is none',
      read('run.finished', canonicalJson({ ...runFinished('r').body, verdict: 'fine' })),
      'verdict',
    ],
  ])('has %s, and the message says which it is and what to do', (_, reading, message) => {
    expect(reading).toThrow(message);
    expect(reading).toThrow(expect.objectContaining({ exitCode: 78, next: 'Use a newer codex-cockpit.' }));
  });
});

describe('an event with a wrong body', () => {
  it.each(events)('is refused before it is recorded: $kind', ({ kind, body }) => {
    expect(() => validateEvent({ kind, body: { ...body, v: 2 } } as never)).toThrow();
    expect(() => validateEvent({ kind, body: { ...body, more: 1 } } as never)).toThrow();
    expect(() => validateEvent({ kind, body: {} } as never)).toThrow();
  });
});

describe('the line that tells an event', () => {
  it('says that a run was interrupted, and that a CLI stated no version', () => {
    const { kind, body } = runFinished('r1');
    if (kind !== 'run.finished') throw new Error('another kind of event');
    expect(summarizeEvent({ kind, body: { ...body, interrupted: true, verdict: 'error' } })).toBe(
      'interrupted the suite; so far: error',
    );
    expect(summarizeEvent({ kind, body: { ...body, cli_version: null } })).toBe(
      'finished the suite on a CLI that states no version: pass',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/domain/audit/entry.ts';
import { readEvent, validateEvent } from '../../../src/domain/audit/event.ts';
import { summarizeEvent } from '../../../src/domain/audit/summarize.ts';
import { checkFinished, rolloutStarted, runFinished, runStarted } from '../../support/history.ts';

const events = [rolloutStarted, runStarted('r1'), checkFinished('r1'), runFinished('r1')];

describe('an event', () => {
  it.each(events)('comes back from its entry as it went in: $kind', (event) => {
    validateEvent(event);
    expect(readEvent({ seq: 1, kind: event.kind, body: canonicalJson(event.body) })).toEqual(event);
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
    [runStarted('r1'), 'began suite upgrade (1 checks) against pin 0.139.0'],
    [checkFinished('r1'), 'cli.version: pass: codex-cli 0.139.0 is the pinned version'],
    [runFinished('r1'), 'finished the suite on 0.139.0: pass'],
  ])('is told in one line', (event, line) => {
    expect(summarizeEvent(event)).toBe(line);
  });
});

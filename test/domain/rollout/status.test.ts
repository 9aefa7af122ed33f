import { describe, expect, it } from 'vitest';
import { runState } from '../../../src/domain/rollout/status.ts';

const at = '2026-11-20T12:00:00.000Z';

describe('how a run ended', () => {
  it.each([
    ['finished', { finishedAt: at, interrupted: false }],
    ['interrupted', { finishedAt: at, interrupted: true }],
    // Killed, or still going on: nobody recorded an end.
    ['unfinished', { finishedAt: undefined, interrupted: false }],
    ['unfinished', { finishedAt: undefined, interrupted: true }],
  ])('%s: %j', (state, run) => {
    expect(runState(run)).toBe(state);
  });
});

import { describe, expect, it } from 'vitest';
import type { CapturedRun } from '../../../../src/domain/runs/events.ts';
import { suggestGoodRun } from '../../../../src/domain/runs/incident/suggest-good.ts';
import { capturedRun, sha256 } from '../../../support/captured-runs.ts';

const day = (number: number) => `2026-11-${String(number).padStart(2, '0')}T08:00:00.000Z`;

const runAt = (on: number, more: Partial<CapturedRun> = {}) => ({
  at: day(on),
  body: capturedRun({ run: `run-of-${on}`, started_at: day(on), ...more }),
});

const prompt = (text: string) => ({
  inputs: {
    ...capturedRun().inputs,
    prompt: { from: 'argument' as const, sha256: sha256(text), bytes: text.length, summary: text },
  },
});

const nightly = { ci: { provider: 'github', workflow: 'nightly', job: null, run: null, actor: null } };

describe('the good run that is proposed', () => {
  it.each([
    ['the newest one before it with the same prompt', [runAt(3), runAt(5), runAt(9)], 'run-of-5'],
    ['no later one', [runAt(9)], undefined],
    ['none that failed', [runAt(3), runAt(5, { outcome: 'failed' })], 'run-of-3'],
    ['none with another prompt', [runAt(5, prompt('Add trim()'))], undefined],
    [
      'none of another repository',
      [
        runAt(5, {
          git: { repository: 'github.com/acme/shop', branch: null, base: null, head: null, dirty: false },
        }),
      ],
      undefined,
    ],
    ['none that is bad as well', [runAt(3), runAt(6)], 'run-of-3'],
    [
      'one that was recorded without its time, by its entry',
      [{ ...runAt(3, { started_at: null }), at: day(4) }],
      'run-of-3',
    ],
  ])('is %s', (_, runs, run) => {
    const found = suggestGoodRun(runAt(7), { runs, badRuns: new Set(['run-of-6']) });
    expect(found?.body.run).toBe(run);
  });

  it('may have another prompt when a workflow started both', () => {
    const runs = [runAt(5, { ...prompt('Add trim()'), ...nightly })];
    const found = suggestGoodRun(runAt(7, nightly), { runs, badRuns: new Set() });
    expect(found?.body.run).toBe('run-of-5');
  });
});

import { describe, expect, it } from 'vitest';
import { align, type Instructions } from '../../../../src/domain/metrics/loop/alignment.ts';
import type { Figure, Paired } from '../../../../src/domain/metrics/view.ts';
import { figureOf, pairedOf, viewOf, withheldOf } from '../../../support/metrics-view.ts';

const shop = (...quality: readonly Figure[]) =>
  pairedOf({ scope: { repository: 'shop' }, quality: quality as Paired['quality'] });

const instructions = (more: Partial<Instructions> = {}): Instructions => ({
  files: [{ path: '/shop/AGENTS.md', bytes: 40, state: 'loaded' }],
  ...{ lastCommit: undefined, published: [] },
  ...more,
});

const commit = (on: string) => ({ commit: 'a'.repeat(40), on, subject: 'Rules' });

const adviceFor = (group: Paired, known?: Instructions) =>
  align(viewOf([group]), new Map(known ? [['shop', known]] : [])).map(({ advice }) => advice)[0];

describe('repositories beside their instructions', () => {
  it('are counted from the figures of quality, most fixes first; what nobody counted is no zero', () => {
    const view = viewOf([
      pairedOf(),
      withheldOf({ scope: { repository: 'secret' } }),
      pairedOf({
        scope: { repository: 'web' },
        quality: [figureOf('incident-count', { value: 1, n: null })],
      }),
      shop(
        figureOf('defect-rate', { value: 12.5, n: 40 }),
        figureOf('review-findings', { value: 1.5, n: 6 }),
        figureOf('verification-pass-rate', { value: 90, n: 20 }),
      ),
    ]);
    expect(
      align(view, new Map()).map(({ repository, fixes, total }) => ({ repository, fixes, total })),
    ).toEqual([
      {
        repository: 'shop',
        fixes: { defects: 5, findings: 9, failedVerifications: 2, incidents: null },
        total: 16,
      },
      {
        repository: 'web',
        fixes: { defects: null, findings: null, failedVerifications: null, incidents: 1 },
        total: 1,
      },
    ]);
  });

  const many = shop(figureOf('defect-rate', { value: 10, n: 30 }));
  const few = shop(figureOf('defect-rate', { value: 5, n: 40 }));

  // The window of the view is from 2026-10-24 to 2026-11-22.
  it.each([
    ['few fixes', few, instructions(), 'few fixes'],
    ['repeated fixes in a folder that is not here', many, undefined, 'not at hand'],
    ['repeated fixes without a file', many, instructions({ files: [] }), 'has no instructions'],
    ['repeated fixes, and no known change', many, instructions(), 'strengthen instructions'],
    ['an older change', many, instructions({ lastCommit: commit('2026-10-23') }), 'strengthen instructions'],
    ['a change in the window', many, instructions({ lastCommit: commit('2026-10-24') }), 'look again'],
    [
      'a publication in the window, and no folder here',
      many,
      instructions({
        files: undefined,
        published: [{ artifact: 'instruction-template', revision: 2, path: 'AGENTS.md', on: '2026-11-01' }],
      }),
      'look again',
    ],
  ] as const)('with %s: %s', (_, group, known, advice) => {
    expect(adviceFor(group, known)).toBe(advice);
  });
});

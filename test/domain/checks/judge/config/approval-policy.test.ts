import { describe, expect, it } from 'vitest';
import { type ApprovalTrial, judgeApprovals } from '../../../../../src/domain/checks/judge/config.ts';

const trial = (more: Partial<ApprovalTrial>): ApprovalTrial => ({
  where: 'config.toml',
  asked: 'never',
  gets: 'never',
  refused: undefined,
  isForbidden: false,
  ...more,
});

describe('a configured approval policy', () => {
  it.each([
    ['is used as written', {}, 'pass', /never in config\.toml/],
    ['is refused', { gets: undefined, refused: 'no longer supported' }, 'fail', /is refused/],
    ['is read as another one', { asked: 'on-failure', gets: 'on-request' }, 'fail', /used as another one/],
    [
      'is not allowed by the requirements, which a session follows',
      { gets: 'on-request', isForbidden: true },
      'warn',
      /not allowed by the requirements/,
    ],
    [
      'is refused, whatever the requirements say',
      { gets: undefined, refused: 'no longer supported', isForbidden: true },
      'fail',
      /is refused/,
    ],
  ] as const)('%s', (_, more, verdict, summary) => {
    expect(judgeApprovals([trial(more)])).toMatchObject({
      verdict,
      summary: expect.stringMatching(summary),
    });
  });

  it('is skipped where none is configured', () => {
    expect(judgeApprovals([]).verdict).toBe('skip');
  });
});

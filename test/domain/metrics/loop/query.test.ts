import { describe, expect, it } from 'vitest';
import { formatQuery, parseQuery } from '../../../../src/domain/metrics/loop/query.ts';

describe('the query of a question', () => {
  it('is read with its flags', () => {
    expect(parseQuery('codex-cockpit metric show --by repository --window=30d --team "Shop & Co"')).toEqual({
      command: 'metric show',
      args: ['metric', 'show', '--by', 'repository', '--window=30d', '--team', 'Shop & Co'],
      window: '30d',
      by: 'repository',
      metric: undefined,
      scope: { team: 'Shop & Co', costCentre: undefined, repository: undefined, surface: undefined },
    });
  });

  it('is written so that a shell reads the same words', () => {
    const args = ['metric', 'show', '--team', "it's $HOME; rm -rf /"];
    expect(formatQuery(args)).toBe(`metric show --team 'it'\\''s $HOME; rm -rf /'`);
    expect(parseQuery(formatQuery(args)).scope.team).toBe("it's $HOME; rm -rf /");
  });

  it.each([
    ['metric add defect-rate 3', 'a question cannot run "metric add"'],
    ['db rebuild', 'a question cannot run "db rebuild"'],
    ['metric show --output /etc/passwd', "Unknown option '--output'"],
    ['metric show everything', "Unexpected argument 'everything'"],
    ['metric show --by day', '--by: "day" is not one of them'],
    [
      'metric show --metric defect-rat',
      '--metric: "defect-rat" is not one of them; did you mean "defect-rate"?',
    ],
    ['metric show --window soon', '"soon" is not a window'],
    ['metric show --window', '--window'],
    ['change alignment --by team', "Unknown option '--by'"],
    ['metric show --team "Shop', 'the query leaves a quote open'],
  ])('%s is refused with the reason', (text, reason) => {
    expect(() => parseQuery(text)).toThrow(reason);
  });
});

import { describe, expect, it } from 'vitest';
import { readAnalyticsPage } from '../../../../src/domain/metrics/sources/analytics.ts';

// 2 November 2026, and the two days after it.
const [monday, tuesday, nextMonday] = [1_793_577_600, 1_793_664_000, 1_794_182_400];
const day = { start_time: monday, end_time: tuesday };

const page = (...data: readonly object[]) => ({ object: 'page', data, has_more: false, next_page: null });
const read = (...data: readonly object[]) => readAnalyticsPage(page(...data), 'east');

/** What each row is of, and its measures. */
const told = (...data: readonly object[]) =>
  read(...data).rows.map(({ level, person, surface, model, measures }) => [
    (level ?? []).join('+'),
    [person, surface, model].filter((part) => part !== '').join(' '),
    measures,
  ]);

const ada = {
  ...day,
  user_id: 'user_1',
  actor: { type: 'account_user', user_id: 'user_1', email: 'Ada@Example.com' },
  totals: { threads: 4, turns: 19, credits: 12.5, text_total_tokens: 81_234 },
  clients: [
    { client_id: 'CODEX_CLI', threads: 3, turns: 15, credits: 10.1 },
    { client_id: 'CODEX_NEW_THING', threads: 1, turns: 4, credits: null },
  ],
  models: [
    { model: 'gpt-5.5', credits: 12.5, speed: 'standard' },
    { model: 'gpt-5.5', credits: 0, speed: 'fast' },
  ],
};

describe('a page of usage', () => {
  it('has a row for a person, for their clients and for their models, each of its level', () => {
    expect(told(ada)).toEqual([
      ['person', 'ada@example.com', { sessions: 4, turns: 19, credits: 12.5, total_tokens: 81_234 }],
      ['person+surface', 'ada@example.com cli', { sessions: 3, turns: 15, credits: 10.1 }],
      ['person+surface', 'ada@example.com CODEX_NEW_THING', { sessions: 1, turns: 4 }],
      ['person+model', 'ada@example.com gpt-5.5', { credits: 12.5 }],
      ['person+model', 'ada@example.com gpt-5.5 (fast)', { credits: 0 }],
    ]);
    expect([...read(ada).unknown]).toEqual([['CODEX_NEW_THING', 1]]);
  });

  it('a workspace has rows of nobody', () => {
    expect(told({ ...day, totals: { turns: 5 }, clients: [{ client_id: 'CODEX_WEB', turns: 5 }] })).toEqual([
      ['', '', { turns: 5 }],
      ['surface', 'web', { turns: 5 }],
    ]);
  });

  it('in a page of people, those who are not known are together one unknown person', () => {
    const nobody = { ...day, user_id: null, totals: { turns: 2 }, clients: [] };
    expect(told({ ...ada, clients: [], models: [] }, nobody, nobody)).toEqual([
      expect.arrayContaining(['ada@example.com']),
      ['person', '', { turns: 4 }],
    ]);
  });

  it('null and absent are not zero, and costs stay apart from credits', () => {
    const totals = { threads: null, turns: 0, credits: 1, cost_usd: 2, estimated_cost_usd: 3 };
    expect(told({ ...day, totals, clients: [] })).toEqual([
      ['', '', { turns: 0, credits: 1, cost_usd: 2, estimated_cost_usd: 3 }],
    ]);
  });

  it('tokens are added up only where all parts are known', () => {
    const tokens = { uncached_text_input_tokens: 10, cached_text_input_tokens: 90, text_output_tokens: 5 };
    expect(told({ ...day, totals: tokens, clients: [] })).toEqual([
      ['', '', { input_tokens: 100, cached_input_tokens: 90, output_tokens: 5, total_tokens: 105 }],
    ]);
    expect(told({ ...day, totals: { ...tokens, uncached_text_input_tokens: null }, clients: [] })).toEqual([
      ['', '', { cached_input_tokens: 90, output_tokens: 5 }],
    ]);
  });

  it('a week ends on its seventh day', () => {
    const [row] = read({ ...day, end_time: nextMonday, totals: { turns: 1 }, clients: [] }).rows;
    expect(row).toMatchObject({ from: '2026-11-02', to: '2026-11-08' });
  });

  it('an e-mail address that is known later does not make a second person', () => {
    const [early] = read({ ...ada, actor: { user_id: 'user_1', email: null } }).rows;
    const [late] = read(ada).rows;
    expect(early?.person).toBe('user_1');
    expect(early?.key).toBe(late?.key);
  });
});

describe('a page of code reviews', () => {
  const reviews = { ...day, pull_request_reviews: 8, comments: 12, comment_details: { p0: 1, p1: 2, p2: 3 } };

  it('gives reviews, and findings of quality by priority', () => {
    expect(told(reviews)).toEqual([['surface', 'github', { code_reviews: 8 }]]);
    expect(read(reviews).quality).toMatchObject([
      {
        metric: 'review-findings',
        from: '2026-11-02',
        id: 'east',
        total: 6,
        n: 8,
        priorities: { p0: 1, p1: 2, p2: 3 },
      },
    ]);
  });

  it.each([
    ['without priorities', { ...reviews, comment_details: null }],
    ['with a priority that is not known', { ...reviews, comment_details: { p0: 1, p1: null, p2: 3 } }],
    ['without a review', { ...reviews, pull_request_reviews: 0 }],
  ])('%s gives no finding', (_, row) => {
    expect(read(row).quality).toEqual([]);
  });
});

describe('a page of responses to code reviews', () => {
  const responses = { ...day, pull_request_reviews: 8, comments: 12, replies: 3, reactions: 5 };

  it.each([
    ['reactions', { reaction_details: { upvotes: 4, downvotes: 1, other: 0 } }],
    ['responses by comment', { comment_response_details: { engaged: 5, upvoted: 4, downvoted: 1 } }],
  ])('gives the share of positive ones by %s', (_, details) => {
    const { rows, quality } = read({ ...responses, ...details });
    expect([rows, quality]).toEqual([
      [],
      [expect.objectContaining({ metric: 'review-reactions', total: 4, n: 5 })],
    ]);
  });

  it('without a reaction gives nothing', () => {
    expect(read({ ...responses, reaction_details: { upvotes: 0, downvotes: 0 } }).quality).toEqual([]);
  });
});

describe('the next page', () => {
  it.each([
    [{ has_more: true, next_page: 'c1' }, 'c1'],
    [{ next_page: 'c1' }, 'c1'],
    [{ has_more: false, next_page: 'c1' }, null],
    [{}, null],
  ])('%j', (more, next) => {
    expect(readAnalyticsPage({ data: [], ...more }, '').next).toBe(next);
  });
});

describe('what is not a page is refused with the place of the fault', () => {
  it.each([
    [{ rows: [] }, ['data']],
    [page({ ...ada, totals: { turns: 'many' } }), ['data', 0, 'totals', 'turns']],
    [page({ ...ada, totals: { turns: -1 } }), ['data', 0, 'totals', 'turns']],
    [page({ ...ada, start_time: 1_793_577_600_000 }), ['data', 0, 'start_time']],
    [page({ ...day, date: '2026-11-02', reviews_completed: 1 }), ['data', 0]],
  ])('%j', (value, path) => {
    expect(() => readAnalyticsPage(value, '')).toThrow(
      expect.objectContaining({ issues: expect.arrayContaining([expect.objectContaining({ path })]) }),
    );
  });
});

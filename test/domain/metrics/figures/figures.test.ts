import { describe, expect, it } from 'vitest';
import { activityOf, figureIn, qualityOf, viewOf } from '../../../support/metrics.ts';

const quality = [qualityOf()];

describe('a figure of adoption', () => {
  it('counts people once a day, as the mean over the days that are known', () => {
    const activity = [
      activityOf({ day: '2026-11-02' }),
      activityOf({ day: '2026-11-02', surface: 'ide' }),
      activityOf({ day: '2026-11-02', person: 'bob@example.com' }),
      activityOf({ day: '2026-11-03' }),
    ];
    const spans = { sessions: { from: '2026-10-01', to: '2026-11-06' } };
    const view = viewOf({ activity, quality, spans });
    expect(figureIn(view, 'daily-users')).toMatchObject({ value: 0.5, n: 2, lagDays: 4, unit: 'people/day' });
    expect(figureIn(view, 'daily-users').series.map(({ value }) => value)).toEqual([
      ...[0, 2, 1, 0, 0, 0],
      ...[null, null, null, null],
    ]);
  });

  it('does not count a person without a turn', () => {
    const activity = [activityOf({ measures: { sessions: 1, turns: 0 } })];
    expect(figureIn(viewOf({ activity, quality }), 'daily-users').value).toBe(0);
  });

  it('takes the users that a source counted itself where it names nobody', () => {
    const whole = { person: '', level: [], source: 'dashboard', surface: '' } as const;
    const activity = [activityOf({ ...whole, measures: { users: 40 } })];
    expect(figureIn(viewOf({ activity, quality }), 'daily-users')).toMatchObject({ value: 4, n: null });
  });

  it('takes one source, names the others, and never adds them up', () => {
    const activity = [
      activityOf({ source: 'sessions', measures: { turns: 5 }, seq: 4 }),
      activityOf({ source: 'analytics', measures: { turns: 9 }, seq: 7 }),
    ];
    expect(figureIn(viewOf({ activity, quality }), 'turns')).toMatchObject({
      ...{ value: 9, source: 'analytics', others: [{ source: 'sessions', value: 5 }] },
      entries: { shown: [7], total: 1 },
    });
  });

  it('takes the next source for what the first one does not say', () => {
    const activity = [
      activityOf({ source: 'analytics', measures: { credits: 3 } }),
      activityOf({ source: 'sessions', measures: { total_tokens: 100 } }),
    ];
    const view = viewOf({ activity, quality });
    expect(figureIn(view, 'credits')).toMatchObject({ value: 3, source: 'analytics' });
    expect(figureIn(view, 'tokens')).toMatchObject({ value: 100, source: 'sessions' });
    expect(figureIn(view, 'code-reviews')).toMatchObject({
      value: null,
      grade: 'missing',
      source: undefined,
    });
  });

  it('counts work once that a source states of the workspace, of persons and of their clients', () => {
    const analytics = { source: 'analytics', repository: '' } as const;
    const ada = { ...analytics, person: 'ada@example.com' };
    const activity = [
      activityOf({ ...analytics, level: [], person: '', surface: '', measures: { turns: 100 } }),
      activityOf({ ...ada, level: ['person'], surface: '', measures: { turns: 30 } }),
      activityOf({ ...ada, level: ['person', 'surface'], measures: { turns: 20 } }),
      activityOf({ ...ada, level: ['person', 'surface'], surface: 'ide', measures: { turns: 10 } }),
    ];
    const members = [{ person: 'ADA@example.com', team: 'shop', costCentre: '' }];
    const both = [...quality, qualityOf({ team: 'shop' })];
    const teams = viewOf({ activity, quality: both, members }, { by: 'team' });
    expect(teams.groups.map((_, group) => figureIn(teams, 'turns', group).value)).toEqual([100, 30]);
    expect(figureIn(teams, 'daily-users').value).toBe(0.1);
    const surfaces = viewOf({ activity, quality: both, members }, { by: 'surface' });
    expect(surfaces.groups.map((_, group) => figureIn(surfaces, 'turns', group).value)).toEqual([
      100, 20, 10,
    ]);
    const repositories = viewOf({ activity, quality: both, members }, { by: 'repository' });
    expect(repositories.groups).toHaveLength(1);
    const team = viewOf({ activity, quality: both, members }, { scope: { team: 'shop' }, by: 'surface' });
    expect(team.groups.map((_, group) => figureIn(team, 'turns', group).value)).toEqual([30, 20, 10]);
  });

  it('is zero on days without a row of a source that speaks of it, and missing where no source does', () => {
    const before = activityOf({ day: '2026-10-30' });
    expect(figureIn(viewOf({ activity: [before], quality }), 'turns')).toMatchObject({ value: 0 });
    const spans = { sessions: { from: '2026-10-01', to: '2026-10-31' } };
    expect(figureIn(viewOf({ activity: [before], quality, spans }), 'turns')).toMatchObject({
      ...{ value: null, grade: 'missing', before: null },
    });
  });

  it('is compared with as many days before as are known of the window', () => {
    const day = (number: number, turns: number) =>
      activityOf({
        day: `2026-${number > 0 ? '11' : '10'}-${String(number > 0 ? number : 31 + number).padStart(2, '0')}`,
        measures: { turns },
      });
    // Three days of the window are known, and before it the same three days and one more.
    const activity = [day(1, 10), day(3, 10), day(0, 7), day(-2, 7), day(-3, 100)];
    const both = [...quality, qualityOf({ from: '2026-10-20', to: '2026-10-31' })];
    const spans = { sessions: { from: '2026-10-01', to: '2026-11-03' } };
    expect(figureIn(viewOf({ activity, quality: both, spans }), 'turns')).toMatchObject({
      value: 20,
      before: 14,
    });
    const begun = { sessions: { from: '2026-10-30', to: '2026-11-03' } };
    expect(figureIn(viewOf({ activity, quality: both, spans: begun }), 'turns').before).toBeNull();
  });

  it('spreads a week over its days, and is an estimate where the window cuts it', () => {
    const week = activityOf({ from: '2026-11-08', to: '2026-11-14', measures: { turns: 70 } });
    expect(figureIn(viewOf({ activity: [week], quality }), 'turns')).toMatchObject({
      value: 30,
      grade: 'estimated',
    });
    const inside = activityOf({ from: '2026-11-02', to: '2026-11-08', measures: { turns: 19 } });
    expect(figureIn(viewOf({ activity: [inside], quality }), 'turns')).toMatchObject({
      value: 19,
      grade: 'observed',
    });
    expect(figureIn(viewOf({ activity: [inside], quality }), 'daily-users').value).toBeNull();
  });

  it('is an estimate when one of its rows is', () => {
    const activity = [activityOf(), activityOf({ grade: 'estimated' })];
    expect(figureIn(viewOf({ activity, quality }), 'turns').grade).toBe('estimated');
  });

  it('adds input and output where a source has no total, and nothing where it has only one of them', () => {
    const tokens = (measures: object) =>
      figureIn(viewOf({ activity: [activityOf({ measures })], quality }), 'tokens').value;
    expect(tokens({ input_tokens: 10, output_tokens: 5 })).toBe(15);
    expect(tokens({ input_tokens: 10, output_tokens: 5, total_tokens: 16 })).toBe(16);
    expect(tokens({ input_tokens: 10 })).toBeNull();
  });
});

describe('a figure of quality', () => {
  const defects = (...rows: Parameters<typeof qualityOf>[0][]) =>
    figureIn(viewOf({ quality: rows.map(qualityOf) }), 'defect-rate');

  it('pools a rate by what it was measured on, and is not the mean of rates', () => {
    const rate = defects({ team: 'shop', total: 1, n: 10 }, { team: 'till', total: 1, n: 90 });
    expect(rate).toMatchObject({ value: 2, n: 100, grade: 'observed', entries: { shown: [20], total: 1 } });
  });

  it('pools means, and adds up counts', () => {
    const view = viewOf({
      quality: [
        qualityOf({ metric: 'developer-feedback', team: 'shop', total: 40, n: 10 }),
        qualityOf({ metric: 'developer-feedback', team: 'till', total: 5, n: 5 }),
        qualityOf({ metric: 'incident-count', id: 'INC-1', total: 1, n: null }),
        qualityOf({ metric: 'incident-count', id: 'INC-2', total: 1, n: null }),
      ],
    });
    expect(figureIn(view, 'developer-feedback')).toMatchObject({ value: 3, n: 15 });
    expect(figureIn(view, 'incident-count')).toMatchObject({ value: 2, n: null });
  });

  it('takes a value without a count as it is, and only where nothing was counted', () => {
    expect(defects({ total: 4, n: null })).toMatchObject({ value: 4, n: null });
    expect(defects({ total: 4, n: null }, { team: 'shop', total: 1, n: 10 })).toMatchObject({
      value: 10,
      n: 10,
    });
  });

  it('lets the newest statement about a day count, so that a correction is not added', () => {
    expect(defects({ total: 2, n: 40, seq: 20 }, { total: 1, n: 40, seq: 25 })).toMatchObject({
      ...{ value: 2.5, n: 40 },
      entries: { shown: [25], total: 1 },
    });
    const partly = defects(
      { from: '2026-11-01', to: '2026-11-10', total: 10, n: 100, seq: 20 },
      { from: '2026-11-06', to: '2026-11-10', total: 0, n: 50, seq: 25 },
    );
    expect(partly).toMatchObject({ value: 5, n: 100, grade: 'estimated' });
  });

  it('does not add a statement of a team or a repository to one of everybody that has it in it', () => {
    const shop = { team: 'shop', total: 2, n: 10, seq: 25 };
    expect(defects({ total: 2, n: 40 }, shop)).toMatchObject({ value: 5, n: 40, entries: { total: 1 } });
    expect(defects(shop, { ...shop, repository: 'till', n: 5 })).toMatchObject({ value: 20, n: 10 });
    const incidents = (...rows: Parameters<typeof qualityOf>[0][]) =>
      figureIn(
        viewOf({ quality: rows.map((row) => qualityOf({ metric: 'incident-count', n: null, ...row })) }),
        'incident-count',
      ).value;
    expect(incidents({ total: 3 }, { team: 'shop', total: 2 }, { repository: 'till', total: 1 })).toBe(3);
    const days = { from: '2026-11-01', to: '2026-11-05' };
    expect(incidents({ ...days, total: 3 }, { team: 'shop', total: 2 })).toBe(4);
    expect(incidents({ team: 'shop', total: 2 }, { repository: 'till', total: 1 })).toBe(3);
    expect(incidents({ total: 3 }, { id: 'INC-1', total: 1 })).toBe(4);
  });

  it('takes the share of the days of a row that begins before the window, as an estimate', () => {
    const hours = {
      metric: 'automation-savings',
      from: '2026-10-22',
      to: '2026-11-10',
      total: 40,
      n: null,
    } as const;
    expect(figureIn(viewOf({ quality: [qualityOf(hours)] }), 'automation-savings')).toMatchObject({
      ...{ value: 20, grade: 'estimated', before: 20 },
    });
    const october = { ...hours, from: '2026-10-01', to: '2026-11-02' };
    expect(figureIn(viewOf({ quality: [qualityOf(october)] }), 'automation-savings').before).toBeNull();
  });

  it('takes one source: what a person states before what runs say', () => {
    const view = viewOf({
      quality: [
        qualityOf({ metric: 'verification-pass-rate', source: 'suite runs', id: 'r1', total: 9, n: 10 }),
        qualityOf({ metric: 'verification-pass-rate', source: 'catalog runs', id: '7', total: 1, n: 2 }),
      ],
    });
    expect(figureIn(view, 'verification-pass-rate')).toMatchObject({
      ...{ value: 50, source: 'catalog runs', others: [{ source: 'suite runs', value: 90 }] },
    });
  });

  it('adds priorities up where every row tells them apart', () => {
    const findings = { metric: 'review-findings', team: 'shop', total: 3, n: 2 } as const;
    const priorities = { p0: 0, p1: 1, p2: 2 };
    const one = qualityOf({ ...findings, priorities });
    const other = qualityOf({ ...findings, team: 'till', priorities });
    expect(figureIn(viewOf({ quality: [one, other] }), 'review-findings').priorities).toEqual({
      ...{ p0: 0, p1: 2, p2: 4 },
    });
    const without = qualityOf({ ...findings, team: 'till' });
    expect(figureIn(viewOf({ quality: [one, without] }), 'review-findings').priorities).toBeNull();
  });

  it('says how old it is and draws its days', () => {
    const figure = defects({ from: '2026-11-02', to: '2026-11-03' });
    expect(figure.lagDays).toBe(7);
    expect(figure.series.map(({ value }) => value)).toEqual([null, 5, 5, ...Array(7).fill(null)]);
  });

  it('shows the newest 20 of its entries', () => {
    const rows = Array.from({ length: 30 }, (_, index) => ({ id: String(index), seq: index + 1 }));
    const { entries } = defects(...rows);
    expect(entries.total).toBe(30);
    expect(entries.shown).toEqual(Array.from({ length: 20 }, (_, index) => 30 - index));
  });
});

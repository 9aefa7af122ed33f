import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIVITY_SOURCES, type Activity, DIMENSIONS } from '../../../../src/domain/metrics/activity.ts';
import { GROUPINGS } from '../../../../src/domain/metrics/scope.ts';
import type { Paired } from '../../../../src/domain/metrics/view.ts';
import { activityOf, figureIn, qualityOf, viewOf } from '../../../support/metrics.ts';

const members = [
  { person: 'ada@example.com', team: 'shop', costCentre: 'retail' },
  { person: 'bob@example.com', team: 'till', costCentre: 'retail' },
  { person: 'cyd@example.com', team: '', costCentre: '' },
];
const busy = members.map(({ person }) => activityOf({ person }));

/** What became of each group, by the name that `part` has in its scope. */
const outcomes = (view: ReturnType<typeof viewOf>, part: 'team' | 'costCentre' | 'repository' | 'surface') =>
  Object.fromEntries(view.groups.map(({ type, scope }) => [scope[part] ?? 'all', type]));

describe('adoption beside quality', () => {
  it('is shown where a figure of quality of the same days has a value', () => {
    const view = viewOf({ activity: busy, quality: [qualityOf()] });
    expect(figureIn(view, 'turns').value).toBe(12);
    expect(figureIn(view, 'defect-rate').value).toBe(5);
  });

  it('is withheld without one, with the names of what is known, what is missing, and commands', () => {
    const { groups } = viewOf({ activity: busy });
    expect(groups).toEqual([
      {
        ...{ type: 'withheld', scope: {}, window: { from: '2026-11-01', to: '2026-11-10' } },
        metrics: ['daily-users', 'sessions', 'turns'],
        missing: 'no figure of quality of everybody from 2026-11-01 to 2026-11-10',
        remedies: [
          'codex-cockpit metric add defect-rate VALUE --unit % --n CHANGES --window 2026-11-01..2026-11-10 --source TEXT',
          'codex-cockpit metric import quality FILE.csv',
        ],
      },
    ]);
  });

  it.each([
    ['a day before the window', { from: '2026-10-01', to: '2026-10-31' }, 'withheld'],
    ['the first day of the window', { from: '2026-10-01', to: '2026-11-01' }, 'paired'],
    ['the day after the window', { from: '2026-11-11', to: '2026-11-20' }, 'withheld'],
  ])('quality that reaches to or begins on %s leaves it %3$s', (_, days, expected) => {
    expect(viewOf({ activity: busy, quality: [qualityOf(days)] }).groups[0]?.type).toBe(expected);
  });

  it('is withheld beside a rate of nothing', () => {
    expect(viewOf({ activity: busy, quality: [qualityOf({ total: 0, n: 0 })] }).groups[0]?.type).toBe(
      'withheld',
    );
  });

  it('of the days before needs quality of those days', () => {
    const before = activityOf({ day: '2026-10-28', measures: { turns: 7 } });
    const unpaired = viewOf({ activity: [...busy, before], quality: [qualityOf()] });
    expect(figureIn(unpaired, 'turns')).toMatchObject({ value: 12, before: null });
    const measured = qualityOf({ from: '2026-10-22', to: '2026-10-31' });
    const paired = viewOf({ activity: [...busy, before], quality: [qualityOf(), measured] });
    expect(figureIn(paired, 'turns')).toMatchObject({ value: 12, before: 7 });
  });

  it('of a team needs quality of that team; quality of the whole is not enough', () => {
    const quality = [qualityOf(), qualityOf({ team: 'shop' })];
    const view = viewOf({ activity: busy, quality, members }, { by: 'team' });
    expect(outcomes(view, 'team')).toEqual({
      all: 'paired',
      shop: 'paired',
      till: 'withheld',
      '': 'withheld',
    });
    expect(view.groups.find(({ scope }) => scope.team === 'till')).toMatchObject({
      missing: 'no figure of quality of team till from 2026-11-01 to 2026-11-10',
      remedies: [expect.stringMatching(/--team till$/), 'codex-cockpit metric import quality FILE.csv'],
    });
    expect(view.groups.at(-1)).toMatchObject({
      missing: 'these people have no team, so that no quality is known of their work',
      remedies: ['codex-cockpit people teams import FILE.csv'],
    });
  });

  it('of a cost centre needs quality of a team that is of it alone', () => {
    const view = viewOf(
      { activity: busy, quality: [qualityOf({ team: 'shop' })], members },
      { by: 'cost-centre' },
    );
    expect(outcomes(view, 'costCentre')).toEqual({ all: 'paired', retail: 'paired', '': 'withheld' });
    const split = [...members, { person: 'dan@example.com', team: 'shop', costCentre: 'logistics' }];
    const unclear = viewOf(
      { activity: busy, quality: [qualityOf({ team: 'shop' })], members: split },
      { by: 'cost-centre' },
    );
    expect(outcomes(unclear, 'costCentre')).toMatchObject({ retail: 'withheld' });
  });

  it('of a repository needs quality of that repository, however each source writes its name', () => {
    const activity = [activityOf(), activityOf({ repository: 'github.com/acme/till' })];
    const quality = [qualityOf({ repository: '/srv/work/shop' })];
    const view = viewOf({ activity, quality }, { by: 'repository' });
    expect(outcomes(view, 'repository')).toEqual({
      all: 'paired',
      'github.com/acme/shop': 'paired',
      'github.com/acme/till': 'withheld',
    });
    const asked = { scope: { repository: 'git@github.com:acme/shop.git' } };
    expect(figureIn(viewOf({ activity, quality }, asked), 'turns').value).toBe(4);
  });

  it('by surface stands beside the quality of all surfaces, and says so', () => {
    const activity = [activityOf(), activityOf({ surface: 'ide', measures: { turns: 1 } })];
    const view = viewOf(
      { activity, quality: [qualityOf({ team: 'shop' })], members },
      {
        scope: { team: 'shop' },
        by: 'surface',
      },
    );
    expect(outcomes(view, 'surface')).toEqual({ all: 'paired', cli: 'paired', ide: 'paired' });
    expect(figureIn(view, 'turns', 2).value).toBe(1);
    expect(figureIn(view, 'defect-rate', 2).value).toBe(5);
    expect(view.groups[2]).toMatchObject({ qualityScope: { team: 'shop' } });
  });

  it('writes hostile names into commands as one word', () => {
    const scope = { team: "x'; rm -rf ~ #\u001b[2J" };
    const [group] = viewOf({ activity: busy }, { scope }).groups;
    expect(group?.type === 'withheld' && group.remedies[0]).toMatch(/--team 'x'\\''; rm -rf ~ #'$/);
  });

  it('is a type that nobody else can make', () => {
    const [group] = viewOf({ quality: [qualityOf()] }).groups;
    if (group?.type !== 'paired') throw new Error('it is paired');
    const { type, scope, window, quality, qualityScope, adoption } = group;
    // @ts-expect-error only the rule of pairing makes one
    const made: Paired = { type, scope, window, quality, qualityScope, adoption };
    expect(made).toEqual(group);
  });
});

const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`);

// Numbers that no date, count or name has: where one of them is seen, a measure was given away.
const telling = fc.integer({ min: 7_000_000, max: 7_999_999 });

const anyActivity: fc.Arbitrary<Activity> = fc
  .record({
    source: fc.constantFrom(...ACTIVITY_SOURCES),
    day,
    person: fc.constantFrom('ada@example.com', 'bob@example.com', 'cyd@example.com', 'eve', ''),
    surface: fc.constantFrom('cli', 'ide', ''),
    repository: fc.constantFrom('github.com/acme/shop', 'till', ''),
    level: fc.option(fc.uniqueArray(fc.constantFrom(...DIMENSIONS)), { nil: undefined }),
    measures: fc.record(
      { users: telling, sessions: telling, turns: telling, total_tokens: telling, credits: telling },
      { requiredKeys: [] },
    ),
  })
  .map((given) => activityOf(given));

const anyQuality = fc
  .record({
    team: fc.constantFrom('shop', 'till', 'nobody'),
    repository: fc.constantFrom('', 'shop', 'till'),
    from: day,
    days: fc.integer({ min: 0, max: 20 }),
    total: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ from, days, ...more }) => {
    const to = new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
    return qualityOf({ ...more, from, to });
  });

describe('whatever was recorded', () => {
  const asked = fc.record({
    by: fc.option(fc.constantFrom(...GROUPINGS), { nil: undefined }),
    scope: fc.record(
      { team: fc.constantFrom('shop', 'till', ''), repository: fc.constantFrom('shop', 'till') },
      { requiredKeys: [] },
    ),
  });

  it('no number of adoption is in a view without quality', () => {
    fc.assert(
      fc.property(fc.array(anyActivity, { maxLength: 12 }), asked, (activity, request) => {
        const view = viewOf({ activity, members }, request);
        expect(view.groups.every(({ type }) => type === 'withheld')).toBe(true);
        expect(JSON.stringify(view)).not.toMatch(/7\d{6}/);
      }),
    );
  });

  it('each group that is paired has a value of quality, and no other group has a number', () => {
    const quality = fc.array(anyQuality, { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(anyActivity, { maxLength: 12 }), quality, asked, (activity, rows, request) => {
        for (const group of viewOf({ activity, quality: rows, members }, request).groups) {
          if (group.type === 'paired') expect(group.quality.some(({ value }) => value !== null)).toBe(true);
          else expect(JSON.stringify(group)).not.toMatch(/7\d{6}|"value"/);
        }
      }),
    );
  });
});

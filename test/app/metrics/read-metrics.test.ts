import { describe, expect, it } from 'vitest';
import { readMetrics } from '../../../src/app/metrics/read-metrics.ts';
import type { CockpitEvent, EventBody } from '../../../src/domain/history/entry/event.ts';
import { eventOf } from '../../support/every-event.ts';
import { checkFinishedWith, draft, runFinished, runStarted, testStore } from '../../support/history.ts';
import { figureIn } from '../../support/metrics.ts';

// The clock of the store stands at noon of 20 November.
const now = new Date('2026-11-20T18:00:00Z');

type Row = EventBody<'quality.recorded'>['rows'][number];

const row = (given: Partial<Row> = {}): Row => ({
  ...{ key: 'a', metric: 'defect-rate', from: '2026-11-01', to: '2026-11-10', team: '', repository: '' },
  ...{ id: null, total: 2, n: 40, priorities: null },
  ...given,
});

const recorded = (...rows: Row[]): CockpitEvent => ({
  kind: 'quality.recorded',
  body: { v: 1, source: 'file', name: 'quality.csv', rows },
});

/** The view after some events, of the last 30 days. */
async function viewAfter(
  events: readonly CockpitEvent[],
  asked: Partial<Parameters<typeof readMetrics>[1]> = {},
) {
  const store = await testStore();
  await store.append(() => events.map((event) => draft(event)));
  return readMetrics(store, { now, ...asked });
}

/** An event of a kind with something else in its body. */
const changed = <K extends CockpitEvent['kind']>(kind: K, body: Partial<EventBody<K>>) => {
  const event = eventOf(kind);
  return { ...event, body: { ...event.body, ...body } } as CockpitEvent;
};

describe('the metrics of a history', () => {
  it('are withheld while nothing of quality is recorded, and before there is a history', async () => {
    expect((await viewAfter([])).groups).toMatchObject([{ type: 'withheld', metrics: [] }]);
    const view = await readMetrics(undefined, { now });
    expect(view).toMatchObject({
      window: { from: '2026-10-22', to: '2026-11-20' },
      groups: [{ type: 'withheld', scope: {} }],
    });
  });

  it('take a row that is recorded again with the same key in the place of the first', async () => {
    const view = await viewAfter([
      recorded(row(), row({ key: 'b', id: '1', total: 0, n: 60 })),
      recorded(row({ total: 4 })),
    ]);
    expect(figureIn(view, 'defect-rate')).toMatchObject({ value: 4, n: 100, source: 'file' });
    expect(figureIn(view, 'defect-rate').entries.shown).toEqual([2, 1]);
  });

  it('count the checks of finished runs of suites, and not those that could not be carried out', async () => {
    const verdicts = ['pass', 'warn', 'fail', 'skip', 'error', 'manual'] as const;
    const checks = verdicts.map((verdict) => checkFinishedWith('r1', { check: verdict, verdict }));
    const unfinished = [runStarted('r2'), checkFinishedWith('r2', { check: 'pass' })];
    const view = await viewAfter([runStarted('r1'), ...checks, runFinished('r1'), ...unfinished]);
    const { value, n, source } = figureIn(view, 'verification-pass-rate');
    expect({ value: Math.round(value ?? 0), n, source }).toEqual({ value: 67, n: 3, source: 'suite runs' });
  });

  it('count runs of the catalog by repository', async () => {
    const ran = (verdict: 'pass' | 'fail' | 'error', repository: string) =>
      changed('catalog.ran', { verdict, repository });
    const runs = [
      ran('pass', 'github.com/acme/shop'),
      ran('fail', 'shop'),
      ran('error', 'shop'),
      ran('pass', 'till'),
    ];
    const view = await viewAfter(runs, { by: 'repository' });
    expect(view.groups.map(({ scope }) => scope.repository)).toEqual([
      undefined,
      'github.com/acme/shop',
      'till',
    ]);
    expect(figureIn(view, 'verification-pass-rate', 1)).toMatchObject({
      value: 50,
      n: 2,
      source: 'catalog runs',
    });
    expect(figureIn(view, 'verification-pass-rate', 2)).toMatchObject({ value: 100, n: 1 });
  });

  it('count what finished reviews found, and the incidents of rings', async () => {
    const finished = (review: string, exceptions: string[]) =>
      changed('review.finished', { review, exceptions });
    const started = ['a', 'b'].map((review) => changed('review.started', { review }));
    const incident = eventOf('ring.incident');
    const view = await viewAfter([
      ...started,
      finished('a', ['q1', 'q2']),
      finished('b', []),
      incident,
      incident,
    ]);
    expect(figureIn(view, 'review-findings')).toMatchObject({ value: 1, n: 2, source: 'reviews' });
    expect(figureIn(view, 'incident-count')).toMatchObject({ value: 2, n: null, source: 'rings' });
  });

  it('take the newest team of a person', async () => {
    const teams = (team: string): CockpitEvent => ({
      kind: 'teams.recorded',
      body: {
        v: 1,
        name: 'teams.csv',
        members: [{ person: 'ada@example.com', team, cost_centre: 'retail' }],
      },
    });
    const quality = recorded(row({ team: 'till' }));
    const view = await viewAfter([teams('shop'), teams('till'), quality], { by: 'cost-centre' });
    expect(view.groups.map(({ scope, type }) => [scope.costCentre, type])).toEqual([
      [undefined, 'paired'],
      ['retail', 'paired'],
    ]);
  });

  it('are the same after the derived tables are thrown away', async () => {
    const store = await testStore();
    await store.append(() => [draft(recorded(row())), draft(eventOf('ring.incident'))]);
    const before = await readMetrics(store, { now });
    await store.rebuild();
    expect(await readMetrics(store, { now })).toEqual(before);
  });
});

import { describe, expect, it } from 'vitest';
import { runbookOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { fill, press, refusalOf } from '../../support.tsx';
import { rollout, rolloutOf } from './support.ts';

describe('recording a metric by hand', () => {
  const values = ['rate', '87', '%', '2026-11', 'CI of team A', '120'];

  it('asks for everything that makes it readable, and says what is recorded', () => {
    const form = press(rollout(), 'm');
    expect(form.overlay).toMatchObject({ fields: [{}, {}, {}, { value: '2026-11' }, {}, {}] });
    expect(fill(form, ...values).overlay).toMatchObject({
      question: 'Record rate: 87 %?',
      records: ['metric.recorded: rate 87 % for 2026-11, n 120', 'source "CI of team A", by ada@example.com'],
      effect: { input: { metric: 'rate', value: 87, unit: '%', window: '2026-11', n: 120 } },
    });
  });

  it.each([
    [0, '', 'a metric needs a name'],
    [1, 'many', '"many" is not a number'],
    [2, '', 'a metric needs a unit'],
    [3, '', 'a metric needs a window'],
    [4, '', 'a metric needs a source'],
    [5, '1.5', '"1.5" is not a whole number'],
  ])('refuses field %i as %j there', (field, value, refusal) => {
    const given = values.map((one, place) => (place === field ? value : one));
    expect(fill(press(rollout(), 'm'), ...given).overlay).toMatchObject({
      active: field,
      refusal: expect.stringContaining(refusal),
    });
  });

  it('leaves out of what is recorded a sample that was not given', () => {
    expect(fill(press(rollout(), 'm'), ...values.slice(0, 5), '').overlay).toMatchObject({
      records: ['metric.recorded: rate 87 % for 2026-11', expect.anything()],
      effect: { input: { n: null } },
    });
  });

  it('is for analytics owners and rollout owners', () => {
    const lead = { email: 'bob@example.com', roles: ['team lead' as const], hasKey: false };
    expect(refusalOf({ ...rollout(), me: lead }, 'm')).toBe(
      'needs the role analytics owner or rollout owner',
    );
    expect(refusalOf({ ...rollout(), me: { ...lead, roles: ['analytics owner'] } }, 'm')).toBeUndefined();
  });

  it('offers the metrics that items ask for, first that of the selected item', () => {
    const book = runbookOf(itemText('pilot.rate', { evidence: '[{metric: change-rate}]' }));
    expect(press(rolloutOf([book]), 'm').overlay).toMatchObject({
      fields: [{ value: 'change-rate', choices: ['change-rate'] }, {}, {}, {}, {}, {}],
    });
  });
});

describe('the window of a metric', () => {
  it.each([
    ['2026-11-20', ['2026-11', '2026-10']],
    ['2026-01-31', ['2026-01', '2025-12']],
    ['2026-03-31', ['2026-03', '2026-02']],
  ])('is on %s this month, or the one before, or a usual length of time', (day, months) => {
    const form = press({ ...rollout(), now: new Date(`${day}T23:59:00.000Z`) }, 'm');
    expect(form.overlay).toMatchObject({
      fields: [
        {},
        {},
        {},
        { label: 'Window', value: months[0], choices: [...months, '7d', '30d', '90d'] },
        {},
        {},
      ],
    });
  });
});

describe('stating which models cloud tasks use', () => {
  const form = press(rollout(), 'M');

  it('asks what was seen and when, and says what is recorded', () => {
    expect(form.overlay).toMatchObject({ fields: [{ value: '' }, { value: '2026-11-20' }] });
    expect(press(form, 'enter', 'enter').overlay).toMatchObject({
      active: 0,
      refusal: expect.stringContaining('say what you saw'),
    });
    expect(fill(form, 'gpt-5 only', '2026-11-19').overlay).toMatchObject({
      question: 'Attest what cloud tasks use, as seen on 2026-11-19?',
      records: ['models.cloud-attested: "gpt-5 only"', 'as ada@example.com, seen on 2026-11-19, pin 0.139.0'],
    });
  });

  it('is for rollout owners and security owners', () => {
    const lead = { email: 'bob@example.com', roles: ['team lead' as const], hasKey: false };
    expect(refusalOf({ ...rollout(), me: lead }, 'M')).toContain('needs the role');
  });
});

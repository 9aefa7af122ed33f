import { describe, expect, it } from 'vitest';
import type { RecordedEvidence } from '../../../src/domain/base/evidence.ts';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import type { Waiver } from '../../../src/domain/rollout/items/waiver.ts';
import { awaitedActions } from '../../../src/domain/rollout/next-actions.ts';
import { itemRows } from '../../../src/tui/screens/rollout/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { checkOf, hostile, recordOf, statusOf } from '../../support/recorded-builders.ts';
import { evidenceOf, runbookOf, signOffOf, twoItems, waiverOf } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';
import { frameOf, on, paneOf, press, refusalOf, type, wholeFrame } from '../support.tsx';

const me: State['me'] = {
  email: 'ada@example.com',
  roles: ['rollout owner', 'team lead', 'platform engineer'],
  hasKey: false,
};

/** The rollout with two items: `pilot.version` wants a check, `pilot.cases` an attestation. */
function rollout(given: { evidence?: readonly RecordedEvidence[]; waivers?: readonly Waiver[] } = {}): State {
  const { phases } = deriveRollout(
    recordOf(given),
    [runbookOf(twoItems)],
    new Date('2026-11-20T13:00:00.000Z'),
  );
  return on('rollout', { me, status: statusOf({ phases }) });
}

/** The rollout with the cursor on an item. */
function at(item: string, given?: Parameters<typeof rollout>[0]): State {
  const state = rollout(given);
  return { ...state, cursor: { rollout: itemRows(state).findIndex((one) => one.item.id === item) } };
}

/** Fills a form: a value for each field, which first loses what it was prefilled with. */
function fill(state: State, ...values: string[]): State {
  return values.reduce((now, value) => press(type(press(now, 'ctrl-u'), value), 'enter'), state);
}

describe('the Rollout screen shows', () => {
  const book = runbookOf(
    itemText('pilot.extra', { owner: 'team lead', more: 'required: false' }) +
      twoItems +
      itemText('pilot.policy', { evidence: '[{artifact: policy}]', owner: 'security owner' }),
    { signOffs: '[rollout owner, security owner]' },
  );
  const people: State['people'] = [
    { email: 'ada@example.com', name: undefined, roles: ['rollout owner', 'team lead'], keys: [], seq: 1 },
    {
      email: 'bob@example.com',
      name: undefined,
      roles: ['team lead', 'platform engineer'],
      keys: [],
      seq: 2,
    },
  ];
  const now = new Date('2026-11-20T13:00:00.000Z');
  const shown = (given: Partial<Parameters<typeof recordOf>[0]> = {}, more: Partial<State> = {}) => {
    const derived = deriveRollout(recordOf({ people, ...given }), [book], now);
    const status = statusOf({ phases: derived.phases, awaited: awaitedActions(derived, people) });
    return on('rollout', { me, people, now, status, ...more });
  };
  const failed = evidenceOf({ outcome: 'bad', summary: 'fail: another version', seq: 87 });

  it('the gate as a bar, with how many signed', () => {
    expect(frameOf(shown())).toContain('Gate ░░░░░░░░░░ 0/3 required · 0 of 2 signed');
    const held = evidenceOf({ kind: 'attestation', key: 'pilot.cases', source: book.items[2]?.digest ?? '' });
    expect(frameOf(shown({ evidence: [held, evidenceOf()] }))).toContain('Gate ██████░░░░ 2/3 required');
  });

  it('what blocks first, and what is optional last', () => {
    const [header, ...rows] = paneOf(frameOf(shown({ evidence: [failed] })));
    expect(header).toMatch(/STATE +REQ +ITEM +OWNER +WHY/);
    expect(rows[0]).toMatch(/✘ failing +● +pilot\.version +platform engineer +fail: another version/);
    expect(rows[1]).toMatch(/○ open +● +pilot\.cases/);
    expect(rows[2]).toMatch(/○ open +● +pilot\.policy/);
    expect(rows[3]).toMatch(/○ open {4,}pilot\.extra/);
  });

  it('what an open item waits for, by person, also where no one has the role', () => {
    const frame = frameOf(shown());
    expect(frame).toMatch(/pilot\.cases +team lead +attest: you, bob/);
    expect(frame).toMatch(/pilot\.policy +security owner +write policy: no one/);
    expect(frame).toMatch(/pilot\.version +platform engineer +run cli\.version: bob/);
  });

  it('beside the list which role an item waits for, and who has it', () => {
    expect(frameOf(shown(), { height: 24 })).toContain(
      'awaits    platform engineer (bob@example.com): run the check',
    );
    const policy = press(shown(), 'down', 'down');
    expect(frameOf(policy, { height: 24 })).toContain(
      'awaits    security owner (no one has this role): write policy',
    );
  });

  it.each([60, 80, 90, 100, 120, 140, 190])(
    'at a width of %i no reason that is cut to what all rows have in common',
    (width) => {
      const [header = '', ...rows] = paneOf(frameOf(shown(), { width }));
      if (!header.includes('WHY')) expect(header).toContain('OWNER');
      const reasons = rows.slice(0, 3).map((row) => row.slice(header.indexOf('WHY')));
      if (header.includes('WHY'))
        expect(reasons.join('\n')).toMatch(/run cli\.version.*\nattest.*\nwrite policy/);
    },
  );

  it('in the detail since when an item fails, who owns it, what was found, the fix and who is awaited', () => {
    const checks = [
      checkOf({ verdict: 'fail', summary: 'another', actual: '0.138.0', remedy: 'Install the pin.' }),
    ];
    const state = shown({ evidence: [failed] });
    const open = press({ ...state, status: { ...(state.status ?? statusOf()), checks } }, 'enter');
    const text = paneOf(frameOf(open, { height: 40 })).join('\n');
    expect(text).toContain('failing since 2026-11-20 12:00 (entry 87): fail: another version');
    expect(text).toContain('owner    platform engineer: bob@example.com');
    expect(text).toMatch(/found {4}0\.138\.0\nfix {6}Install the pin\./);
    expect(text).toContain('  bob@example.com: run the check cli.version (platform engineer)');
  });

  it('the drift of a passed phase in one line, and with d every item that is no longer done', () => {
    const gates = [
      { phase: 'pilot' as const, decision: 'passed' as const, seq: 125, at: now.toISOString(), actor: 'ada' },
    ];
    const state = shown({ evidence: [failed], gates });
    expect(wholeFrame(state)).toContain('▲ Pilot drifted: 3 required items no longer done');
    const text = paneOf(frameOf(press(state, 'd'), { height: 30 })).join('\n');
    expect(text).toMatch(
      /^Pilot drifted: 3 required items no longer done\npassed 2026-11-20 by ada, entry 125/,
    );
    expect(text).toMatch(/failing {2}pilot\.version .*\n +fail: another version\n +owner platform engineer/);
    expect(refusalOf(shown(), 'd')).toBe('no passed phase has drifted');
    expect(wholeFrame(shown())).not.toContain('drifted');
  });

  it('how to begin before there is a rollout, and that it is reading before', () => {
    expect(frameOf(on('rollout', { status: statusOf({ rollout: undefined }) }))).toContain(
      'No rollout yet. Press n to start one, 2 to look at the checks.',
    );
    expect(frameOf(on('rollout', { status: undefined }))).toContain('reading the history…');
  });

  it('hostile texts without obeying them', () => {
    const frame = wholeFrame(shown({ evidence: [{ ...failed, summary: hostile, actor: hostile }] }), {
      width: 60,
    });
    for (const sequence of ['\u001b[2J', '\u202e', '\u0007']) expect(frame).not.toContain(sequence);
    expect(frame).toContain('pilot.version');
  });
});

describe('choosing where Codex is used', () => {
  const form = press(rollout(), 's');

  it('marks the surfaces in a list, and says what no longer applies', () => {
    expect(form.overlay).toMatchObject({
      fields: [{ label: 'Surfaces', value: 'local, cloud', choices: ['local', 'cloud'], many: true }],
    });
    const asked = press(form, 'down', 'down', ' ', 'enter');
    expect(asked.overlay).toMatchObject({
      question: 'Is Codex used local only?',
      records: ['rollout.surfaces-chosen: local', 'Every item applies.'],
      effect: { name: 'choose-surfaces', input: { surfaces: ['local'] } },
    });
  });

  it.each([
    ['local, cloud', 'these are the surfaces already'],
    ['', 'choose at least one surface'],
    ['moon', '"moon" is no choice. There are local, cloud.'],
  ])('refuses %j', (value, refusal) => {
    expect(fill(form, value).overlay).toMatchObject({ refusal: expect.stringContaining(refusal), active: 0 });
  });

  it('is for rollout owners', () => {
    const lead = { email: 'bob@example.com', roles: ['team lead' as const], hasKey: false };
    expect(refusalOf({ ...rollout(), me: lead }, 's')).toBe('needs the role rollout owner');
  });
});

describe('recording a metric by hand', () => {
  const values = ['rate', '87', '%', '2026-11', 'CI of team A', '120'];

  it('asks for everything that makes it readable, and says what is recorded', () => {
    const form = press({ ...rollout(), now: new Date('2026-11-20T13:00:00.000Z') }, 'm');
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

  it('offers the metrics that items ask for, first that of the selected item', () => {
    const book = runbookOf(itemText('pilot.rate', { evidence: '[{metric: change-rate}]' }));
    const { phases } = deriveRollout(recordOf(), [book], new Date('2026-11-20T13:00:00.000Z'));
    expect(press(on('rollout', { me, status: statusOf({ phases }) }), 'm').overlay).toMatchObject({
      fields: [{ value: 'change-rate', choices: ['change-rate'] }, {}, {}, {}, {}, {}],
    });
  });
});

describe('a form is asked about only once its values can be used', () => {
  it.each([
    ['w', ['holiday', 'soon'], 1, '"soon" is not a number of days. Write it as 30d.'],
    ['w', ['holiday', '9999d'], 1, 'an item can be waived for 365 days at most'],
    ['w', ['', '30d'], 0, 'a reason is needed'],
    ['p', ['latest', 'newer'], 0, 'the pin "latest" is not an exact version'],
    ['p', ['0.139.0', 'newer'], 0, '0.139.0 is the pin already'],
  ])('%s with %j', (key, values, field, refusal) => {
    expect(fill(press(at('pilot.cases'), key), ...values).overlay).toMatchObject({
      type: 'form',
      active: field,
      refusal: expect.stringContaining(refusal),
      fields: values.map((value) => ({ value })),
    });
  });

  it('and escape goes back from the question to what was typed', () => {
    const asked = fill(press(at('pilot.cases'), 'w'), 'holiday', '10d');
    expect(asked.overlay).toMatchObject({ type: 'confirm', question: 'Waive pilot.cases for 10d?' });
    expect(press(asked, 'esc').overlay).toMatchObject({
      type: 'form',
      active: 1,
      fields: [{ value: 'holiday' }, { value: '10d' }],
    });
  });
});

describe('a key that cannot act says why', () => {
  it('when nothing was stated that could be withdrawn', () => {
    expect(refusalOf(at('pilot.cases'), 'u')).toBe('pilot.cases is neither attested nor waived');
    const attested = evidenceOf({ kind: 'attestation', key: 'pilot.cases' });
    expect(refusalOf(at('pilot.cases', { evidence: [attested] }), 'u')).toBeUndefined();
    expect(refusalOf(at('pilot.cases', { waivers: [waiverOf()] }), 'u')).toBeUndefined();
  });

  it('when an item is not shown by an attestation', () => {
    expect(refusalOf(at('pilot.version'), 'a')).toBe(
      'pilot.version asks for no attestation: a check must show it',
    );
    expect(refusalOf(at('pilot.cases'), 'a')).toBeUndefined();
  });

  it('and signing a closed gate warns of what the signature does not cover', () => {
    expect(press(rollout(), 'S').overlay).toMatchObject({
      records: expect.arrayContaining([expect.stringMatching(/^The gate is closed: .*pilot\.version/)]),
    });
  });
});

describe('withdrawing a sign-off', () => {
  const signOffs = [
    signOffOf(),
    signOffOf({ person: 'bob@example.com', role: 'team lead', seq: 96 }),
    signOffOf({ role: 'platform engineer', seq: 97 }),
  ];
  const signed = (roles: NonNullable<State['me']>['roles'], email = 'ada@example.com') => {
    const now = new Date('2026-11-20T13:00:00.000Z');
    const { phases } = deriveRollout(recordOf({ signOffs }), [runbookOf(twoItems)], now);
    return on('rollout', { me: { email, roles, hasKey: false }, status: statusOf({ phases }) });
  };

  it('offers the newest own one first, and all to a rollout owner', () => {
    const form = press(signed(['rollout owner']), 'U');
    expect(form.overlay).toMatchObject({
      fields: [
        {
          value: 'ada@example.com as platform engineer',
          choices: [
            'ada@example.com as rollout owner',
            'bob@example.com as team lead',
            'ada@example.com as platform engineer',
          ],
        },
        { label: 'Reason' },
      ],
    });
    const other = press(form, 'up', 'enter');
    expect(press(other, 'enter').overlay).toMatchObject({ refusal: expect.stringContaining('a reason') });
    expect(press(type(other, 'too early'), 'enter').overlay).toMatchObject({
      question: expect.stringMatching(/^Withdraw the sign-off of bob@example\.com as team lead under /),
      records: ['phase.sign-off-withdrawn: pilot, bob@example.com as team lead, because "too early"'],
      effect: { input: { phase: 'pilot', person: 'bob@example.com', role: 'team lead' } },
    });
  });

  it('offers a team lead only their own, and says why there is none', () => {
    expect(press(signed(['team lead'], 'bob@example.com'), 'U').overlay).toMatchObject({
      fields: [{ choices: ['bob@example.com as team lead'] }, {}],
    });
    expect(refusalOf(signed(['team lead'], 'eve@example.com'), 'U')).toBe(
      'needs the role rollout owner: you have not signed',
    );
    expect(refusalOf(rollout(), 'U')).toBe('no one has signed the gate');
    expect(refusalOf({ ...signed(['rollout owner']), readOnly: true }, 'U')).toBe(
      'this session is read-only',
    );
  });
});

describe('stating which models cloud tasks use', () => {
  const form = press({ ...rollout(), now: new Date('2026-11-20T13:00:00.000Z') }, 'M');

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

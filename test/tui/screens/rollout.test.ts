import { describe, expect, it } from 'vitest';
import type { RecordedEvidence } from '../../../src/domain/base/evidence.ts';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import type { Waiver } from '../../../src/domain/rollout/items/waiver.ts';
import { itemRows } from '../../../src/tui/screens/rollout/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../support/recorded-builders.ts';
import { evidenceOf, runbookOf, signOffOf, twoItems, waiverOf } from '../../support/rollout-builders.ts';
import { on, press, refusalOf, type } from '../support.tsx';

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
    expect(asked.overlay).toMatchObject({ type: 'confirm', question: 'Do without pilot.cases for 10d?' });
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
    expect(refusalOf(rollout(), 'U')).toBe('nobody has signed the gate');
    expect(refusalOf({ ...signed(['rollout owner']), readOnly: true }, 'U')).toBe(
      'this session is read-only',
    );
  });
});

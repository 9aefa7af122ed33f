import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../src/domain/people/role.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { evidenceOf, runbookOf, waiverOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { fill, press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { at, fourPhases, rolloutOf } from './support.ts';

const as = (state: State, email: string, ...roles: Role[]): State => ({
  ...state,
  me: { email, roles, hasKey: false },
});

describe('attesting an item', () => {
  it('asks with its statements in full, and says what is recorded with the note', () => {
    const asked = press(type(press(at('pilot.cases'), 'a'), 'seen on Friday'), 'enter');
    expect(asked.overlay).toMatchObject({
      question: 'Attest pilot.cases?',
      records: [
        'statement: It is so.',
        'item.attested: pilot.cases, as ada@example.com, pin 0.139.0, note "seen on Friday"',
      ],
      effect: { name: 'attest', input: { item: 'pilot.cases', note: 'seen on Friday' } },
    });
    expect(wholeFrame(asked)).toContain('recorded in the history (1 entry):');
  });

  it('needs no note, and does not record an empty one', () => {
    expect(press(at('pilot.cases'), 'a', 'enter').overlay).toMatchObject({
      records: [expect.anything(), 'item.attested: pilot.cases, as ada@example.com, pin 0.139.0'],
    });
  });

  it('is refused where something else has to show it, and to who does not own it', () => {
    expect(refusalOf(at('pilot.version'), 'a')).toBe(
      'pilot.version asks for no attestation: a check must show it',
    );
    expect(refusalOf(at('pilot.cases'), 'a')).toBeUndefined();
    expect(refusalOf(as(at('pilot.cases'), 'bob@example.com', 'rollout owner'), 'a')).toBe(
      'needs the role team lead',
    );
    expect(refusalOf(as(at('pilot.cases'), 'aud@example.com', 'auditor'), 'a')).toBe(
      'an auditor looks at everything and records nothing',
    );
  });

  it('names every kind of evidence once that has to show it', () => {
    const evidence = '[{check: cli.version}, {check: cli.path}, {artifact: policy}]';
    const state = rolloutOf([runbookOf(itemText('pilot.shown', { evidence }))]);
    expect(refusalOf(state, 'a')).toBe(
      'pilot.shown asks for no attestation: a check and an artifact must show it',
    );
  });

  it('is about the item that was selected when the form was opened', () => {
    const form = press(at('pilot.cases'), 'a');
    const moved = { ...form, cursor: { rollout: 0 } };
    expect(press(moved, 'enter').overlay).toMatchObject({ question: 'Attest pilot.cases?' });
  });
});

describe('waiving an item', () => {
  const form = press(at('pilot.version'), 'w');

  it('asks why and for how long, a month by default', () => {
    expect(form.overlay).toMatchObject({
      title: 'Waive pilot.version',
      fields: [{ label: 'Reason' }, { value: '30d', choices: ['7d', '14d', '30d', '90d'] }],
    });
    expect(press(type(form, 'holiday'), 'enter', 'down', 'enter').overlay).toMatchObject({
      question: 'Waive pilot.version for 90d?',
      records: ['item.waived: pilot.version, by ada@example.com, for 90d, because "holiday"'],
      effect: { input: { item: 'pilot.version', reason: 'holiday', days: '90d' } },
    });
  });

  it.each([
    [['holiday', 'soon'], 1, '"soon" is not a number of days. Write it as 30d.'],
    [['holiday', '9999d'], 1, 'an item can be waived for 365 days at most'],
    [['holiday', '0d'], 1, '"0d" is not a number of days'],
    [['', '30d'], 0, 'a reason is needed'],
    [['holiday', ''], 1, 'say for how long, such as 30d'],
  ])('refuses %j at the field, with what was typed', (values, field, refusal) => {
    expect(fill(form, ...values).overlay).toMatchObject({
      type: 'form',
      active: field,
      refusal: expect.stringContaining(refusal),
      fields: values.map((value) => ({ value })),
    });
  });

  it('goes back by esc from the question to what was typed, and keeps it for this item alone', () => {
    const asked = fill(form, 'holiday', '10d');
    expect(asked.overlay).toMatchObject({ type: 'confirm', question: 'Waive pilot.version for 10d?' });
    const typed = { fields: [{ value: 'holiday' }, { value: '10d' }] };
    expect(press(asked, 'esc').overlay).toMatchObject({ type: 'form', active: 1, ...typed });
    const [left, ...effects] = pressed(asked, ['n']);
    expect([left.overlay, effects]).toEqual([undefined, []]);
    expect(press(left, 'w').overlay).toMatchObject({ restored: true, ...typed });
    expect(press(left, 'down', 'w').overlay).toMatchObject({ restored: false, about: 'pilot.cases' });
  });

  it('is for rollout owners and security owners', () => {
    expect(refusalOf(as(at('pilot.cases'), 'bob@example.com', 'team lead'), 'w')).toBe(
      'needs the role rollout owner or security owner',
    );
    expect(refusalOf(as(at('pilot.cases'), 'sue@example.com', 'security owner'), 'w')).toBeUndefined();
  });
});

describe('withdrawing what was stated of an item', () => {
  const attested = evidenceOf({ kind: 'attestation', key: 'pilot.cases', actor: 'bob@example.com' });

  it('asks for a reason, and says that it is the newest statement', () => {
    const asked = press(
      type(press(at('pilot.cases', { waivers: [waiverOf()] }), 'u'), 'wrong item'),
      'enter',
    );
    expect(asked.overlay).toMatchObject({
      question: 'Withdraw the newest attestation or waiver of pilot.cases?',
      records: ['item.withdrawn: pilot.cases, because "wrong item"'],
      effect: { input: { item: 'pilot.cases', reason: 'wrong item' } },
    });
    expect(press(at('pilot.cases', { waivers: [waiverOf()] }), 'u', 'enter').overlay).toMatchObject({
      refusal: expect.stringContaining('a reason is needed'),
    });
  });

  it('is refused where nothing was stated', () => {
    expect(refusalOf(at('pilot.cases'), 'u')).toBe('pilot.cases is neither attested nor waived');
    expect(refusalOf(at('pilot.version', { evidence: [evidenceOf()] }), 'u')).toBe(
      'pilot.version is neither attested nor waived',
    );
    expect(refusalOf(at('pilot.cases', { evidence: [attested] }), 'u')).toBeUndefined();
    expect(refusalOf(at('pilot.cases', { waivers: [waiverOf()] }), 'u')).toBeUndefined();
  });

  it.each([
    ['their own attestation', 'bob@example.com', [], undefined],
    [
      'the waiver of another person',
      'bob@example.com',
      [waiverOf({ seq: 900 })],
      'needs the role rollout owner: ada@example.com stated it',
    ],
    ['a waiver that is older than their attestation', 'bob@example.com', [waiverOf({ seq: 1 })], undefined],
    ['what bob attested', 'eve@example.com', [], 'needs the role rollout owner: bob@example.com stated it'],
  ])('says of %s before a reason is asked for whether it may', (_, email, waivers, reason) => {
    const state = at('pilot.cases', { evidence: [attested], waivers });
    expect(refusalOf(as(state, email, 'team lead'), 'u')).toBe(reason);
    expect(refusalOf(as(state, email, 'rollout owner'), 'u')).toBeUndefined();
  });
});

describe('H', () => {
  it('shows in the history who decided what about the selected item', () => {
    const [state] = pressed(at('pilot.cases'), ['H']);
    expect(state).toMatchObject({
      screen: 'history',
      filter: { history: 'subject:item/pilot.cases' },
      detail: undefined,
    });
    expect(wholeFrame(state)).toContain('filter: subject:item/pilot.cases');
  });

  it('is of the item that is open, which ] led to', () => {
    expect(press(at('pilot.version'), 'enter', ']', 'H').filter.history).toBe('subject:item/pilot.cases');
  });
});

describe('where no item is selected', () => {
  const nothing = type(press(rolloutOf(fourPhases), '/'), 'no such item');

  it.each(['a', 'w', 'u', 'H'])('%s says so', (key) => {
    expect(refusalOf(press(nothing, 'enter'), key)).toBe('no item is selected');
  });
});

describe('in a session that only looks', () => {
  it.each(['a', 'w', 'u', 'm', 'M', 'S', 'P', 'U', 'V', 'p', 's'])(
    '%s is refused, and opens nothing',
    (key) => {
      const state = { ...at('pilot.cases', { waivers: [waiverOf()] }), readOnly: true };
      expect(press(state, key)).toMatchObject({
        overlay: undefined,
        notice: expect.stringMatching(/: this session is read-only$/),
      });
    },
  );
});

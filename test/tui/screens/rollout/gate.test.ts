import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../src/domain/people/role.ts';
import type { RolloutRecord } from '../../../../src/domain/rollout/derive-rollout.ts';
import { signingRole } from '../../../../src/tui/screens/rollout/gate-decisions.ts';
import { rolloutScreen } from '../../../../src/tui/screens/rollout/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile, recordOf } from '../../../support/recorded-builders.ts';
import {
  evidenceOf,
  runbookOf,
  signedNow,
  signOffOf,
  twoItems,
  waiverOf,
} from '../../../support/rollout-builders.ts';
import { controls, frameOf, paneOf, press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { fourPhases, me, now, pilot, pilotBook, rollout, rolloutOf } from './support.ts';

const as = (state: State, email: string, ...roles: Role[]): State => ({
  ...state,
  me: { email, roles, hasKey: false },
});

const gate: RolloutRecord['gates'][number] = {
  ...{ phase: 'pilot', decision: 'passed', seq: 125, at: now.toISOString(), actor: 'ada@example.com' },
};

/** A Pilot whose items are done: one was found, one is waived. */
const done = { evidence: [evidenceOf({ seq: 80 })], waivers: [waiverOf()] };

/** The same with the signature that its gate asks for. */
const signed = signedNow(recordOf({ ...done, signOffs: [signOffOf()] }), [runbookOf(twoItems)], now);

describe('the gate of the phase, with o', () => {
  const text = (state: State) => paneOf(frameOf(press(state, 'o'), { height: 40, width: 120 })).join('\n');

  it('says what it waits for: every item, and who has not signed', () => {
    const shown = text(pilot());
    expect(shown).toContain('Items (0 of 3 required are done)');
    expect(shown).toContain('pilot.extra (optional): Title of pilot.extra');
    expect(shown).toMatch(/Sign-offs\n {2}missing rollout owner\n {2}missing security owner/);
    expect(shown).toMatch(/The gate is closed:\n {2}- pilot\.version is open: /);
    expect(shown).toContain('  - the security owner has not signed');
  });

  it('says that it can be passed once it was signed', () => {
    expect(text(rollout(signed))).toContain('The gate is open: it can be passed.');
    expect(text(rollout(signed))).toMatch(
      /signed {2}rollout owner, ada@example\.com 2026-11-20, unsigned, entry 95: current/,
    );
    expect(frameOf(rollout(signed))).toContain('1 of 1 signed · can be passed');
  });

  it('leads to what keeps it closed first, then to who signed and who passed it', () => {
    const labels = (state: State) => rolloutScreen.links?.(press(state, 'o')).map(({ label }) => label);
    expect(labels(pilot({ evidence: [evidenceOf()] }))).toEqual([
      'item pilot.cases: open',
      'item pilot.policy: open',
      'item pilot.version: satisfied',
      'artifact policy',
    ]);
    expect(labels(rollout({ ...signed, gates: [gate] }))?.slice(-3)).toEqual([
      'entry 95: signed by ada@example.com as rollout owner',
      'person ada@example.com',
      'entry 125: passed by ada@example.com',
    ]);
  });

  it('is of the phase that is shown', () => {
    expect(text(press(rolloutOf(fourPhases), 'l', 'l'))).toMatch(/^Govern: ahead/);
  });

  it('shows hostile names and reasons without obeying them', () => {
    const signOffs = [signOffOf({ person: `${hostile}@example.com` })];
    const state = rollout({ signOffs, gates: [{ ...gate, actor: hostile }] });
    expect(wholeFrame(press(state, 'o'), { width: 60 })).not.toMatch(controls);
    expect(wholeFrame(press(state, 'o', 'enter'))).toContain('signed by evil');
  });
});

describe('signing the gate', () => {
  it('asks with the evidence that is signed, and how', () => {
    const overlay = (state: State) => press(state, 'S').overlay;
    expect(overlay(rollout(done))).toMatchObject({
      question: 'Sign the gate of Pilot as rollout owner?',
      records: [
        'phase.signed: pilot as rollout owner, by ada@example.com',
        expect.stringMatching(
          /^evidence [0-9a-f]{12}…, without a signature: no SSH key is recorded for you$/,
        ),
      ],
      effect: { name: 'sign', input: { phase: 'pilot', role: 'rollout owner' } },
    });
    expect(overlay({ ...rollout(done), me: { ...me, hasKey: true } })).toMatchObject({
      records: [expect.anything(), expect.stringMatching(/, with your SSH key$/)],
    });
  });

  it('of a closed gate warns of what the signature does not cover', () => {
    expect(press(rollout(), 'S').overlay).toMatchObject({
      records: expect.arrayContaining([
        'The gate is closed: pilot.version, pilot.cases. Your signature lapses when their evidence changes.',
      ]),
    });
  });

  it.each<[readonly Role[], string | undefined]>([
    [['security owner', 'rollout owner'], 'rollout owner'],
    [['security owner'], 'security owner'],
    [['team lead'], 'team lead'],
    [['auditor'], undefined],
    [[], undefined],
  ])('is done by who has %j as %s', (roles, role) => {
    expect(signingRole(as(pilot(), 'eve@example.com', ...roles), 'pilot')).toBe(role);
  });

  it('offers the roles of the person that the gate wants, first the one that has not signed yet', () => {
    const signOffs = [signOffOf()];
    const given = signedNow(recordOf({ signOffs }), [pilotBook], now);
    const roles = ['team lead', 'rollout owner', 'security owner'] as const;
    const both = { ...pilot(given), me: { ...me, roles } };
    const chosen = press(both, 'S');
    expect(chosen.overlay).toMatchObject({
      title: 'Sign the gate of pilot',
      fields: [
        {
          value: 'security owner',
          choices: ['rollout owner', 'security owner'],
          notes: { 'rollout owner': 'signed by ada@example.com', 'security owner': 'has not signed' },
        },
      ],
    });
    const asked = (state: State) => state.overlay?.type === 'confirm' && state.overlay.question;
    expect(asked(press(chosen, 'enter'))).toBe('Sign the gate of Pilot as security owner?');
    expect(asked(press(chosen, 'up', 'enter'))).toBe('Sign the gate of Pilot as rollout owner?');
    expect(press(chosen, 'esc').overlay).toBeUndefined();
  });

  it('is refused once the phase is passed, and without a role', () => {
    expect(refusalOf(rollout({ gates: [gate] }), 'S')).toBe('the phase is passed');
    expect(refusalOf(as(rollout(), 'eve@example.com'), 'S')).toBe('you have no role to sign with');
  });

  it('is left by esc with nothing recorded', () => {
    const [state, ...effects] = pressed(rollout(done), ['S', 'esc']);
    expect([state.overlay, effects]).toEqual([undefined, []]);
  });
});

describe('passing the gate', () => {
  it('asks with what it rests on', () => {
    expect(press(rollout(signed), 'P').overlay).toMatchObject({
      question: 'Pass the gate of Pilot?',
      records: [
        'phase.passed: pilot with 2 required items and 1 sign-off',
        expect.stringMatching(/^evidence [0-9a-f]{12}…$/),
      ],
      effect: { input: { phase: 'pilot' } },
    });
  });

  it('explains a closed one in place of a question', () => {
    const [state, ...effects] = pressed(rollout(done), ['P']);
    expect([state.overlay, state.detail?.of, effects]).toEqual([undefined, 'gate', []]);
    expect(rolloutScreen.detail(state)).toContain('- the rollout owner has not signed');
  });

  it('is for rollout owners, and done once', () => {
    expect(refusalOf(as(rollout(signed), 'sue@example.com', 'security owner'), 'P')).toBe(
      'needs the role rollout owner',
    );
    expect(refusalOf(rollout({ gates: [gate] }), 'P')).toBe('the phase is passed');
  });
});

describe('opening the gate of a passed phase again', () => {
  const passed = rollout({ ...signed, gates: [gate] });

  it('asks why, and says that its sign-offs no longer count', () => {
    const asked = press(type(press(passed, 'V'), 'the pin moved'), 'enter');
    expect(asked.overlay).toMatchObject({
      question: 'Open the gate of Pilot again? Its sign-offs no longer count.',
      records: ['phase.revisited: pilot, because "the pin moved"'],
      effect: { input: { phase: 'pilot', reason: 'the pin moved' } },
    });
    expect(press(passed, 'V', 'enter').overlay).toMatchObject({
      refusal: expect.stringContaining('a reason is needed'),
    });
  });

  it('is for rollout owners and security owners, once it is passed', () => {
    expect(refusalOf(as(passed, 'bob@example.com', 'team lead'), 'V')).toBe(
      'needs the role rollout owner or security owner',
    );
    expect(refusalOf(rollout(), 'V')).toBe('the phase is not passed');
    expect(refusalOf(rollout({ gates: [{ ...gate, decision: 'revisited' }] }), 'V')).toBe(
      'the phase is not passed',
    );
  });
});

describe('withdrawing a sign-off', () => {
  const signOffs = [
    signOffOf(),
    signOffOf({ person: 'bob@example.com', role: 'team lead', seq: 96 }),
    signOffOf({ role: 'platform engineer', seq: 97 }),
  ];
  const signed = (roles: NonNullable<State['me']>['roles'], email = 'ada@example.com') => {
    return { ...rollout({ signOffs }), me: { email, roles, hasKey: false } };
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

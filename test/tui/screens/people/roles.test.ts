import { describe, expect, it } from 'vitest';
import { ROLES } from '../../../../src/domain/people/role.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { askedIn, confirmed, formIn, goBack, paste, questionIn, refusedIn, valuesIn } from '../../asking.ts';
import { press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { ada, bob, people, person, selecting } from './support.ts';

const one = 'This will be recorded in the history (1 entry):';

describe('+', () => {
  /** The form filled and submitted. */
  const filled = (email: string, name: string, ...roles: string[]) => {
    const named = press(type(press(type(press(people(), 'j', '+'), email), 'tab'), name), 'tab', 'ctrl-u');
    return press(type(named, roles.join(', ')), 'enter');
  };

  it('asks for a person, and suggests those who are there', () => {
    const form = formIn(press(people(), 'j', '+'));
    expect(form.title).toBe('Add a person, or give one further roles');
    expect(form.fields.map(({ label, required }) => [label, required !== undefined])).toEqual([
      ['E-mail', true],
      ['Name (optional)', false],
      ['Roles', true],
    ]);
    expect(form.fields[0]).toMatchObject({
      choices: ['ada@example.com', 'bob@example.com'],
      notes: { 'ada@example.com': 'Ada · rollout owner' },
    });
    expect(form.fields[2]?.choices).toEqual(ROLES);
  });

  it.each([
    ['bob smith', 'team lead', 'E-mail: "bob smith" is neither an e-mail address nor an account'],
    ['аda@example.com', 'team lead', 'E-mail: аda@example.com: this address can be mistaken for another one'],
    ['', 'team lead', "E-mail: name the person by git's user.email"],
    [
      'eve@example.com',
      'platform enginers',
      'Roles: "platform enginers" is no choice. Did you mean "platform engineer"?',
    ],
    ['eve@example.com', '', 'Roles: choose at least one role'],
    [
      'bob@example.com',
      'team lead',
      'Roles: bob@example.com has this role already. r gives and takes away roles.',
    ],
  ])('refuses %j as %j at its field', (email, role, refusal) => {
    expect(refusedIn(filled(email, '', role))).toContain(refusal);
  });

  it('says what will be recorded of somebody new', () => {
    const asked = filled('eve@example.com', 'Eve', 'auditor');
    expect(askedIn(asked)).toEqual([
      'Add eve@example.com as auditor?',
      one,
      '  person.recorded: eve@example.com as auditor, name "Eve"',
      '  With no other role, an auditor looks at everything and records nothing.',
    ]);
    expect(confirmed(asked)).toMatchObject({
      name: 'add-person',
      input: { email: 'eve@example.com', name: 'Eve', roles: ['auditor'] },
    });
    goBack(press(people(), 'j'), '+', asked);
  });

  it('gives somebody who is there only the roles that they lack, however the address is written', () => {
    const asked = filled('BOB@example.com', '', 'team lead, auditor');
    expect(askedIn(asked)).toEqual([
      'Give bob@example.com the further role auditor?',
      one,
      '  person.recorded: bob@example.com as team lead, platform engineer, auditor',
    ]);
    expect(confirmed(asked).input).toEqual({ email: 'bob@example.com', name: undefined, roles: ['auditor'] });
  });

  it('begins with the role of the row that it is pressed on', () => {
    expect(valuesIn(press(people(), '+')).Roles).toBe('security owner');
    expect(valuesIn(press(people(), 'enter')).Roles).toBe('security owner');
    expect(valuesIn(press(people(), 'j', '+')).Roles).toBe('');
    // What was typed for one role is not kept for another.
    const typed = press(people(), '+', ...'eve@example.com', 'esc');
    expect(valuesIn(press(typed, '+'))['E-mail']).toBe('eve@example.com');
    expect(valuesIn(press(typed, 'G', '+'))).toMatchObject({ 'E-mail': '', Roles: 'auditor' });
  });

  it('works on the rollout, and on My turn for the role that is selected there', () => {
    expect(valuesIn(press({ ...people(), screen: 'rollout' }, '+')).Roles).toBe('');
    expect(valuesIn(press({ ...people(), screen: 'turn' }, '+')).Roles).toBe('security owner');
  });

  it('takes no control sequence of a pasted name', () => {
    const named = paste(press(people(), 'j', '+', ...'eve@example.com', 'tab'), hostile);
    const asked = press(named, 'tab', ...'audi', 'enter');
    expect(questionIn(asked).records[0]).toBe(
      'person.recorded: eve@example.com as auditor, name "evil faked line"',
    );
  });
});

describe('r', () => {
  const screen = selecting(bob.email);
  const form = press(screen, 'r');

  it('marks the roles of the person, and asks about what is marked otherwise', () => {
    expect(formIn(form).title).toBe('Roles of bob@example.com');
    expect(wholeFrame(form)).toMatch(/\[x\] platform engineer .*\n.*\[ \] rollout owner /);
    // The first choice is taken back, and the fifth one, auditor, is given.
    const marked = press(form, 'down', ' ', 'down', 'down', 'down', 'down', ' ');
    expect(wholeFrame(marked)).toMatch(/▸ \[x\] auditor/);
    const asked = press(marked, 'enter');
    expect(askedIn(asked)).toEqual([
      'Change the roles of bob@example.com?',
      one,
      '  person.recorded: bob@example.com as team lead, auditor',
      '  gives: auditor',
      '  takes away: platform engineer',
    ]);
    expect(confirmed(asked)).toMatchObject({
      name: 'change-roles',
      input: { email: 'bob@example.com', add: ['auditor'], remove: ['platform engineer'] },
    });
    goBack(screen, 'r', asked);
  });

  it('can leave a person without a role, and says what an auditor alone can do', () => {
    expect(askedIn(press(form, 'ctrl-u', 'enter')).slice(2)).toEqual([
      '  person.recorded: bob@example.com as no role',
      '  takes away: team lead',
      '  takes away: platform engineer',
    ]);
    const auditor = press(type(press(form, 'ctrl-u'), 'audi'), 'enter');
    expect(askedIn(auditor).at(-1)).toBe(
      '  With no other role, an auditor looks at everything and records nothing.',
    );
  });

  it.each([
    [
      'the only owner loses the role',
      ada.email,
      ['ctrl-u', ...'team lead'],
      'ada@example.com is the only rollout owner',
    ],
    ['nothing would change', bob.email, [], 'these are the roles of bob@example.com already'],
    ['there is no such role', bob.email, [...'scurity owners'], 'Did you mean "security owner"?'],
  ])('refuses at the field when %s', (_, email, keys, refusal) => {
    expect(refusedIn(press(selecting(email), 'r', ...keys, 'enter'))).toContain(refusal);
  });

  it('asks by the roles that the person has when it is submitted, not when it was opened', () => {
    const given = person(bob.email, { roles: ['team lead', 'auditor'] });
    const asked = press({ ...form, people: [ada, given] }, 'enter');
    expect(askedIn(asked).slice(2)).toEqual([
      '  person.recorded: bob@example.com as team lead, platform engineer',
      '  gives: platform engineer',
      '  takes away: auditor',
    ]);
    expect(refusedIn(press({ ...form, people: [ada] }, 'enter'))).toContain(
      'this rollout has no person with the address bob@example.com',
    );
  });
});

describe('what changes people', () => {
  it.each(['+', 'r', 'K', 'X'])('is refused to %s in a session that only looks, and to an auditor', (key) => {
    const auditor = { email: 'aud@example.com', roles: ['auditor' as const], hasKey: false };
    for (const [more, said] of [
      [{ readOnly: true }, 'this session is read-only'],
      [{ me: auditor }, 'an auditor looks at everything and records nothing'],
    ] as const) {
      const [state, ...effects] = pressed(selecting(bob.email, more), [key]);
      expect([state.overlay, effects]).toEqual([undefined, []]);
      expect(state.notice).toContain(said);
    }
  });

  it.each(['+', 'r', 'K', 'X'])('says to %s which role it needs, and that there is no rollout', (key) => {
    const lead = { email: 'bob@example.com', roles: ['team lead' as const], hasKey: false };
    expect(refusalOf(selecting(bob.email, { me: lead }), key)).toBe('needs the role rollout owner');
    const status = statusOf({ rollout: undefined });
    expect(refusalOf(people({ status }), key)).toBe('there is no rollout yet');
    expect(refusalOf({ ...people(), status: undefined }, key)).toBe('the history is being read');
  });

  it.each(['r', 'K', 'X'])('wants a person selected for %s', (key) => {
    expect(refusalOf(people(), key)).toBe('no person is selected');
  });
});

import { describe, expect, it } from 'vitest';
import { keyFingerprint } from '../../../../src/domain/people/public-key.ts';
import { deriveRollout } from '../../../../src/domain/rollout/derive-rollout.ts';
import type { NextAction } from '../../../../src/domain/rollout/next-action.ts';
import { personLinks } from '../../../../src/tui/screens/people/links.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../../support/recorded-builders.ts';
import { runbookOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { frameOf, paneOf, press, pressed, refusalOf } from '../../support.tsx';
import { ada, attest, bob, keyOf, people, person, selecting } from './support.ts';

/** The open detail, line by line. */
const detailOf = (state: State) =>
  paneOf(frameOf(state, { height: 40, width: 120 })).filter((line) => line !== '');

/** The lines of the open detail below a heading. */
const below = (state: State, heading: string) => {
  const lines = detailOf(state);
  const from = lines.indexOf(heading) + 1;
  return lines.slice(from, lines.findIndex((line, at) => at >= from && !line.startsWith('  ')) >>> 0);
};

/** The screen with Bob open, for whom some things wait. */
const open = (actions: readonly Partial<NextAction>[] = [], more: Partial<State> = {}) => {
  const awaited = actions.map((one) => ({ action: { ...attest, ...one }, people: [bob.email] }));
  return press(
    selecting(bob.email, { status: statusOf({ awaited }), filter: { people: 'bob' }, ...more }),
    'g',
    'enter',
  );
};

describe('a person who is opened', () => {
  it('has their name, their keys and their last entry', () => {
    const named = { ...bob, name: 'Bob', keys: [keyOf(1), keyOf(2)] };
    expect(detailOf(open([], { people: [ada, named] })).slice(0, 6)).toEqual([
      'bob@example.com  Bob',
      'roles       team lead, platform engineer',
      `SSH keys    ssh-ed25519 ${keyFingerprint(keyOf(1))}`,
      `            ssh-ed25519 ${keyFingerprint(keyOf(2))}`,
      'recorded    by entry 5',
      'last entry  no entry yet',
    ]);
  });

  it('has what waits for them, with the role and the reason', () => {
    const two = [
      { role: 'team lead' },
      { role: 'platform engineer', action: 'run the suite', why: 'no run yet' },
    ] as const;
    expect(below(open(two), 'Waits for this person')).toEqual([
      '  attest pilot.cases (team lead): Cases: open',
      '  run the suite (platform engineer): no run yet',
    ]);
    expect(below(open(), 'Waits for this person')).toEqual(['  nothing']);
  });

  it('has what they may do, each once, with every role that it takes', () => {
    const may = below(open(), 'May');
    expect(may).toContain('  move the pin (platform engineer)');
    expect(may).toContain('  write an artifact (team lead, platform engineer)');
    expect(new Set(may.map((line) => line.replace(/ \(.*/, ''))).size).toBe(may.length);
  });

  it.each([
    [[], 'roles       no role: what this person records does not count for gates', ['  nothing']],
    [
      ['auditor'],
      'roles       auditor',
      ['  look at everything; an auditor with no other role records nothing (auditor)'],
    ],
  ] as const)('with the roles %j may do little, which is said', (roles, line, may) => {
    const state = open([], { people: [ada, { ...bob, roles }] });
    expect(detailOf(state)).toContain(line);
    expect(below(state, 'May')).toEqual(may);
  });

  it('of a role that no one has says what waits for it, and who acts with it', () => {
    const role = press(people({ readOnly: true }), 'enter');
    expect(detailOf(role)[0]).toBe('No one has the role security owner. + names a person for it.');
    expect(below(role, 'Waits for this role')).toEqual(['  attest pilot.cases: Cases: open']);
    expect(below(role, 'May')).toContain('  acknowledge the commands of a source');
  });

  it('is followed by the next one and the one before, to both ends', () => {
    const first = open([], { filter: {} });
    expect(detailOf(press(first, ']'))[0]).toContain('bob@example.com');
    expect(detailOf(press(first, ']', ']', '['))[0]).toContain('bob@example.com');
    expect(press(first, '[').notice).toBe('this is the first one');
    expect(press(first, ...']]]]]]]').notice).toBe('this is the last one');
    expect(refusalOf(people(), ']')).toBe('nothing is open');
  });
});

describe('what a person leads to', () => {
  const phases = deriveRollout(recordOf(), [runbookOf(itemText('pilot.cases'))], new Date(0)).phases;
  const awaited = [{ action: { ...attest, role: 'team lead' as const }, people: [bob.email] }];
  const shown = open([], { status: statusOf({ phases, awaited }) });

  it('is the entry that recorded them, and each item that waits for them, once', () => {
    expect(personLinks(shown).map(({ label }) => label)).toEqual([
      'entry 5: recorded bob@example.com',
      'item pilot.cases',
    ]);
    const twice = { ...shown, status: statusOf({ phases, awaited: [...awaited, ...awaited] }) };
    expect(personLinks(twice)).toHaveLength(2);
  });

  it('is opened by enter, and esc comes back to the person', () => {
    const item = press(shown, 'enter', 'j', 'enter');
    expect(item).toMatchObject({ screen: 'rollout', detail: { of: 'row' } });
    expect(frameOf(item)).toContain('pilot.cases');
    expect(press(item, 'esc')).toMatchObject({
      screen: 'people',
      detail: { of: 'row' },
      filter: { people: 'bob' },
    });
  });

  it('is nothing for a role, where enter stays', () => {
    const role = press(people({ readOnly: true }), 'enter');
    expect(personLinks(role)).toEqual([]);
    expect(press(role, 'enter')).toEqual(role);
  });
});

describe('H and y', () => {
  it('show what the selected person recorded, from its beginning', () => {
    const before = selecting(bob.email, { cursor: { history: 9 }, filter: { history: 'who:eve' } });
    const shown = press(before, 'H');
    expect(shown).toMatchObject({
      screen: 'history',
      filter: { history: 'who:bob@example.com' },
      cursor: { history: 0 },
    });
    expect(refusalOf(people(), 'H')).toBe('no person is selected');
  });

  it('copy the address of a person, or the role of the row', () => {
    const copied = (state: State) => pressed(state, ['y'])[1]?.input;
    expect(copied(selecting(bob.email))).toBe('bob@example.com');
    expect(copied(people())).toBe('security owner');
    expect(copied(open())).toBe('bob@example.com');
    expect(press(selecting(person('x').email, { people: [person('x')] }), 'y').notice).toBe('copied: x');
  });
});

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWritableHistory } from '../../../src/app/world/session.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import { keyFingerprint } from '../../../src/domain/people/public-key.ts';
import type { NextAction } from '../../../src/domain/rollout/next-action.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { statusOf } from '../../support/recorded-builders.ts';
import { testWorld } from '../../support/world.ts';
import { frameOf, on, paneOf, press, pressed, refusalOf, runCockpit, type, wholeFrame } from '../support.tsx';

const me: State['me'] = { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false };

const person = (email: string, more: Partial<Person> = {}): Person => ({
  email,
  name: undefined,
  roles: ['team lead'],
  keys: [],
  seq: 5,
  ...more,
});

const ada = person('ada@example.com', { roles: ['rollout owner'], name: 'Ada' });
const bob = person('bob@example.com', { roles: ['team lead', 'platform engineer'] });

const attest: NextAction = {
  kind: 'attest',
  action: 'attest pilot.cases',
  why: 'Cases: open',
  command: 'codex-cockpit item attest pilot.cases',
  role: 'security owner',
  subject: 'pilot.cases',
};

const awaited = [{ action: attest, people: [] }];

const people = (more: Partial<State> = {}) =>
  on('people', { me, people: [ada, bob], status: statusOf({ awaited }), ...more });

/** Presses the down key so many times. */
const down = (state: State, times: number) => press(state, ...Array(times).fill('j'));

describe('the people screen', () => {
  it('shows who has which role, and first the roles that no one has and something waits for', () => {
    const [, ...lines] = paneOf(frameOf(people()));
    expect(lines[0]).toMatch(/▸ ▲ not assigned +security owner +waiting: attest pilot\.cases/);
    expect(lines[1]).toMatch(/ada@example\.com +rollout owner +no key +no entry yet/);
    expect(lines[2]).toMatch(/bob@example\.com +team lead, platform engineer +no key/);
    expect(lines[3]).toMatch(/not assigned +analytics owner +nothing waits for this role/);
  });

  it('says how to begin while there is no rollout, and that it is reading before', () => {
    const shown = (more: Partial<State>) =>
      paneOf(frameOf(people(more)))
        .join('\n')
        .trim();
    expect(shown({ status: statusOf({ rollout: undefined }), people: [] })).toBe(
      'No rollout yet. Press 1, then n to start one.',
    );
    expect(shown({ status: undefined })).toBe('reading the history…');
    expect(shown({ filter: { people: 'nobody-such' } })).toBe('no person passes the filter');
  });

  it('keeps apart people with long names in a narrow terminal, and shows no control sequence of theirs', () => {
    const long = 'a-very-long-address-of-a-person-in-a-large-organisation@subsidiary.example.com';
    const hostile = person('eve\u001b[31m@example.com', { name: '\u001b]0;title\u0007Eve', roles: [] });
    const state = people({ people: [person(`1${long}`), person(`2${long}`), hostile] });
    const frame = wholeFrame(state, { width: 60, height: 15 });
    expect(frame).toContain(' 1a-very-long');
    expect(frame).toContain(' 2a-very-long');
    expect(frame).toContain('eve@example.com');
    expect(frame).not.toContain('\u001b[31m');
    const open = press({ ...state, filter: { people: 'eve' } }, 'enter');
    expect(paneOf(frameOf(open))[0]).toBe('eve@example.com  Eve');
  });

  it('opens what a person may do, and what waits for them', () => {
    const waiting = statusOf({ awaited: [{ action: attest, people: ['bob@example.com'] }] });
    const open = frameOf(press(people({ status: waiting, filter: { people: 'bob' } }), 'enter'), {
      height: 30,
    });
    expect(open).toContain('attest pilot.cases (security owner): Cases: open');
    expect(open).toContain('move the pin (platform engineer)');
    expect(open).toContain('SSH keys    none: sign-offs are recorded without a signature');
  });

  it('leads from a role that no one has to naming a person for it', () => {
    expect(press(people(), 'enter').overlay).toMatchObject({
      command: 'add-person',
      fields: [{ value: '' }, { value: '' }, { label: 'Roles', value: 'security owner' }],
    });
    const reader = press(people({ readOnly: true }), 'enter');
    expect(frameOf(reader)).toContain('No one has the role security owner. + names a person for it.');
  });

  it('leads to what a person recorded', () => {
    expect(press(down(people(), 2), 'H')).toMatchObject({
      screen: 'history',
      filter: { history: 'who:bob@example.com' },
    });
  });

  it.each(['+', 'r', 'K', 'X'])('refuses %s in a session that only looks', (key) => {
    const [state, ...effects] = pressed(down(people({ readOnly: true }), 1), [key]);
    expect(state.overlay).toBeUndefined();
    expect(state.notice).toContain('this session is read-only');
    expect(effects).toEqual([]);
    expect(wholeFrame(state)).toContain('[RO]');
  });

  it('says why a key cannot be used', () => {
    expect(refusalOf(people(), 'r')).toBe('no person is selected');
    expect(refusalOf(down(people(), 1), 'X')).toBe('no SSH key is recorded for this person');
    const lead = { email: 'bob@example.com', roles: ['team lead' as const], hasKey: false };
    expect(refusalOf(down(people({ me: lead }), 1), 'r')).toBe('needs the role rollout owner');
  });
});

describe('the roles of a person', () => {
  const form = press(down(people(), 2), 'r');

  it('are marked in a list, and what was marked is asked about', () => {
    expect(wholeFrame(form)).toMatch(/\[x\] platform engineer .*\n.*\[ \] rollout owner /);
    // The first choice is taken back, and the fifth one, auditor, is given.
    const marked = press(form, 'down', ' ', 'down', 'down', 'down', 'down', ' ');
    expect(wholeFrame(marked)).toMatch(/▸ \[x\] auditor/);
    const asked = press(marked, 'enter');
    expect(asked.overlay).toMatchObject({
      question: 'Change the roles of bob@example.com?',
      records: [
        'person.recorded: bob@example.com as team lead, auditor',
        'gives: auditor',
        'takes away: platform engineer',
      ],
      effect: { input: { email: 'bob@example.com', add: ['auditor'], remove: ['platform engineer'] } },
    });
  });

  it('are refused before the question when the rollout would lose its only owner', () => {
    const form = press(down(people(), 1), 'r', 'ctrl-u');
    expect(press(type(form, 'team lead'), 'enter').overlay).toMatchObject({
      type: 'form',
      refusal: expect.stringContaining('ada@example.com is the only rollout owner'),
    });
  });

  it('are refused when nothing would change, and a role that does not exist with the nearest one', () => {
    expect(press(form, 'enter').overlay).toMatchObject({
      refusal: 'these are the roles of bob@example.com already',
    });
    expect(press(type(form, 'scurity owners'), 'enter').overlay).toMatchObject({
      refusal: expect.stringContaining('Did you mean "security owner"?'),
    });
  });
});

describe('adding a person', () => {
  const filled = (email: string, name: string, ...roles: string[]) => {
    const named = press(type(press(type(press(people(), '+'), email), 'tab'), name), 'tab', 'ctrl-u');
    return press(type(named, roles.join(', ')), 'enter').overlay;
  };

  it.each([
    ['bob smith', 'team lead', 0, 'neither an e-mail address nor an account'],
    ['', 'team lead', 0, "name the person by git's user.email"],
    ['eve@example.com', 'platform enginers', 2, 'Did you mean "platform engineer"?'],
    ['eve@example.com', '', 2, 'choose at least one role'],
    ['bob@example.com', 'team lead', 2, 'bob@example.com has this role already'],
  ])('%j as %j is refused at the field', (email, role, field, refusal) => {
    expect(filled(email, '', role)).toMatchObject({
      type: 'form',
      active: field,
      refusal: expect.stringContaining(refusal),
    });
  });

  it('says what will be recorded, also for somebody who is there already', () => {
    expect(filled('eve@example.com', 'Eve', 'auditor')).toMatchObject({
      question: 'Add eve@example.com as auditor?',
      records: [
        'person.recorded: eve@example.com as auditor, name "Eve"',
        'With no other role, an auditor looks at everything and records nothing.',
      ],
    });
    expect(filled('BOB@example.com', '', 'auditor')).toMatchObject({
      question: 'Give bob@example.com the further role auditor?',
      records: ['person.recorded: bob@example.com as team lead, platform engineer, auditor'],
    });
  });
});

describe('on a real history', () => {
  it('people get roles and keys as with the commands, and their last entries are shown', async () => {
    const world = { ...testWorld(), as: 'ada@example.com' };
    const { keys, see, cockpit } = runCockpit(world);
    await see('No rollout yet');
    keys('n', ...'Acme', 'enter', 'enter', 'enter');
    await see('started "Acme"');
    keys('0', '+', ...'bob@example.com', 'enter', ...'Bob', 'enter', 'ctrl-u', ...'team lead', 'enter');
    await see('Add bob@example.com as team lead?');
    keys('enter');
    await see(/ada@example\.com +rollout owner +no key +\d+ {2}\d\d-\d\d {2}recorded/);
    keys('/', ...'bob', 'enter', 'K', ...'missing.pub', 'enter');
    await see('missing.pub: cannot read the public key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(world.cwd, 'id')]);
    writeFileSync(join(world.cwd, 'note.pub'), 'no key\n');
    keys('ctrl-u', ...'note.pub', 'enter');
    await see('note.pub: not a public SSH key');
    keys('ctrl-u', ...'id.pub', 'enter');
    await see('Record this SSH key for bob@example.com?');
    const printed = execFileSync('ssh-keygen', ['-l', '-f', join(world.cwd, 'id.pub')], { encoding: 'utf8' });
    const fingerprint = printed.split(' ')[1] ?? 'none';
    await see(fingerprint);
    keys('enter');
    await see('bob@example.com has 1 SSH key');
    const [, recorded] = cockpit.state().people;
    expect(keyFingerprint(recorded?.keys[0] ?? '')).toBe(fingerprint);
    keys('X', 'enter');
    await see('bob@example.com has no SSH key');
    await cockpit.close();
    const store = await openWritableHistory(world, {});
    expect((await store.entriesOfKind('person.recorded')).map(({ actor }) => actor)).toEqual(
      Array(4).fill('ada@example.com'),
    );
    await store.close();
  });
});

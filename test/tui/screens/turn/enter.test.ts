import { describe, expect, it } from 'vitest';
import type { NextAction } from '../../../../src/domain/rollout/next-action.ts';
import { artifacts } from '../../../../src/tui/screens/artifacts/rows.ts';
import { otherRun } from '../../../../src/tui/shell/guards.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { askedIn, confirmed, formIn, valuesIn } from '../../asking.ts';
import { frameOf, press, pressed, refusalOf, wholeFrame } from '../../support.tsx';
import { action, attest, board, me, sign, turn, write } from './support.ts';

const enter = (next: NextAction, more: Partial<State> = {}) => press(turn([next], [], more), 'enter');

const lead: Partial<State> = { me: { ...me, roles: ['team lead'] } };
const pass = action({ kind: 'pass', action: 'pass the gate of Pilot', subject: 'pilot' });
const check = action({
  kind: 'check',
  action: 'run the check cli.version',
  key: 'cli.version',
  subject: 'pilot.version',
});
const command = action({ kind: 'catalog', action: 'run tests', key: 'tests', subject: 'pilot.tests' });
const metric = action({ kind: 'metric', action: 'record rate', key: 'rate', subject: 'scale.rate' });
const staff = action({ kind: 'staff', action: 'name a security owner', wanted: 'security owner' });
const models = action({ kind: 'review', action: 'state the models', key: 'models.cloud' });
const review = action({ kind: 'review', action: 'review a change', key: 'high-risk-change' });

/** Everything that is recorded from here, with the command that does it. */
const recorded = [
  ['attest', attest, {}],
  ['sign', sign, lead],
  ['pass', pass, {}],
  ['run', check, {}],
  ['run-command', command, {}],
  ['record-metric', metric, {}],
  ['add-person', staff, {}],
  ['attest-models', models, {}],
] as const;

describe('enter on what waits for me', () => {
  it.each([
    ['an attestation', attest, {}, 'Attest pilot.cases', { 'Note (optional)': '' }],
    [
      'a role that is wanted',
      staff,
      {},
      'Add a person, or give one further roles',
      { 'E-mail': '', 'Name (optional)': '', Roles: 'security owner' },
    ],
    ['a command of the catalog', command, {}, 'Run tests in a repository', { Folder: '.' }],
  ] as const)('opens the form of %s', (_, next, more, title, values) => {
    const form = enter(next, more);
    expect([formIn(form).title, valuesIn(form)]).toEqual([title, values]);
  });

  it('opens the form of a metric with its name, and of the models of cloud tasks with today', () => {
    expect(valuesIn(enter(metric))).toMatchObject({ Metric: 'rate', Value: '' });
    const now = new Date('2026-11-20T13:00:00.000Z');
    expect(valuesIn(enter(models, { now }))).toEqual({ Statement: '', 'Seen on': '2026-11-20' });
  });

  it('asks at once where nothing has to be typed', () => {
    expect(askedIn(enter(sign, lead)).slice(0, 3)).toEqual([
      'Sign the gate of Pilot as team lead?',
      'This will be recorded in the history (1 entry):',
      '  phase.signed: pilot as team lead, by ada@example.com',
    ]);
    expect(askedIn(enter(pass))[0]).toBe('Pass the gate of Pilot?');
    expect(askedIn(enter(check))).toEqual([
      'Run cli.version against pin 0.139.0?',
      'This will be recorded in the history (3 entries):',
      '  run.started',
      '  check.finished, once, with evidence',
      '  run.finished',
    ]);
    expect(confirmed(enter(check))).toMatchObject({ name: 'run', input: { ids: ['cli.version'] } });
  });

  it('goes to the catalog with the command, and to the reviews when none is open', () => {
    expect(enter(command)).toMatchObject({ screen: 'catalog', overlay: { about: 'tests' } });
    expect(enter(review)).toMatchObject({
      screen: 'reviews',
      notice: 'no review high-risk-change is open; n starts one',
    });
  });

  it('opens the text that waits for an approval, and says when there is none', () => {
    const shelf = ['usage', 'policy'].map((id) => ({ id, declaration: { title: id }, revisions: [] }));
    const state = press(artifacts.set(turn([write]), shelf as never), 'enter');
    expect(state).toMatchObject({ screen: 'artifacts', cursor: { artifacts: 1 }, detail: { of: 'row' } });
    expect(enter(write)).toMatchObject({ screen: 'turn', notice: 'there is no artifact policy' });
  });

  it('goes back to My turn with esc, with what was typed', () => {
    const left = press(enter(attest), ...'seen', 'esc');
    expect(left).toMatchObject({ screen: 'turn', overlay: undefined, detail: undefined });
    expect(valuesIn(press(left, 'enter'))).toEqual({ 'Note (optional)': 'seen' });
    expect(press(enter(pass), 'esc')).toMatchObject({ screen: 'turn', overlay: undefined });
  });

  it('names the command where no screen does it', () => {
    const capture = action({
      ...{ kind: 'command', key: 'run.captured', action: 'capture a run' },
      command: 'codex-cockpit run --help',
    });
    expect(enter(capture)).toMatchObject({
      screen: 'turn',
      detail: { of: 'row' },
      notice: 'capture a run: codex-cockpit run --help',
    });
  });

  it('says that nobody signs without a role, though it waited for one a moment ago', () => {
    expect(enter(sign, { me: { ...me, roles: [] } })).toMatchObject({
      overlay: undefined,
      notice: 'you have no role to sign with',
    });
  });
});

describe('enter where nothing can be recorded', () => {
  it.each(recorded)(
    'asks for no %s in a session that only looks: it shows what waits, and why',
    (_, next, more) => {
      const [state, ...effects] = pressed(turn([next], [], { ...more, readOnly: true }), ['enter']);
      expect(effects.filter(({ name }) => name !== 'read-catalog')).toEqual([]);
      expect(state).toMatchObject({ screen: 'turn', overlay: undefined, detail: { of: 'row' } });
      expect(state.notice).toBe(`${next.action}: this session is read-only`);
    },
  );

  it.each(recorded)('asks an auditor for no %s', (_, next) => {
    const auditor = { ...me, roles: ['auditor' as const] };
    expect(enter(next, { me: auditor })).toMatchObject({
      overlay: undefined,
      notice: `${next.action}: an auditor looks at everything and records nothing`,
    });
  });

  it.each([
    [
      'a run of a suite',
      (state: State) => ({ ...state, run: { ...state.run, going: true } }),
      'a run is in progress',
    ],
    [
      'a command',
      (state: State) => otherRun.set(state, { what: 'lint', since: 0, stopping: false }),
      'lint is in progress',
    ],
  ])('starts nothing beside %s', (_, going, reason) => {
    for (const next of [check, command])
      expect(press(going(turn([next])), 'enter')).toMatchObject({
        overlay: undefined,
        notice: `${next.action}: ${reason}`,
      });
    expect(formIn(press(going(turn([attest])), 'enter')).command).toBe('attest');
  });

  it('still leads to the texts and to the reviews, where things can be read', () => {
    const shelf = [{ id: 'policy', declaration: { title: 'P' }, revisions: [] }];
    const reader = { readOnly: true };
    expect(press(artifacts.set(turn([write], [], reader), shelf as never), 'enter').screen).toBe('artifacts');
    expect(enter(review, reader).screen).toBe('reviews');
  });

  it('does not say in the preview that enter records something', () => {
    const preview = (more: Partial<State>) => frameOf(turn([attest], [], more));
    expect(preview({})).toContain('enter    states it; you confirm what is recorded');
    expect(preview({ readOnly: true })).not.toContain('you confirm');
    expect(preview({ readOnly: true })).toContain('blocks   the gate of Pilot');
  });
});

describe('enter on what waits for others', () => {
  it('opens what it blocks, who could do it, and how', () => {
    const open = press(board, 'j', 'j', 'enter');
    expect(open.overlay).toBeUndefined();
    const text = frameOf(open);
    expect(text).toContain('blocks   the gate of Pilot');
    expect(text).toContain('who      zoe@example.com, sam@example.com (team lead)');
    expect(text).toContain('command  codex-cockpit item attest pilot.cases');
  });

  it('names somebody for a role that no one has, and + does so too', () => {
    const vacancy = press(board, 'G');
    for (const key of ['enter', '+'])
      expect(valuesIn(press(vacancy, key))).toMatchObject({ 'E-mail': '', Roles: 'security owner' });
  });

  it('shows a role that no one has to somebody who cannot give it, with everything that waits for it', () => {
    for (const more of [{ readOnly: true }, lead]) {
      const open = press({ ...press(board, 'G'), ...more }, 'enter');
      expect(open.overlay).toBeUndefined();
      const text = frameOf(open);
      expect(text).toContain('No one has the role security owner. + names a person for it.');
      expect(text).toMatch(/Waits for this role[\s\S]+attest pilot\.risks: .*[\s\S]+attest pilot\.more: /);
    }
  });

  it('leads on from the detail to the gate and the people, and esc comes back', () => {
    const chooser = press(board, 'j', 'j', 'enter', 'enter');
    expect(wholeFrame(chooser)).toMatch(
      /gate of the phase pilot[\s\S]+person zoe@example\.com[\s\S]+person sam@/,
    );
    const gate = press(chooser, 'enter');
    expect(gate).toMatchObject({ screen: 'rollout', detail: { of: 'gate' } });
    expect(press(gate, 'esc')).toMatchObject({ screen: 'turn', detail: { of: 'row' } });
    expect(press(chooser, 'j', 'enter').notice).toBe('there is no person zoe@example.com here');
  });

  it('says in a detail that was gone on to what enter does there: it follows links', () => {
    const mine = press(board, 'j', 'enter', '[');
    expect(frameOf(mine)).toContain('blocks   the gate of Pilot');
    expect(frameOf(mine)).not.toContain('enter    states it');
    expect(press(mine, 'enter').overlay).toMatchObject({ type: 'links' });
  });
});

describe('other keys on My turn', () => {
  it('act on the item of the row', () => {
    expect(press(board, 'w').overlay).toMatchObject({ command: 'waive', about: 'pilot.cases' });
    expect(press({ ...board, ...lead }, 'a').overlay).toMatchObject({
      command: 'attest',
      about: 'pilot.cases',
    });
    expect(press(board, 'H')).toMatchObject({
      screen: 'history',
      filter: { history: 'subject:item/pilot.cases' },
    });
    expect(refusalOf(press(board, 'G'), 'a')).toBe('needs the role security owner');
  });

  it('copy the command that does what waits', () => {
    expect(pressed(board, ['y'])[1]?.input).toBe('codex-cockpit item attest pilot.cases');
    expect(pressed(turn([sign]), ['y'])[1]?.input).toBe(sign.command);
    expect(press(turn([]), 'y').notice).toBe('nothing is selected');
  });
});

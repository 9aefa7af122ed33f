import { describe, expect, it } from 'vitest';
import { DEFAULT_PIN } from '../../../../src/domain/rollout/rollout.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { runbookOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { controls, fill, on, press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { person, pilot, rollout, rolloutOf } from './support.ts';

const nothingYet = on('rollout', { status: statusOf({ rollout: undefined, phases: [] }) });

describe('starting a rollout', () => {
  it('asks for a name and the CLI version, and says everything that is recorded', () => {
    const form = press(nothingYet, 'n');
    expect(form.overlay).toMatchObject({
      title: 'Start a rollout',
      fields: [
        { label: 'Name', value: '' },
        { label: 'Pinned CLI version', value: DEFAULT_PIN },
      ],
    });
    const asked = press(type(form, 'Acme'), 'enter', 'enter');
    expect(asked.overlay).toMatchObject({ question: 'Start the rollout "Acme"?' });
    const frame = wholeFrame(asked, { width: 100 });
    expect(frame).toContain('This will be recorded in the history (4 entries):');
    expect(frame).toContain(`rollout.started: name "Acme", pin ${DEFAULT_PIN}`);
    expect(frame).toContain('person.recorded: you as rollout owner');
  });

  it.each([
    [['', '0.139.0'], 0, 'a rollout needs a name'],
    [['Acme', ''], 1, 'name one exact version, such as 0.150.0'],
    [['Acme', '^0.139'], 1, 'the pin "^0.139" is not an exact version'],
  ])('refuses %j at the field', (values, active, refusal) => {
    expect(fill(press(nothingYet, 'n'), ...values).overlay).toMatchObject({
      active,
      refusal: expect.stringContaining(refusal),
    });
  });

  it('goes back by esc to what was typed, then to the screen, and records nothing', () => {
    const asked = fill(press(nothingYet, 'n'), 'Acme', '0.150.0');
    const typed = { fields: [{ value: 'Acme' }, { value: '0.150.0' }] };
    expect(press(asked, 'esc').overlay).toMatchObject({ type: 'form', ...typed });
    const [left, ...effects] = pressed(asked, ['esc', 'esc']);
    expect([left.overlay, effects]).toEqual([undefined, []]);
    expect(press(left, 'n').overlay).toMatchObject({ restored: true, ...typed });
    expect(press(left, 'n', 'ctrl-r').overlay).toMatchObject({ fields: [{ value: '' }, {}] });
  });

  it('is refused where there is a rollout, and while that is not known', () => {
    expect(refusalOf(rollout(), 'n')).toBe('a rollout is there already');
    expect(refusalOf(on('rollout', { status: undefined }), 'n')).toBe('the history is being read');
    expect(press({ ...nothingYet, readOnly: true }, 'n').notice).toBe(
      'start a rollout: this session is read-only',
    );
  });
});

describe('before there is a rollout', () => {
  const keys = ['w', 'm', 'M', 'P', 'U', 'V', 'p', 's', 'a', 'u', 'H', 'S'];

  it.each(keys)('%s says that there is none', (key) => {
    expect(refusalOf(nothingYet, key)).toBe('there is no rollout yet');
  });

  it.each([...keys, 'o'])('%s claims nothing while the history is being read', (key) => {
    const [state, ...effects] = pressed(on('rollout', { status: undefined }), [key]);
    expect(state.notice).toMatch(/: the history is being read$/);
    expect([state.overlay, state.detail, effects]).toEqual([undefined, undefined, []]);
  });
});

describe('moving the pin', () => {
  it('looks first at what goes stale, and asks only then', () => {
    const [state, effect] = pressed(type(press(rollout(), 'p'), '0.150.0'), [
      'enter',
      ...'it passed',
      'enter',
    ]);
    expect(state).toMatchObject({ overlay: { type: 'form' }, notice: 'looking at what it leads to…' });
    expect(effect).toMatchObject({
      name: 'look-before-move-pin',
      input: { version: '0.150.0', reason: 'it passed' },
    });
  });

  it.each([
    [['latest', 'newer'], 0, 'the pin "latest" is not an exact version'],
    [['0.139.0', 'newer'], 0, '0.139.0 is the pin already'],
    [['0.150.0', ''], 1, 'a reason is needed'],
  ])('refuses %j at the field', (values, active, refusal) => {
    expect(fill(press(rollout(), 'p'), ...values).overlay).toMatchObject({
      type: 'form',
      active,
      refusal: expect.stringContaining(refusal),
      fields: values.map((value) => ({ value })),
    });
  });

  it('needs a role', () => {
    const lead = { email: 'bob@example.com', roles: ['team lead' as const], hasKey: false };
    expect(refusalOf({ ...rollout(), me: lead }, 'p')).toBe(
      'needs the role platform engineer or rollout owner',
    );
  });
});

describe('acting as somebody else', () => {
  it('offers the people with their roles, and takes an address that is not among them', () => {
    const form = press(pilot(), 'A');
    expect(form.overlay).toMatchObject({
      fields: [{ label: 'E-mail', value: '', choices: ['ada@example.com', 'bob@example.com'] }],
    });
    expect(wholeFrame(form)).toContain('team lead, platform engineer');
    expect(press(form, 'down', 'down', 'enter').overlay).toMatchObject({
      question: 'Record what you do from now on as bob@example.com?',
      effect: { name: 'act-as', input: { email: 'bob@example.com' } },
    });
    expect(fill(form, 'eve@example.com').overlay).toMatchObject({
      effect: { input: { email: 'eve@example.com' } },
    });
  });

  it('says that nothing is recorded yet, and what alone would prove who it was', () => {
    const frame = wholeFrame(fill(press(pilot(), 'A'), 'eve@example.com'), { width: 120 });
    expect(frame).toContain('only a signature with their SSH key proves that it was them');
    expect(frame).not.toMatch(/\d entr(y|ies)/);
  });

  it.each([
    ['', 'name the person'],
    ['eve adams', 'is neither an e-mail address nor an account'],
  ])('refuses %j', (email, refusal) => {
    expect(fill(press(pilot(), 'A'), email).overlay).toMatchObject({
      type: 'form',
      refusal: expect.stringContaining(refusal),
    });
  });

  it('can be used in a session that only looks, since it records nothing', () => {
    expect(refusalOf({ ...pilot(), readOnly: true }, 'A')).toBeUndefined();
  });

  it('shows hostile addresses without obeying them', () => {
    const state = pilot({ people: [person(`${hostile}@example.com`, 'team lead')] });
    expect(wholeFrame(press(state, 'A', 'down'))).not.toMatch(controls);
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

  it('names the items that no longer apply', () => {
    const cloud = itemText('pilot.cloud', { more: 'surfaces: [cloud]' });
    const form = press(rolloutOf([runbookOf(cloud + itemText('pilot.both'))]), 's');
    expect(press(form, 'down', 'down', ' ', 'enter').overlay).toMatchObject({
      records: ['rollout.surfaces-chosen: local', 'Does not apply from then on: pilot.cloud'],
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../src/domain/people/role.ts';
import type { SourceStatus } from '../../../../src/domain/plugins/sources/source-status.ts';
import { plugins } from '../../../../src/tui/screens/plugins/rows.ts';
import { press, pressed, refusalOf, frameOf as shown, type, wholeFrame } from '../../support.tsx';
import { as, having, inventoryOf, ownerOf, shownCommands, stateOf } from './support.ts';

const decisions = ['s', 'u', 'a', 'U', 'c', 'p', 'm', 'b', 'B'];

describe('who may decide on a source', () => {
  it.each<[string, SourceStatus['state'], readonly Role[]]>([
    ['c', 'experiment', ['security owner']],
    ['p', 'experiment', ['platform engineer', 'rollout owner']],
    ['m', 'team standard', ['platform engineer', 'security owner', 'rollout owner']],
    ['b', 'experiment', ['platform engineer', 'security owner', 'rollout owner']],
    ['B', 'blocked', ['platform engineer', 'security owner', 'rollout owner']],
    ['u', 'experiment', ['platform engineer', 'rollout owner', 'security owner']],
    ['U', 'experiment', ['platform engineer', 'rollout owner']],
  ])('%s of a source that is %s: %j', (key, source, roles) => {
    const state = ownerOf(source);
    for (const role of roles) expect(refusalOf(as(state, role), key)).toBeUndefined();
    expect(refusalOf(as(state, 'team lead'), key)).toBe(`needs the role ${roles.join(' or ')}`);
  });

  it.each(decisions)('%s is refused in a session that only looks, and opens nothing', (key) => {
    expect(press({ ...ownerOf('experiment'), readOnly: true }, key)).toMatchObject({
      overlay: undefined,
      notice: expect.stringMatching(/: this session is read-only$/),
    });
  });

  it.each(['o', 'c', 'p', 'm', 'b', 'u', 'U'])('%s says that no source is selected', (key) => {
    const finding = { kind: 'list-failed' as const, subject: 'codex plugin list', text: 'bad' };
    const inventory = { ...inventoryOf(0), findings: [finding] };
    expect(refusalOf(having(ownerOf('experiment'), { inventory, sources: [] }), key)).toBe(
      'no source is selected',
    );
  });

  it.each(['r', 's', 'o', 'c', 'p', 'm', 'b', 'B', 'u', 'a', 'U'])('%s waits while they are read', (key) => {
    const reading = { what: 'upgrading acme', since: 0, done: 150, planned: 300 };
    expect(refusalOf(having(ownerOf('experiment'), { reading }), key)).toBe('the plugins are being read');
  });

  it('is of the source that the selected plugin comes from', () => {
    expect(press(ownerOf('experiment'), 'j', 'p').overlay).toMatchObject({ title: 'Promote acme one step' });
  });
});

describe('s', () => {
  it('asks, and says what is recorded', () => {
    expect(press(stateOf(2), 's').overlay).toMatchObject({
      question: 'Record a snapshot of the plugins?',
      records: ['plugins.snapshot-taken'],
      effect: { name: 'snapshot' },
    });
    expect(wholeFrame(press(stateOf(2), 's'))).toContain('recorded in the history (1 entry):');
  });
});

describe('promoting', () => {
  it('asks why, after that what is recorded', () => {
    const form = press(ownerOf('experiment'), 'p');
    expect(form.overlay).toMatchObject({ type: 'form', command: 'promote', about: 'acme' });
    expect(press(form, 'enter').overlay).toMatchObject({
      refusal: 'a reason is needed; the history keeps it',
    });
    expect(press(type(form, 'good'), 'enter').overlay).toMatchObject({
      question: 'Promote acme?',
      records: ['source.decided: acme, one step up, because "good"'],
      effect: { name: 'promote', input: { source: 'acme', reason: 'good' } },
    });
  });

  it('keeps what was typed, by esc and by n', () => {
    const asked = press(type(press(ownerOf('experiment'), 'p'), 'good'), 'enter');
    expect(press(asked, 'esc').overlay).toMatchObject({ type: 'form', fields: [{ value: 'good' }] });
    const [left, ...effects] = pressed(asked, ['n']);
    expect(effects).toEqual([]);
    expect(press(left, 'p').overlay).toMatchObject({ restored: true, fields: [{ value: 'good' }] });
  });

  it('is refused for a blocked source before a reason is asked for', () => {
    expect(refusalOf(ownerOf('blocked'), 'p')).toBe('the source is blocked; B unblocks it');
    // A team standard that drifted is promoted again: that accepts what it is now.
    expect(refusalOf(ownerOf('team standard'), 'p')).toBeUndefined();
  });
});

describe('taking a source back', () => {
  it('offers the states below it', () => {
    expect(press(ownerOf('team standard'), 'm').overlay).toMatchObject({
      fields: [{ label: 'To', value: 'experiment', choices: ['experiment', 'unknown'] }, { label: 'Reason' }],
    });
    expect(press(ownerOf('experiment'), 'm').overlay).toMatchObject({
      fields: [{ value: 'unknown', choices: ['unknown'] }, {}],
    });
  });

  it('asks with the state that was chosen', () => {
    const form = press(ownerOf('team standard'), 'm', 'down', 'enter');
    expect(press(type(form, 'stale'), 'enter').overlay).toMatchObject({
      question: 'Take acme back to unknown?',
      records: ['source.decided: acme is unknown, because "stale"'],
      effect: { name: 'demote', input: { source: 'acme', to: 'unknown', reason: 'stale' } },
    });
  });

  it.each([
    ['unknown', 'the source is unknown already'],
    ['blocked', 'the source is blocked; B unblocks it'],
  ] as const)('is no way up: of one that is %s it is refused', (state, reason) => {
    expect(refusalOf(ownerOf(state), 'm')).toBe(reason);
  });
});

describe('blocking and unblocking', () => {
  it('each where it changes something', () => {
    expect(refusalOf(ownerOf('experiment'), 'B')).toBe('the source is not blocked');
    expect(refusalOf(ownerOf('blocked'), 'b')).toBe('the source is blocked already; B unblocks it');
  });

  it.each([
    [
      'b',
      'unknown',
      'block',
      'Say that no one may use acme?',
      'source.decided: acme is blocked, because "x"',
    ],
    ['B', 'blocked', 'unblock', 'Unblock acme?', 'source.decided: acme is unknown, because "x"'],
  ] as const)('%s asks why, then what is recorded', (key, state, name, question, record) => {
    expect(press(type(press(ownerOf(state), key), 'x'), 'enter').overlay).toMatchObject({
      ...{ question, records: [record] },
      effect: { name, input: { source: 'acme', reason: 'x' } },
    });
  });
});

describe('acknowledging hooks and servers', () => {
  const sue = as(stateOf(2), 'security owner');

  it('shows them with what changed, and asks only then', () => {
    const read = press(sue, 'c');
    expect(read).toMatchObject({
      overlay: undefined,
      notice: 'read them to the end; press c again to acknowledge all of them',
    });
    expect(shown(read)).toContain('command: curl evil --all');
    expect(shown(read)).toContain('- command: curl good');
    expect(press(read, 'c').overlay).toMatchObject({
      question: 'Have you looked at every hook and server of acme?',
      records: ['source.acknowledged: acme, 1 definition, as ada@example.com'],
      effect: { name: 'acknowledge', input: { source: 'acme', shown: shownCommands } },
    });
  });

  it('asks only once all of them were on the screen', () => {
    const [one] = shownCommands;
    const many = Array.from({ length: 12 }, (_, place) => ({ ...one, name: `Hook ${place}` }));
    const state = having(sue, { commands: { acme: many as typeof shownCommands } });
    const read = press(state, 'c', 'c');
    expect(read).toMatchObject({
      overlay: undefined,
      notice: 'there is more of it below; read it to its end first',
    });
    expect(press(read, 'G', 'c').overlay).toMatchObject({
      records: ['source.acknowledged: acme, 12 definitions, as ada@example.com'],
    });
  });

  it('is of what was shown, though other ones are read meanwhile', () => {
    const asked = press(sue, 'c', 'c');
    const later = plugins.set(asked, { ...plugins.of(asked), commands: { acme: [] } });
    expect(press(later, 'esc').overlay).toBeUndefined();
    expect(later.overlay).toMatchObject({ effect: { input: { shown: shownCommands } } });
  });

  it('has nothing to show of a source without any', () => {
    expect(press(having(sue, { commands: {} }), 'c')).toMatchObject({
      notice: 'the plugins of acme run no hooks and no servers',
      detail: undefined,
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../../../src/domain/history/find/history-entry.ts';
import { ROLES } from '../../../../src/domain/people/role.ts';
import { lastEntries } from '../../../../src/tui/screens/people/rows.ts';
import { peopleScreen } from '../../../../src/tui/screens/people/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { hintsIn } from '../../asking.ts';
import { change, frameOf, on, paneOf, press, pressed, type, wholeFrame } from '../../support.tsx';
import { ada, attest, bob, keyOf, people, person, selecting } from './support.ts';

/** The rows that are shown, without the marker, each column after a bar. */
const rowsOf = (state: State, width = 190) =>
  paneOf(frameOf(state, { width }))
    .slice(1)
    .filter((line) => line !== '')
    .map((line) => line.slice(2).trim().replace(/ {2,}/g, ' | '));

const selectedRow = (state: State) => paneOf(frameOf(state)).find((line) => line.startsWith('▸')) ?? '';

const entry = (seq: number, actor: string, name: string): HistoryEntry => ({
  seq,
  id: `id ${seq}`,
  at: '2026-11-20T12:00:00.000Z',
  actor,
  subject: 'rollout',
  kind: 'rollout.started',
  prev_hash: '',
  hash: 'ab',
  event: { kind: 'rollout.started', body: { v: 1, name, pin: '0.139.0' } },
});

describe('the people', () => {
  it('stand below the roles that something waits for and no one has, and above the other roles without a person', () => {
    expect(rowsOf(people())).toEqual([
      '▲ not assigned | security owner | waiting: attest pilot.cases',
      'ada@example.com | rollout owner | no key | no entry yet',
      'bob@example.com | team lead, platform engineer | no key | no entry yet',
      '▲ not assigned | analytics owner | nothing waits for this role',
      '▲ not assigned | auditor | nothing waits for this role',
    ]);
  });

  it('are alone when every role is given', () => {
    const all = person('all@example.com', { roles: ROLES, keys: [keyOf(1), keyOf(2)] });
    expect(rowsOf(people({ people: [all], status: statusOf() }), 300)).toEqual([
      `all@example.com | ${ROLES.join(', ')} | 2 keys | no entry yet`,
    ]);
  });

  it('have the last thing that they recorded, once it is read', () => {
    const [asking, ...effects] = pressed(on('rollout', { people: [ada], status: statusOf() }), ['0']);
    expect(effects.map(({ name, input }) => [name, input])).toEqual([
      ['refresh', undefined],
      ['read-last-entries', 7],
    ]);
    expect(rowsOf(asking)[0]).toContain('no entry yet');
    const read = lastEntries.set(asking, { at: 7, of: new Map([[ada.email, entry(6, ada.email, hostile)]]) });
    expect(rowsOf(read)[0]).toMatch(/\| 6 \| 11-20 \| started the rollout "evil ?faked ?line/);
    // Nothing is read again until something is recorded.
    expect(pressed(read, ['j'])).toHaveLength(1);
    const later = change(read, (now) => ({ ...now, status: statusOf({ entries: 8 }) }));
    expect(lastEntries.of(later).at).toBe(8);
  });

  it.each([
    [
      'without a rollout',
      { status: statusOf({ rollout: undefined }), people: [] },
      'No rollout yet. Press 1, then n to start one.',
    ],
    ['while the history is read', { status: undefined }, 'reading the history…'],
    ['when none passes the filter', { filter: { people: 'nobody-such' } }, 'no person passes the filter'],
  ])('%s are none, which is said', (_, more, said) => {
    const state = people(more);
    expect(paneOf(frameOf(state)).join('\n').trim()).toBe(said);
    for (const key of ['enter', 'j', 'G', 'O']) expect(press(state, key).detail).toBeUndefined();
    expect(press(state, 'y').notice).toBe('nothing is selected');
  });

  // Ada has the oldest entry and no key, Bob a key, and Sue the newest entry; no one is security owner.
  const three = () => {
    const sue = person('sue@example.com', { roles: ['analytics owner', 'auditor'] });
    const state = people({ people: [ada, { ...bob, keys: [keyOf(1)] }, sue] });
    const of = new Map([3, 5, 6].map((seq, at) => [state.people[at]?.email ?? '', entry(seq, '', 'Acme')]));
    return lastEntries.set(state, { at: 7, of });
  };
  const [role, a, b, c] = ['role security owner', 'ada@example.com', 'bob@example.com', 'sue@example.com'];

  it.each([
    ['O', 'PERSON↑', [role, a, b, c]],
    ['OO', 'PERSON↓', [c, b, a, role]],
    ['OOO', 'ROLES↑', [c, a, role, b]],
    ['OOOO', 'ROLES↓', [b, role, a, c]],
    ['OOOOO', 'SSH KEY↑', [role, a, c, b]],
    ['OOOOOO', 'SSH KEY↓', [b, a, c, role]],
    ['OOOOOOO', 'LAST ENTRY OR WAITING↑', [c, b, a, role]],
    ['OOOOOOOOO', 'PERSON ', [role, a, b, c]],
  ])('are sorted with %s by %s, and the selected one stays selected', (keys, title, order) => {
    const sorted = press(press(three(), 'j'), ...keys);
    expect(peopleScreen.rowIds(sorted)).toEqual(order);
    expect(paneOf(frameOf(sorted))[0]).toContain(title);
    expect(selectedRow(sorted)).toContain('ada@example.com');
  });

  it.each([
    ['owner', [role, a, c]],
    ['owner !rollout', [role, c]],
    ['ADA', [a]],
    ['not assigned', [role]],
    ['attest', [role]],
    ['lead engineer', [b]],
  ])('are filtered by %j: address, name, roles and what waits', (filter, found) => {
    expect(peopleScreen.rowIds(type(press(three(), '/'), filter))).toEqual(found);
  });

  it('keep the cursor on a person whom others come before and go after', () => {
    const state = press(three(), 'j', 'j');
    const abe = person('abe@example.com');
    const more = change(state, (now) => ({ ...now, people: [abe, ...now.people] }));
    expect(selectedRow(more)).toContain(b);
    const open = press(more, 'enter');
    const gone = change(open, (now) => ({ ...now, people: now.people.filter(({ email }) => email !== b) }));
    expect([gone.detail, selectedRow(gone)]).toEqual([undefined, expect.stringContaining(c ?? '')]);
  });

  it('are a thousand, of whom as many are seen as there is room for', () => {
    const many = Array.from({ length: 1000 }, (_, at) =>
      person(`p${String(at).padStart(4, '0')}@example.com`),
    );
    const state = people({ people: [ada, ...many], status: statusOf(), page: { rows: 18, columns: 190 } });
    const end = press(state, '/', ...'p09', 'enter', 'G');
    expect(selectedRow(end)).toContain('p0999@example.com');
    expect(frameOf(end)).toContain('100/100');
    expect(rowsOf(end)).toHaveLength(15);
    expect(selectedRow(press(end, 'ctrl-u'))).toContain('p0986@example.com');
    expect(selectedRow(press(end, 'g'))).toContain('p0900@example.com');
  });
});

describe('a narrow terminal', () => {
  it.each([
    [60, 15],
    [80, 23],
  ])('of %i×%i has every address whole, and no control sequence of a name', (width, height) => {
    const wide = person('日本語@example.com', { name: '日本語の長い名前' });
    const evil = person('eve\u001b[31m\u202e@example.com', { name: hostile, roles: [] });
    const state = people({ people: [wide, evil], page: { columns: width, rows: height - 5 } });
    const frame = wholeFrame(press(state, 'j', 'j'), { width, height });
    expect(frame).toContain('日本語@example.com');
    expect(frame).toMatch(/▸ eve@example\.com +no role/);
    for (const sequence of ['\u001b[2J', '\u001b]0;', '\u202e', '\u0007'])
      expect(frame).not.toContain(sequence);
  });

  it('tells apart addresses that begin and end alike', () => {
    const long = 'a-very-long-address-of-a-person-in-a-large-organisation@subsidiary.example.com';
    const frame = wholeFrame(people({ people: [person(`1${long}`), person(`2${long}`)] }), {
      width: 60,
      height: 15,
    });
    for (const first of ['1', '2']) expect(frame).toContain(` ${first}a-very-long`);
  });
});

describe('the frame', () => {
  it('names who is selected, who acts and as what, and that nothing can be recorded', () => {
    const heading = (more: Partial<State>) =>
      wholeFrame(selecting('bob@example.com', more), { width: 120 }).split('\n')[0];
    expect(heading({})).toMatch(
      /pin 0\.139\.0 │ Acme │ People › bob@example\.com +ada@example\.com · rollout owner$/,
    );
    expect(heading({ readOnly: true })).toMatch(/ \[RO\] ada@example\.com · rollout owner$/);
    expect(wholeFrame(people(), { width: 120 }).split('\n')[0]).toContain('People › security owner');
  });

  it('offers what can be done with the selected row, and nothing that would be refused', () => {
    const at = { width: 190, height: 23 };
    const offered = hintsIn(selecting('bob@example.com'), at);
    expect(offered).toEqual(expect.arrayContaining(['+ add', 'r roles', 'K SSH key', 'H history', '? keys']));
    const role = hintsIn(people(), at);
    expect(role).toEqual(expect.arrayContaining(['+ add', 'enter detail']));
    for (const hint of ['r roles', 'K SSH key', 'H history']) expect(role).not.toContain(hint);
    const reader = hintsIn(selecting('bob@example.com', { readOnly: true }), at);
    expect(reader).toContain('H history');
    for (const hint of ['+ add', 'r roles', 'K SSH key']) expect(reader).not.toContain(hint);
  });

  it('keeps the way to all keys in the footer where hardly anything else fits', () => {
    const hints = hintsIn(selecting('bob@example.com'), { width: 60, height: 15 });
    expect(hints.at(-1)).toBe('? keys');
    expect(hints.length).toBeGreaterThan(2);
  });

  it('shows beside the list what the selected row is about, from 100 columns on', () => {
    const beside = (width: number) => frameOf(people(), { width, height: 12 }).split('\n')[0] ?? '';
    expect(beside(100)).toMatch(/╭─ People ─+╮╭─ security owner ─+╮/);
    expect(beside(99)).toMatch(/^╭─ People ─+╮$/);
    expect(
      frameOf(people({ status: statusOf({ awaited: [{ action: attest, people: [] }] }) }), { width: 100 }),
    ).toContain('No one has the role security owner.');
  });
});

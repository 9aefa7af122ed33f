import { describe, expect, it } from 'vitest';
import { rolloutScreen } from '../../../../src/tui/screens/rollout/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { evidenceOf, runbookOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { change, frameOf, on, paneOf, press, refusalOf, type, wholeFrame } from '../../support.tsx';
import { failed, fourPhases, ids, pilot, pilotBook, rolloutOf } from './support.ts';

describe('the Rollout screen shows', () => {
  it('what blocks first, and what is optional last', () => {
    const [header, ...rows] = paneOf(frameOf(pilot({ evidence: [failed] })));
    expect(header).toMatch(/STATE +REQ +ITEM +OWNER +WHY/);
    expect(rows[0]).toMatch(/✘ failing +● +pilot\.version +platform engineer +fail: another version/);
    expect(rows[1]).toMatch(/○ open +● +pilot\.cases/);
    expect(rows[2]).toMatch(/○ open +● +pilot\.policy/);
    expect(rows[3]).toMatch(/^ {2}── optional ─+$/);
    expect(rows[4]).toMatch(/○ open {4,}pilot\.extra/);
  });

  it('no line before the optional items where they are sorted by a column, or are all that is left', () => {
    expect(frameOf(press(pilot(), 'O'))).not.toContain('── optional');
    expect(frameOf(type(press(pilot(), '/'), 'pilot.extra'))).not.toContain('── optional');
  });

  it.each([16, 17, 18, 19, 20, 24])('every item under the cursor in a window of %i lines', (height) => {
    const extra = Array.from({ length: 9 }, (_, n) =>
      itemText(`pilot.more${n}`, { more: 'required: false' }),
    );
    const many = rolloutOf([
      runbookOf([0, 1, 2, 3, 4].map((n) => itemText(`pilot.item${n}`)).join('') + extra.join('')),
    ]);
    for (let down = 0, state = many; down < ids(many).length; down++, state = press(state, 'j'))
      expect(wholeFrame(state, { height, width: 90 })).toMatch(new RegExp(`▸ .*${ids(many)[down]} `));
  });

  it('what an open item waits for, by person, also where no one has the role', () => {
    const frame = frameOf(pilot());
    expect(frame).toMatch(/pilot\.cases +team lead +attest: you, bob/);
    expect(frame).toMatch(/pilot\.policy +security owner +write policy: no one/);
    expect(frame).toMatch(/pilot\.version +platform engineer +run cli\.version: bob/);
  });

  it.each([60, 80, 90, 100, 120, 140, 190])(
    'at a width of %i no reason that is cut to what all rows have in common',
    (width) => {
      const [header = '', ...rows] = paneOf(frameOf(pilot(), { width }));
      if (!header.includes('WHY')) expect(header).toContain('OWNER');
      const reasons = rows.slice(0, 3).map((row) => row.slice(header.indexOf('WHY')));
      if (header.includes('WHY'))
        expect(reasons.join('\n')).toMatch(/run cli\.version.*\nattest.*\nwrite policy/);
    },
  );

  it('how to begin before there is a rollout, and that it is reading before', () => {
    expect(frameOf(on('rollout', { status: statusOf({ rollout: undefined }) }))).toContain(
      'No rollout yet. Press n to start one, 2 for the checks.',
    );
    expect(frameOf(on('rollout', { status: undefined }))).toContain('reading the history…');
  });

  it('hostile texts without obeying them', () => {
    const frame = wholeFrame(pilot({ evidence: [{ ...failed, summary: hostile, actor: hostile }] }), {
      width: 60,
    });
    for (const sequence of ['\u001b[2J', '\u202e', '\u0007']) expect(frame).not.toContain(sequence);
    expect(frame).toContain('pilot.version');
  });

  it('what is missing where there is nothing to list', () => {
    const none = { rollout: undefined, phases: [] };
    const empty = [
      [on('rollout', { status: undefined }), 'The items appear once the history was read.'],
      [on('rollout', { status: statusOf(none) }), 'A rollout has a checklist for each phase.'],
      [rolloutOf([runbookOf('')]), 'This phase has no items in its runbook.'],
      [type(press(pilot(), '/'), 'nothing-like-it'), 'no item passes the filter'],
    ] as const;
    for (const [state, text] of empty) expect(paneOf(frameOf(state)).filter(Boolean)).toEqual([text]);
  });

  it('in the smallest terminal how to begin in one line', () => {
    const frame = wholeFrame(on('rollout', { status: statusOf({ rollout: undefined, phases: [] }) }), {
      width: 60,
      height: 15,
    });
    expect(frame).toMatch(/^No rollout yet.*\b2\b.*checks\.$/m);
  });

  it('that nothing can be recorded, and no key in the footer that would', () => {
    const footers = [pilot(), { ...pilot(), readOnly: true }].map((state) =>
      wholeFrame(state, { width: 200 }).split('\n').at(-1),
    );
    expect(wholeFrame({ ...pilot(), readOnly: true })).toContain('[RO]');
    for (const hint of ['w waive', 'S sign']) {
      expect(footers[0]).toContain(hint);
      expect(footers[1]).not.toContain(hint);
    }
    for (const footer of footers) expect(footer).toContain('H history');
  });

  it('the item in the heading, which says also who acts', () => {
    expect(wholeFrame(press(pilot(), 'down'), { width: 150 })).toMatch(
      /^pin 0\.139\.0 │ Acme │ Rollout › pilot\.cases +ada@example\.com · rollout owner, team lead, /,
    );
  });

  it('names of items whole in the smallest terminal, also where they are long or wide', () => {
    const names = ['pilot.a-name-as-long-as-they-are-in-practice', 'pilot.b'];
    const book = runbookOf(names.map((id) => itemText(id, { owner: 'analytics owner' })).join(''));
    const lines = wholeFrame(rolloutOf([book]), { width: 60, height: 15 }).split('\n');
    for (const name of names) expect(lines.some((line) => line.includes(name))).toBe(true);
  });
});

describe('O sorts the items', () => {
  const orders: readonly [title: string, order: readonly string[]][] = [
    ['STATE', ['pilot.version', 'pilot.cases', 'pilot.policy', 'pilot.extra']],
    ['ITEM', ['pilot.cases', 'pilot.extra', 'pilot.policy', 'pilot.version']],
    ['REQ', ['pilot.version', 'pilot.cases', 'pilot.policy', 'pilot.extra']],
    ['OWNER', ['pilot.version', 'pilot.policy', 'pilot.cases', 'pilot.extra']],
    ['WHY', ['pilot.cases', 'pilot.extra', 'pilot.version', 'pilot.policy']],
  ];

  it.each(orders.map((one, place) => [...one, place] as const))('by %s', (title, order, place) => {
    const sorted = press(pilot({ evidence: [failed] }), ...Array<string>(2 * place + 1).fill('O'));
    expect(ids(sorted)).toEqual(order);
    expect(paneOf(frameOf(sorted))[0]).toContain(`${title}↑`);
    expect(paneOf(frameOf(press(sorted, 'O')))[0]).toContain(`${title}↓`);
  });

  it('and after the last column they stand as they came, with the cursor still on its item', () => {
    const chosen = press(pilot(), 'G');
    const selected = (state: State) => ids(state)[state.cursor.rollout ?? 0];
    expect(selected(chosen)).toBe('pilot.extra');
    let state = chosen;
    for (let presses = 0; presses < 10; presses++) {
      state = press(state, 'O');
      expect(selected(state)).toBe('pilot.extra');
    }
    expect(state.sort.rollout).toBeDefined();
    expect(ids(press(state, 'O'))).toEqual(ids(chosen));
    expect(press(state, 'O').sort.rollout).toBeUndefined();
  });
});

describe('the filter of the items', () => {
  it.each([
    ['cases', ['pilot.cases']],
    ['SECURITY', ['pilot.policy']],
    ['failing', ['pilot.version']],
    ['!failing team', ['pilot.cases', 'pilot.extra']],
    ['attest: you', ['pilot.cases', 'pilot.extra']],
    ['no one', ['pilot.policy']],
  ])('finds by %j what the list shows', (typed, found) => {
    const people = pilot().people;
    expect(ids(type(press(pilot({ people, evidence: [failed] }), '/'), typed))).toEqual(found);
  });

  it('keeps to another phase, and esc ends it on the item that was found', () => {
    const state = press(type(press(rolloutOf(fourPhases), '/'), 'second'), 'enter');
    expect(ids(press(state, 'right'))).toEqual(['standardize.second']);
    const cleared = press(state, 'esc');
    expect(cleared.filter.rollout).toBe('');
    expect(ids(cleared)[cleared.cursor.rollout ?? 0]).toBe('pilot.second');
  });
});

describe('when another process records something', () => {
  const recorded = (state: State, record: Parameters<typeof pilot>[0]) =>
    change(state, (now) => ({ ...now, status: pilot(record).status }));

  it('the cursor stays on its item, wherever that moves', () => {
    const before = press(pilot(), 'down');
    expect(ids(before)[1]).toBe('pilot.cases');
    const held = evidenceOf({
      ...{ kind: 'attestation', key: 'pilot.cases' },
      source: pilotBook.items.find(({ id }) => id === 'pilot.cases')?.digest ?? '',
    });
    const moved = recorded(before, { evidence: [held] });
    expect(ids(moved)).toEqual(['pilot.version', 'pilot.policy', 'pilot.cases', 'pilot.extra']);
    expect(moved.cursor.rollout).toBe(2);
  });

  it('the open item shows its new state, scrolled as it was', () => {
    const open = press({ ...pilot(), page: { rows: 8, columns: 80 } }, 'enter', 'j');
    expect(rolloutScreen.detail(open)).toContain('open: ');
    const later = recorded(open, { evidence: [failed] });
    expect(rolloutScreen.detail(later)).toContain('failing since 2026-11-20 12:00 (entry 87)');
    expect(later.detail).toEqual({ of: 'row', scroll: 1 });
  });

  it('an item that its runbook no longer has is closed, and the cursor is on the one in its place', () => {
    const open = press(pilot(), 'down', 'enter');
    const phases = rolloutOf([runbookOf(itemText('pilot.only'))]).status?.phases ?? [];
    const gone = change(open, (now) => ({ ...now, status: statusOf({ phases }) }));
    expect(gone.detail).toBeUndefined();
    expect(ids(gone)[gone.cursor.rollout ?? 0]).toBe('pilot.only');
  });

  it('a key that has lost its reason says so', () => {
    const state = press(pilot(), 'down');
    expect(refusalOf(state, 'a')).toBeUndefined();
    const roleless = { email: 'ada@example.com', roles: [], hasKey: false };
    expect(
      refusalOf(
        change(state, (now) => ({ ...now, me: roleless })),
        'a',
      ),
    ).toBe('needs the role team lead');
  });
});

describe('a phase of 1,000 items', () => {
  const book = runbookOf(itemText('pilot.n'));
  // To parse so many takes longer than everything else here.
  const items = Array.from({ length: 1000 }, (_, place) =>
    book.items.map((item) => ({ ...item, id: `pilot.n${place}` })),
  ).flat();
  const state = { ...rolloutOf([{ ...book, items }]), page: { rows: 18, columns: 80 } };

  it('is gone through by line, page and end', () => {
    const name = (...keys: string[]) => ids(press(state, ...keys))[press(state, ...keys).cursor.rollout ?? 0];
    expect(name('G')).toBe('pilot.n999');
    expect(name('G', 'k', 'k')).toBe('pilot.n997');
    expect(name('ctrl-d', 'ctrl-d', 'ctrl-u')).toBe(name('pagedown'));
    expect(name('G', 'g', 'k')).toBe('pilot.n0');
    expect(paneOf(frameOf(press(state, 'G'), { width: 80 })).join('\n')).toMatch(
      /^▸ ○ open +● +pilot\.n999 /m,
    );
  });

  it('says where the cursor is, and what the filter leaves', () => {
    expect(frameOf(press(state, 'down', 'down'))).toContain('3/1000');
    expect(frameOf(type(press(state, '/'), 'n99'))).toContain('1/11');
  });
});

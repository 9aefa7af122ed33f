import { describe, expect, it } from 'vitest';
import { artifacts } from '../../../../src/tui/screens/artifacts/rows.ts';
import { reviews } from '../../../../src/tui/screens/reviews/rows.ts';
import { reviewsScreen } from '../../../../src/tui/screens/reviews/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { hintsIn } from '../../asking.ts';
import { change, frameOf, on, paneOf, press, pressed, wholeFrame } from '../../support.tsx';
import { finished, question, review, shown, signed } from './support.ts';

const shelf = [{ id: 'high-risk-checklist', declaration: { title: 'T' }, revisions: [] }] as never;
const all = [
  review('r4', { finished: { ...finished, exceptions: ['secrets'] } }),
  review('r3', { finished }),
  review('r2', {
    title: 'Refunds',
    change: 'shop#9',
    started: { ...signed, at: '2026-11-18T12:00:00.000Z' },
  }),
  review('r1', { questions: [question('tests')], change: 'shop#10', areas: [] }),
];
const ids = (state: State) => reviewsScreen.rowIds(state);

describe('the reviews', () => {
  it('stand with the open ones first, each with how far it is', () => {
    const lines = paneOf(frameOf(shown(all)))
      .slice(1, 5)
      .map((line) => line.slice(2).replace(/ {2,}/g, ' | '));
    expect(lines).toEqual([
      '○ 1 of 2 answered | r2 | shop#9 | money | 2026-11-18 | bob@example.com | Refunds',
      '○ 0 of 1 answered | r1 | shop#10 | 2026-11-20 | bob@example.com',
      '▲ finished with exceptions | r4 | shop#r4 | money | 2026-11-20 | bob@example.com',
      '✔ finished | r3 | shop#r3 | money | 2026-11-20 | bob@example.com',
    ]);
  });

  it.each([
    ['O', 'STATE↑', ['r1', 'r2', 'r3', 'r4']],
    ['OOO', 'REVIEW↑', ['r1', 'r2', 'r3', 'r4']],
    ['OOOO', 'REVIEW↓', ['r4', 'r3', 'r2', 'r1']],
    // Numbers in a name count as numbers: 9 before 10.
    ['OOOOO', 'CHANGE↑', ['r2', 'r1', 'r3', 'r4']],
    ['OOOOOOOOO', 'STARTED↑', ['r2', 'r1', 'r4', 'r3']],
  ])('are sorted with %s by %s', (keys, title, order) => {
    const sorted = press(shown(all), ...keys);
    expect([paneOf(frameOf(sorted))[0], ids(sorted)]).toEqual([expect.stringContaining(title), order]);
    expect(sorted.cursor.reviews).toBe(order.indexOf('r2'));
  });

  it.each([
    ['exceptions', ['r4']],
    ['answered', ['r2', 'r1']],
    ['REFUNDS', ['r2']],
    ['bob shop#10', ['r1']],
    ['!finished', ['r2', 'r1']],
  ])('are filtered by %j', (filter, found) => {
    expect(ids(shown(all, {}, { filter: { reviews: filter } }))).toEqual(found);
  });

  it('keep the cursor on a review that somebody else finishes', () => {
    const state = press(shown(all), 'j');
    const read = {
      ...reviews.of(state),
      reviews: all.map((one) => (one.id === 'r1' ? { ...one, finished } : one)),
    };
    const later = change(state, (now) => reviews.set(now, read));
    expect(ids(later)[later.cursor.reviews ?? 0]).toBe('r1');
  });

  it('are read when the screen is shown and when something was recorded, and not in between', () => {
    const [state, ...effects] = pressed(on('turn'), [':', ...'reviews of changes', 'enter']);
    expect(state.screen).toBe('reviews');
    expect(effects.map(({ name }) => name)).toEqual(['refresh', 'read-reviews']);
    expect(pressed(state, ['j'])).toHaveLength(1);
    const later = change(state, (now) => ({ ...now, status: statusOf({ entries: 8 }) }));
    expect(reviews.of(later).at).toBe(8);
  });
});

describe('no review', () => {
  const noChecklist = { refusal: 'no revision of high-risk-checklist is approved' };

  it.each([
    [
      'to start',
      shown([]),
      'No change was reviewed yet. n starts a review: who changes something of high risk',
    ],
    [
      'without a checklist',
      shown([], noChecklist),
      'No change was reviewed yet: no revision of high-risk-checklist is approved. enter opens it',
    ],
    ['before the first reading', on('reviews'), 'reading…'],
    ['while the history is read', on('reviews', { status: undefined }), 'reading the history…'],
    [
      'without a rollout',
      on('reviews', { status: statusOf({ rollout: undefined }) }),
      'No rollout yet. Press 1, then n to start one.',
    ],
    ['by the filter', shown(all, {}, { filter: { reviews: 'none' } }), 'no review passes the filter'],
  ])('is there %s, which is said', (_, state, said) => {
    expect(frameOf(state)).toContain(said);
    expect(press(state, 'j', 'G').cursor.reviews).toBe(0);
  });

  it('leads with enter to the checklist that has to be approved, and nowhere else', () => {
    const opened = (state: State) => press(artifacts.set(state, shelf), 'enter');
    expect(opened(shown([], noChecklist))).toMatchObject({ screen: 'artifacts', detail: { of: 'row' } });
    for (const state of [
      shown([]),
      on('reviews'),
      on('reviews', { status: statusOf({ rollout: undefined }) }),
      shown(all, noChecklist, { filter: { reviews: 'none' } }),
    ])
      expect(opened(state)).toMatchObject({ screen: 'reviews', detail: undefined });
  });
});

describe('an open review', () => {
  const answered = question('tests', 'no');
  const noted = {
    ...answered,
    answer: answered.answer && { ...answered.answer, note: 'they are slow' },
    earlier: 1,
  };
  const open = press(
    shown([review('r1', { title: 'Refunds', questions: [noted, question('secrets')] })]),
    'enter',
  );

  it('shows each question with its answer, and the key that brings it forward', () => {
    const lines = paneOf(frameOf(open, { width: 120 }));
    expect(lines.filter((line) => line !== '')).toEqual([
      'r1  shop#r1: Refunds',
      '1 of 2 answered; revision 1 of high-risk-checklist; money',
      'begun on 2026-11-20 by bob@example.com as team lead (entry 9)',
      '✘ no    tests: Is tests seen to?',
      '        bob@example.com as team lead, 2026-11-20 (entry 9), after 1 earlier answer',
      '        they are slow',
      '○ open  secrets: Is secrets seen to?',
      'Next: a answers secrets',
    ]);
  });

  it('names f once every question is answered, and what was done once it is finished', () => {
    const done = review('r1', { questions: [question('tests', 'yes')] });
    expect(frameOf(press(shown([done]), 'enter'))).toContain('Next: f finishes it');
    const over = { ...signed, note: 'an outage', exceptions: ['secrets'] };
    const text = frameOf(press(shown([review('r1', { finished: over })]), 'enter'));
    expect(text).toContain(
      'Finished on 2026-11-20 by bob@example.com as team lead (entry 9), in spite of secrets',
    );
    expect(text).toContain('an outage');
    expect(text).not.toContain('Next:');
  });

  it('leads to its checklist and to the entries of each answer', () => {
    const chooser = wholeFrame(press(open, 'enter'), { width: 120 });
    expect(chooser).toMatch(
      /artifact high-risk-checklist[\s\S]+entry 9: started by bob@[\s\S]+entry 9: tests: no/,
    );
    expect(press(artifacts.set(press(open, 'enter'), shelf), 'enter')).toMatchObject({ screen: 'artifacts' });
    expect(press(artifacts.set(press(open, 'enter'), shelf), 'enter', 'esc')).toMatchObject({
      screen: 'reviews',
      detail: { of: 'row' },
    });
  });

  it('is called by its id and its change in the heading, and copied by its id', () => {
    expect(wholeFrame(open, { width: 120 })).toContain('│ Reviews › r1 shop#r1');
    expect(pressed(open, ['y'])[1]?.input).toBe('r1');
  });
});

describe('the frame', () => {
  it('obeys no control sequence of a change, a title or an address, at any size', () => {
    const evil = { ...signed, by: hostile };
    const one = review('r1', { change: hostile, title: hostile, started: evil, areas: [] });
    for (const [width, height] of [
      [60, 16],
      [80, 23],
      [200, 50],
    ] as const)
      for (const state of [
        shown([one]),
        press(shown([one]), 'enter'),
        press(shown([one]), 'enter', 'enter'),
      ]) {
        const frame = wholeFrame({ ...state, page: { columns: width, rows: height - 5 } }, { width, height });
        expect(frame).toMatch(/r1|entry 9: started by evil/);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must never reach a terminal.
        expect(frame).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      }
  });

  it('keeps the state and the change of a review at 60 columns', () => {
    const frame = wholeFrame(shown([review('r1', { change: '日本語#412' })]), { width: 60, height: 16 });
    expect(frame).toMatch(/○ 1 of 2 answered +r1 +日本語#412/);
  });

  it('offers what can be done with the selected review', () => {
    const at = { width: 190, height: 23 };
    expect(hintsIn(shown(all), at)).toEqual(expect.arrayContaining(['n new review', 'a answer', 'f finish']));
    const over = hintsIn(press(shown(all), 'G'), at);
    expect(over).toContain('n new review');
    expect(over).not.toContain('a answer');
    expect(hintsIn(shown(all, {}, { readOnly: true }), at)).not.toContain('n new review');
  });

  it('shows a thousand reviews, as many as there is room for', () => {
    const many = Array.from({ length: 1000 }, (_, at) => review(`r${at}`));
    const frame = frameOf(press(shown(many, {}, { page: { rows: 18, columns: 190 } }), 'G', 'ctrl-u'));
    expect(frame).toMatch(/▸ ○ 1 of 2 answered +r986 /);
    expect(frame).toContain('987/1000');
  });
});

import { describe, expect, it } from 'vitest';
import type { Review, ReviewQuestion } from '../../../src/domain/reviews/review.ts';
import { artifacts } from '../../../src/tui/screens/artifacts/rows.ts';
import { type ReviewsRead, reviews } from '../../../src/tui/screens/reviews/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { teamWithKinds } from '../../support/artifacts.ts';
import { hostile, statusOf } from '../../support/recorded-builders.ts';
import { frameOf, on, paneOf, press, refusalOf, runCockpit, type, wholeFrame } from '../support.tsx';

const signed = { by: 'bob@example.com', role: 'team lead' as const, at: '2026-11-20T12:00:00.000Z', seq: 9 };

const question = (id: string, answer?: 'yes' | 'no'): ReviewQuestion => ({
  id,
  text: `Is ${id} seen to?`,
  answer: answer && { ...signed, answer, note: undefined },
  earlier: 0,
});

const review = (id: string, more: Partial<Review> = {}): Review => ({
  id,
  name: 'high-risk-change',
  checklist: { artifact: 'high-risk-checklist', revision: 1, sha256: 'ab' },
  change: `shop#${id}`,
  title: undefined,
  areas: ['money'],
  started: signed,
  questions: [question('tests', 'yes'), question('secrets')],
  finished: undefined,
  ...more,
});

const me: State['me'] = { email: 'sue@example.com', roles: ['security owner'], hasKey: false };

const shown = (
  found: readonly Review[],
  more: Partial<ReviewsRead> = {},
  state: Partial<State> = {},
): State => {
  const base = on('reviews', { me, ...state });
  const areas = { money: 'Payments' };
  return reviews.set(base, { at: base.status?.entries, reviews: found, areas, refusal: undefined, ...more });
};

describe('the Reviews screen', () => {
  it('shows the open ones first, each with how far it is', () => {
    const finished = { ...signed, note: undefined, exceptions: [] };
    const frame = frameOf(shown([review('r2', { finished }), review('r1', { title: 'Refunds' })]));
    const [, first, second] = paneOf(frame);
    expect(first).toMatch(/▸ ○ 1 of 2 answered +r1 +shop#r1 +money +2026-11-20 +bob@example\.com +Refunds/);
    expect(second).toMatch(/✔ finished +r2 +shop#r2/);
    expect(frame).toContain('○ open  secrets: Is secrets seen to?');
  });

  it('says why nothing can be started, how to start, and that it is reading', () => {
    expect(frameOf(shown([]))).toContain('No change was reviewed yet. n starts a review');
    const refused = shown([], { refusal: 'no revision of high-risk-checklist is approved' });
    expect(frameOf(refused)).toContain(
      'No change was reviewed yet: no revision of high-risk-checklist is approved. enter opens it',
    );
    const shelf = [{ id: 'high-risk-checklist', declaration: { title: 'T' }, revisions: [] }];
    expect(press(artifacts.set(refused, shelf as never), 'enter').screen).toBe('artifacts');
    expect(refusalOf(refused, 'n')).toBe('no revision of high-risk-checklist is approved');
    expect(frameOf(on('reviews', { status: undefined }))).toContain('reading the history…');
    expect(frameOf(shown([], {}, { status: statusOf({ rollout: undefined }) }))).toContain('No rollout yet.');
    expect(frameOf(shown([review('r1')], {}, { filter: { reviews: 'none' } }))).toContain('no review passes');
  });

  it('says why a key cannot be used', () => {
    expect(refusalOf(shown([review('r1')], {}, { readOnly: true }), 'a')).toBe('this session is read-only');
    expect(refusalOf(shown([]), 'a')).toBe('no review is selected');
    const finished = { ...signed, note: undefined, exceptions: [] };
    expect(refusalOf(shown([review('r1', { finished })]), 'a')).toBe('the review r1 is finished');
    const done = [question('tests', 'yes'), question('secrets', 'yes')];
    const alone = review('r1', { questions: done, started: { ...signed, by: 'sue@example.com' } });
    expect(refusalOf(shown([alone]), 'f')).toContain('a second person has to finish it');
    expect(refusalOf(shown([review('r1', { questions: done })]), 'f')).toBeUndefined();
  });

  it('offers the areas of the checklist, and says what starting records', () => {
    const form = press(shown([]), 'n');
    expect(form.overlay).toMatchObject({
      fields: [{ label: 'Change' }, {}, { choices: ['money'], notes: { money: 'Payments' }, many: true }],
    });
    expect(press(form, 'enter', 'enter', 'enter').overlay).toMatchObject({
      active: 0,
      refusal: expect.stringContaining('name it'),
    });
    const asked = press(type(form, 'shop#412'), 'enter', 'enter', 'down', ' ', 'enter');
    expect(asked.overlay).toMatchObject({
      question: 'Start a review of shop#412?',
      effect: { input: { change: 'shop#412', title: '', areas: ['money'] } },
    });
  });

  it('asks the first open question, with its text, and wants a note for anything but yes', () => {
    const form = press(shown([review('r1')]), 'a');
    expect(form.overlay).toMatchObject({
      fields: [
        { value: 'secrets', choices: ['tests', 'secrets'], pick: true },
        { value: 'yes' },
        { value: '' },
      ],
    });
    expect(wholeFrame(form)).toContain('Is secrets seen to?');
    const no = press(form, 'enter', 'down', 'enter', 'enter');
    expect(no.overlay).toMatchObject({
      active: 2,
      refusal: expect.stringContaining('a no to secrets needs a note'),
    });
    expect(press(type(no, 'in a log'), 'enter').overlay).toMatchObject({
      question: 'Is secrets seen to? no',
      records: ['review.answered: secrets of r1 with no, note "in a log"'],
      effect: { input: { review: 'r1', question: 'secrets', answer: 'no', note: 'in a log' } },
    });
  });

  it('wants to know why a review is finished with an open question', () => {
    const form = press(shown([review('r1')]), 'f');
    expect(press(form, 'enter').overlay).toMatchObject({
      refusal: expect.stringContaining('although secrets is open or answered with no'),
    });
    expect(press(type(form, 'an outage'), 'enter').overlay).toMatchObject({
      records: [
        'review.finished: r1 as sue@example.com, note "an outage"',
        'in spite of secrets: open',
        'With exceptions it is no evidence.',
      ],
    });
  });

  it('obeys no control sequence of a change, in a narrow terminal', () => {
    const frame = wholeFrame(shown([review('r1', { change: hostile, title: hostile })]), {
      width: 60,
      height: 16,
    });
    expect(frame).toContain('r1');
    for (const sequence of ['\u001b[2J', '\u202e', '\u0007']) expect(frame).not.toContain(sequence);
  });
});

describe('on a real history', () => {
  it('a change is reviewed question by question, and finished by a second person', async () => {
    const { approved, world } = await teamWithKinds();
    const questions = ['tests', 'secrets']
      .map((id) => `  - {id: ${id}, text: "Is ${id} seen to?"}\n`)
      .join('');
    const areas = 'areas: [{id: money, title: Payments}]';
    await approved(
      'high-risk-checklist',
      `version: 1\nreview: high-risk-change\n${areas}\nquestions:\n${questions}`,
    );
    const { keys, see, cockpit } = runCockpit({ ...world, now: () => new Date() });
    await see('Gate ');
    keys(':', ...'reviews of changes', 'enter');
    await see('No change was reviewed yet. n starts');
    keys('n', ...'shop#412', 'enter', ...'Refunds', 'enter', 'down', ' ', 'enter');
    await see('Start a review of shop#412?');
    keys('enter');
    await see('Answer a question of the review r1');
    await see('Is tests seen to?');
    keys('enter', 'enter', 'enter', 'enter');
    await see('1 question of r1 to answer');
    await see('Is secrets seen to?');
    keys('enter', 'down', 'down', 'enter', ...'no data is touched', 'enter');
    await see('review.answered: secrets of r1 with not applicable');
    keys('enter');
    await see('every question of r1 is answered; f finishes it');
    expect(refusalOf(cockpit.state(), 'f')).toContain('a second person');
    keys('1', 'A', ...'sue@example.com', 'enter', 'enter');
    await see('is recorded as sue@example.com');
    keys('shift-tab', 'shift-tab');
    await see('2 of 2 answered');
    keys('f', 'enter', 'enter');
    await see('finished the review r1');
    await see('✔ finished');
  });
});

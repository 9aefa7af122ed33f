import { describe, expect, it } from 'vitest';
import type { Role } from '../../../../src/domain/people/role.ts';
import { reviews } from '../../../../src/tui/screens/reviews/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile } from '../../../support/recorded-builders.ts';
import { askedIn, confirmed, formIn, goBack, paste, refusedIn, valuesIn } from '../../asking.ts';
import { change, press, refusalOf, type, wholeFrame } from '../../support.tsx';
import { finished, question, review, shown } from './support.ts';

const one = 'This will be recorded in the history (1 entry):';
const done = [question('tests', 'yes'), question('secrets', 'yes')];
const me = (email: string, ...roles: Role[]): Partial<State> => ({ me: { email, roles, hasKey: false } });

describe('n', () => {
  const form = press(shown([]), 'n');

  it('asks for the change, and offers the areas of the checklist', () => {
    expect(formIn(form).title).toBe('Start a review of a change');
    expect(formIn(form).fields[2]).toMatchObject({
      choices: ['money'],
      notes: { money: 'Payments' },
      many: true,
    });
    expect(refusedIn(press(form, 'tab', 'tab', 'enter'))).toBe(
      'Change: name it: a pull request, a branch or a commit',
    );
    expect(refusedIn(press(type(press(form, 'x', 'tab', 'tab'), 'law'), 'enter'))).toMatch(
      /^Areas \(optional\): "law" is no choice/,
    );
  });

  it('says what is recorded, and that another person has to finish it', () => {
    const filled = press(
      type(press(type(form, 'shop#412'), 'enter'), 'Refunds'),
      'enter',
      'down',
      ' ',
      'enter',
    );
    expect(askedIn(filled)).toEqual([
      'Start a review of shop#412?',
      one,
      '  review.started: shop#412, "Refunds", areas money',
      '  by sue@example.com; another person has to finish it',
    ]);
    expect(confirmed(filled)).toMatchObject({
      name: 'start-review',
      input: { change: 'shop#412', title: 'Refunds', areas: ['money'] },
    });
    goBack(shown([]), 'n', filled);
    const alone = press(type(form, 'main'), 'enter', 'enter', 'enter');
    expect(askedIn(alone)[2]).toBe('  review.started: main');
  });

  it('refuses a change whose review is open, and not one whose review is finished', () => {
    const known = [review('r2', { finished, change: 'shop#1' }), review('r1', { change: 'shop#2' })];
    const asked = (change: string) =>
      press(type(press(shown(known), 'n'), change), 'enter', 'enter', 'enter');
    expect(refusedIn(asked('shop#2'))).toBe('Change: a review of shop#2 is open already: r1. a answers it.');
    expect(askedIn(asked('shop#1'))[0]).toBe('Start a review of shop#1?');
  });

  it('takes no control sequence of a pasted change', () => {
    expect(askedIn(press(paste(form, hostile), 'enter', 'enter', 'enter'))[0]).toBe(
      'Start a review of evil faked line?',
    );
  });
});

describe('a', () => {
  const screen = shown([review('r1')]);
  const form = press(screen, 'a');

  it('begins at the first open question, and shows the text of each and who answered it', () => {
    expect(formIn(form).title).toBe('Answer a question of the review r1');
    expect(valuesIn(form)).toEqual({ Question: 'secrets', Answer: 'yes', Note: '' });
    const frame = wholeFrame(form, { width: 100 });
    expect(frame).toContain('tests  Is tests seen to? (yes, bob@example.com)');
    expect(frame).toContain('▸ secrets  Is secrets seen to?');
  });

  it.each([
    ['no', ['down'], 'Note: a no to secrets needs a note'],
    ['not applicable', ['up'], 'Note: why does secrets not apply?'],
  ])('wants a note for %s, and advises no command', (_, keys, refusal) => {
    expect(refusedIn(press(form, 'enter', ...keys, 'enter', 'enter'))).toBe(refusal);
  });

  it('says what is recorded', () => {
    const asked = press(type(press(form, 'enter', 'down', 'enter'), 'in a log'), 'enter');
    expect(askedIn(asked)).toEqual([
      'Is secrets seen to? no',
      one,
      '  review.answered: secrets of r1 with no, note "in a log"',
    ]);
    expect(confirmed(asked)).toMatchObject({
      name: 'answer-review',
      input: { review: 'r1', question: 'secrets', answer: 'no', note: 'in a log' },
    });
    goBack(screen, 'a', asked);
  });

  it('says which answer of whom no longer counts', () => {
    const again = press(form, 'up', 'enter', 'enter', 'enter');
    expect(askedIn(again).slice(2)).toEqual([
      '  review.answered: tests of r1 with yes',
      '  it counts instead of the yes of bob@example.com',
    ]);
  });

  it('is refused where it cannot be answered any more, though it could when the form was opened', () => {
    const over = change(form, (now) =>
      reviews.set(now, { ...reviews.of(now), reviews: [review('r1', { finished })] }),
    );
    expect(refusedIn(press(over, 'enter', 'enter', 'enter'))).toContain(
      'the review r1 was finished by bob@example.com on 2026-11-20',
    );
  });
});

describe('f', () => {
  it('is evidence when every question is answered with yes', () => {
    const screen = shown([review('r1', { questions: done })]);
    const asked = press(screen, 'f', ...'fine', 'enter');
    expect(askedIn(asked)).toEqual([
      'Finish the review r1 of shop#r1?',
      one,
      '  review.finished: r1 as sue@example.com, note "fine"',
      '  It is evidence for the items that ask for it.',
    ]);
    expect(confirmed(asked)).toMatchObject({ name: 'finish-review', input: { review: 'r1', note: 'fine' } });
    goBack(screen, 'f', asked);
    expect(askedIn(press(screen, 'f', 'enter'))[2]).toBe('  review.finished: r1 as sue@example.com');
  });

  it('wants a reason where a question is open or answered with no, and is no evidence then', () => {
    const screen = shown([review('r1', { questions: [question('tests', 'no'), question('secrets')] })]);
    const form = press(screen, 'f');
    expect(refusedIn(press(form, 'enter'))).toBe(
      'Why anyway: say why the change goes ahead although tests, secrets are open or answered with no',
    );
    expect(askedIn(press(type(form, 'an outage'), 'enter')).slice(2)).toEqual([
      '  review.finished: r1 as sue@example.com, note "an outage"',
      '  in spite of tests: no',
      '  in spite of secrets: open',
      '  With exceptions it is no evidence.',
    ]);
  });
});

describe('a key of the reviews is refused', () => {
  const open = review('r1', { questions: done });
  const noChecklist = { refusal: 'no revision of high-risk-checklist is approved' };
  const lead = me('bob@example.com', 'team lead');

  it.each([
    ['n', 'in a session that only looks', shown([], {}, { readOnly: true }), 'this session is read-only'],
    ['a', 'in a session that only looks', shown([open], {}, { readOnly: true }), 'this session is read-only'],
    [
      'f',
      'to an auditor',
      shown([open], {}, me('aud@example.com', 'auditor')),
      'an auditor looks at everything and records nothing',
    ],
    [
      'n',
      'to somebody without a role',
      shown([], {}, me('eve@example.com')),
      /needs the role platform engineer or rollout owner/,
    ],
    ['n', 'without a checklist', shown([], noChecklist), noChecklist.refusal],
    ['a', 'without a review', shown([]), 'no review is selected'],
    ['f', 'without a review', shown([]), 'no review is selected'],
    ['a', 'of a finished one', shown([review('r1', { finished })]), 'the review r1 is finished'],
    ['f', 'of a finished one', shown([review('r1', { finished })]), 'the review r1 is finished'],
    [
      'f',
      'to the one who started it',
      shown([open], {}, me('BOB@example.com', 'team lead')),
      'BOB@example.com started the review r1: a second person has to finish it',
    ],
    [
      'f',
      'with an open question, to who may not decide that',
      shown([review('r1')], {}, lead),
      'secrets is open or answered with no; to finish it anyway needs the role security owner or rollout owner',
    ],
  ])('%s %s', (key, _, state, reason) => {
    expect(refusalOf(state, key)).toMatch(reason);
    expect(press(state, key)).toMatchObject({ overlay: undefined, notice: expect.stringMatching(reason) });
  });
});

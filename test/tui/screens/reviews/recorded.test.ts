import { expect, it } from 'vitest';
import { teamWithKinds } from '../../../support/artifacts.ts';
import { refusalOf, runCockpit } from '../../support.tsx';

it('a change is reviewed question by question, and finished by a second person', async () => {
  const { approved, world } = await teamWithKinds();
  const questions = ['tests', 'secrets'].map((id) => `  - {id: ${id}, text: "Is ${id} seen to?"}\n`).join('');
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
  keys('shift-tab', 'shift-tab', 'shift-tab');
  await see('2 of 2 answered');
  keys('f', 'enter', 'enter');
  await see('finished the review r1');
  await see('✔ finished');
});

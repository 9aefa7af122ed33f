import { cleanLine } from '../../domain/base/text/clean.ts';
import { exceptionsOf, type Review, type ReviewQuestion } from '../../domain/reviews/review.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

/** The reviews, newest first, and how far each is. */
export function renderReviewList(reviews: readonly Review[]): string {
  if (reviews.length === 0) return 'No review is open. Begin one: codex-cockpit review start --change REF\n';
  const rows = reviews.map((review) => [
    review.id,
    describeProgress(review),
    cleanLine(review.change),
    review.started.at.slice(0, 10),
    cleanLine(review.started.by),
    cleanLine(review.title ?? ''),
  ]);
  return `${alignColumns(rows)
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** One review with its questions and who answered them; `next` is what brings it forward, a command by default. */
export function renderReview(review: Review, paint: Paint, next = nextReviewCommand(review)): string {
  const { id, change, title, areas, started, checklist, questions, finished } = review;
  return [
    paint('bold', `${id}  ${cleanLine(change)}${title === undefined ? '' : `: ${cleanLine(title)}`}`),
    `${describeProgress(review)}; revision ${checklist.revision} of ${checklist.artifact}${areas.length === 0 ? '' : `; ${areas.join(', ')}`}`,
    `begun on ${started.at.slice(0, 10)} by ${cleanLine(started.by)} as ${started.role} (entry ${started.seq})`,
    '',
    ...questions.flatMap((question) => renderQuestion(question, paint)),
    '',
    ...(finished
      ? [
          `Finished on ${finished.at.slice(0, 10)} by ${cleanLine(finished.by)} as ${finished.role} (entry ${finished.seq})${finished.exceptions.length === 0 ? '' : `, in spite of ${finished.exceptions.join(', ')}`}`,
          ...(finished.note === undefined ? [] : [`  ${cleanLine(finished.note)}`]),
        ]
      : [`Next: ${next}`]),
    '',
  ].join('\n');
}

/** A review as JSON documents have it (docs/json.md). */
export function reviewFields(review: Review): object {
  const { id, name, checklist, change, title, areas, started, questions, finished } = review;
  return {
    ...{ review: id, name, change, title: title ?? null, areas, checklist },
    started: signedFields(started),
    questions: questions.map(({ id, text, answer, earlier }) => ({
      ...{ question: id, text, earlier },
      answer: answer ? { answer: answer.answer, note: answer.note ?? null, ...signedFields(answer) } : null,
    })),
    exceptions: exceptionsOf(review).map((question) => question.id),
    finished: finished
      ? { ...signedFields(finished), note: finished.note ?? null, exceptions: finished.exceptions }
      : null,
  };
}

type Signed = { by: string; role: string; at: string; seq: number };

function signedFields({ by, role, at, seq }: Signed): object {
  return { by, role, at, entry: seq };
}

function renderQuestion({ id, text, answer, earlier }: ReviewQuestion, paint: Paint): readonly string[] {
  if (!answer) return [`${paint('yellow', '○ open')}  ${id}: ${cleanLine(text)}`];
  const { answer: given, note, by, role, at, seq } = answer;
  const mark = { yes: paint('green', '✔ yes '), no: paint('red', '✘ no  '), 'not applicable': '– n/a ' }[
    given
  ];
  const before = earlier === 0 ? '' : `, after ${earlier} earlier ${earlier === 1 ? 'answer' : 'answers'}`;
  return [
    `${mark}  ${id}: ${cleanLine(text)}`,
    `        ${cleanLine(by)} as ${role}, ${at.slice(0, 10)} (entry ${seq})${before}`,
    ...(note === undefined ? [] : [`        ${cleanLine(note)}`]),
  ];
}

/** How far a review is, in words. */
export function describeProgress({ finished, questions }: Review): string {
  if (finished) return finished.exceptions.length === 0 ? 'finished' : 'finished with exceptions';
  return `${questions.filter(({ answer }) => answer).length} of ${questions.length} answered`;
}

/** The command that brings an open review forward. */
function nextReviewCommand({ id, questions }: Review): string {
  const open = questions.find(({ answer }) => !answer);
  return open ? `codex-cockpit review answer ${id} ${open.id} yes` : `codex-cockpit review finish ${id}`;
}

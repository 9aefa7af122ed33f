import type { Command } from 'commander';
import { answerReview } from '../../app/reviews/answer-review.ts';
import { finishReview } from '../../app/reviews/finish-review.ts';
import { listReviews, readReview } from '../../app/reviews/read-reviews.ts';
import { startReview } from '../../app/reviews/start-review.ts';
import { parseAnswer } from '../../domain/reviews/answer.ts';
import type { Review } from '../../domain/reviews/review.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderReview, renderReviewList, reviewFields } from '../../report/reviews/reviews.ts';
import { reading, recording } from '../history/with-history.ts';
import { collect, wholeNumber, withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type ListFlags = CommonFlags & { all?: boolean; number: number };
type StartFlags = CommonFlags & {
  change: string;
  title?: string;
  area?: readonly string[];
  checklist?: string;
};
type NoteFlags = CommonFlags & { note?: string };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const list = command
    .command('list', { isDefault: true })
    .description('the reviews that are open')
    .option('--all', 'those that are finished too')
    .option('-n, --number <count>', 'how many at most', wholeNumber, 50);
  withCommonFlags(list).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<ListFlags>();
    const asked = { which: flags.all ? 'all' : 'open', limit: flags.number } as const;
    const reviews = await reading(host, flags, (store) => listReviews(store, asked));
    host.out(
      flags.json
        ? jsonDocument('reviews', { reviews: reviews.map(reviewFields) })
        : renderReviewList(reviews),
    );
    finish(0);
  });

  const start = command
    .command('start')
    .description('open the approved checklist for a change')
    .requiredOption('--change <ref>', 'the change: a pull request, a branch, a commit')
    .option('--title <text>', 'what it is about')
    .option('--area <area>', 'an area of the checklist that it touches; may be repeated', collect)
    .option('--checklist <artifact>', 'another checklist than high-risk-checklist');
  withCommonFlags(start).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<StartFlags>();
    const { change, title, area = [], checklist } = flags;
    const asked = { change, title, areas: area, checklist };
    print(await recording(host, flags, (store) => startReview(host.world, store, asked)), flags);
  });

  const answer = command
    .command('answer')
    .description('answer a question; anything but yes needs a note')
    .argument('<review>', 'the review, or its change')
    .argument('<question>', 'the question')
    .argument('<answer>', 'yes, no or n/a', parseAnswer)
    .option('--note <text>', 'what you looked at, or why not; the history keeps it');
  withCommonFlags(answer).action(
    async (review: string, question: string, given: ReturnType<typeof parseAnswer>, _, command: Command) => {
      const flags = command.optsWithGlobals<NoteFlags>();
      const asked = { review, question, answer: given, note: flags.note };
      print(await recording(host, flags, (store) => answerReview(host.world, store, asked)), flags);
    },
  );

  const show = command
    .command('show')
    .description('a review: its questions, and who answered them')
    .argument('<review>', 'the review, or its change');
  withCommonFlags(show).action(async (review: string, _, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    print(await reading(host, flags, (store) => readReview(store, review)), flags);
  });

  const finishing = command
    .command('finish')
    .description(
      'finish a review; exit 1 while a question is open or answered with no, unless a note says why',
    )
    .argument('<review>', 'the review, or its change')
    .option('--note <text>', 'why the change goes ahead all the same; the history keeps it');
  withCommonFlags(finishing).action(async (review: string, _, command: Command) => {
    const flags = command.optsWithGlobals<NoteFlags>();
    const asked = { review, note: flags.note };
    print(await recording(host, flags, (store) => finishReview(host.world, store, asked)), flags);
  });

  withExamples(command, [
    ['codex-cockpit review start --change shop#412 --area money', 'the questions, for one change'],
    [
      'codex-cockpit review answer r1 tests yes --note "seen to fail on main"',
      'kept with person, role and time',
    ],
    ['codex-cockpit review answer shop#412 dependencies n/a --note "none is new"', 'by the change'],
    ['codex-cockpit review finish r1', 'once everything is answered'],
  ]);

  function print(review: Review, { json }: CommonFlags): void {
    host.out(json ? jsonDocument('review', reviewFields(review)) : renderReview(review, host.paint));
    finish(0);
  }
}

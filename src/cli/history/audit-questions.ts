import { findDecisions } from '../../app/history/find-decisions.ts';
import { reviewHistory } from '../../app/history/review-history.ts';
import { readPast } from '../../app/rollout/past-rollout.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { compareMoments } from '../../domain/rollout/rollout-moment.ts';
import {
  renderChanges,
  renderChangesJson,
  renderDecisions,
  renderDecisionsJson,
  renderMoment,
  renderMomentJson,
  renderReview,
  renderReviewJson,
} from '../../report/history/questions.ts';
import { arg, entryNumber, flag, readFlag, requiredFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

const moment = 'a day (2026-11-20, its end), a time, how long ago (7d), or the number of an entry';

/** `audit as-of`: the rollout and its people at an earlier moment. */
export const asOf = subcommand({
  name: 'as-of',
  summary: 'show the rollout at an earlier moment: pin, phases, people and their roles',
  args: { moment: arg('<moment>', moment) },
  run: (given, { world, readExisting }) => readExisting((store) => readPast(world, store, given.moment)),
  text: renderMoment,
  json: renderMomentJson,
});

/** `audit changes`: what differs between two moments. */
export const changes = subcommand({
  name: 'changes',
  summary: 'show what differs between two moments of the rollout',
  flags: {
    from: requiredFlag('--from <moment>', moment),
    to: flag('--to <moment>', 'the same (default: now)'),
  },
  run: (given, { world, readExisting }) =>
    readExisting(async (store) => {
      const from = await readPast(world, store, given.from);
      const to = await readPast(world, store, given.to);
      if (from.entry > to.entry) throw new UsageError('--from is later than --to', 'Exchange them.');
      return { from, to, changes: compareMoments(from, to) };
    }),
  text: renderChanges,
  json: renderChangesJson,
});

/** `audit decisions`: what was decided, by the evidence behind it. */
export const decisions = subcommand({
  name: 'decisions',
  summary: 'list decisions with the evidence behind them, oldest first',
  flags: {
    entry: readFlag('--on-entry <seq>', 'only those based on that entry, directly or not', entryNumber),
    cli: flag('--on-cli <version>', 'only those based on evidence gathered on that version of the CLI'),
  },
  run: ({ entry, cli }, { readExisting }) => {
    if (entry !== undefined && cli !== undefined)
      throw new UsageError('--on-entry and --on-cli exclude each other', 'Leave one of them out.');
    return readExisting((store) => findDecisions(store, { entry, cli }));
  },
  text: renderDecisions,
  json: renderDecisionsJson,
});

/** `audit review`: what an auditor should look at. */
export const review = subcommand({
  name: 'review',
  summary:
    'list what an auditor should look at: actions without the right role, own approvals, sign-offs, times; exit 1 when there is any',
  run: (_, { world, readExisting }) => readExisting((store) => reviewHistory(world, store)),
  text: renderReview,
  json: renderReviewJson,
  exit: (findings) => (findings.length > 0 ? 1 : 0),
});

import type { Command } from 'commander';
import { findDecisions } from '../../app/history/find-decisions.ts';
import { reviewHistory } from '../../app/history/review-history.ts';
import { readPast } from '../../app/rollout/past-rollout.ts';
import { databasePath } from '../../app/world/database-path.ts';
import { requireDatabase } from '../../app/world/require-database.ts';
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
import { entryNumber, withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { reading } from './with-history.ts';

const moment = 'a day (2026-11-20, its end), a time, how long ago (7d), or the number of an entry';

/** `audit as-of MOMENT`: the rollout and its people as they were. */
export function defineAsOf(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('show the rollout as it was: pin, phases, people and their roles'))
    .argument('<moment>', moment)
    .action(async (asked: string, _, command: Command) => {
      const flags = command.optsWithGlobals<CommonFlags>();
      const past = await asking(host, flags, (store) => readPast(host.world, store, asked));
      host.out(flags.json ? renderMomentJson(past) : renderMoment(past));
      finish(0);
    });
}

/** `audit changes`: what differs between two moments. */
export function defineChanges(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('show what differs between two moments of the rollout'))
    .requiredOption('--from <moment>', moment)
    .option('--to <moment>', 'the same; now by default')
    .action(async (_, command: Command) => {
      const flags = command.optsWithGlobals<CommonFlags & { from: string; to?: string }>();
      const { from, to } = await asking(host, flags, async (store) => ({
        from: await readPast(host.world, store, flags.from),
        to: await readPast(host.world, store, flags.to),
      }));
      if (from.entry > to.entry) throw new UsageError('--from is later than --to', 'Exchange them.');
      const changes = { from, to, changes: compareMoments(from, to) };
      host.out(flags.json ? renderChangesJson(changes) : renderChanges(changes));
      finish(0);
    });
}

/** `audit decisions`: what was decided, by what it rests on. */
export function defineDecisions(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('list decisions with what they rest on, oldest first'))
    .option('--on-entry <seq>', 'only those that rest on that entry, also through others', entryNumber)
    .option('--on-cli <version>', 'only those that rest on evidence gathered on that version of the CLI')
    .action(async (_, command: Command) => {
      const flags = command.optsWithGlobals<CommonFlags & { onEntry?: number; onCli?: string }>();
      const { onEntry, onCli } = flags;
      if (onEntry !== undefined && onCli !== undefined)
        throw new UsageError('--on-entry and --on-cli exclude each other', 'Leave one of them out.');
      const grounds = { entry: onEntry, cli: onCli };
      const found = await asking(host, flags, (store) => findDecisions(store, grounds));
      host.out(flags.json ? renderDecisionsJson(found) : renderDecisions(found));
      finish(0);
    });
}

/** `audit review`: what an auditor should look at. */
export function defineReview(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(
    command.description(
      'list what an auditor should look at: acts without the right, own approvals, sign-offs, times; exit code 1 when there is any',
    ),
  ).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<CommonFlags>();
    const findings = await asking(host, flags, (store) => reviewHistory(host.world, store));
    host.out(flags.json ? renderReviewJson(findings) : renderReview(findings));
    finish(findings.length > 0 ? 1 : 0);
  });
}

async function asking<T>(
  host: Host,
  flags: CommonFlags,
  work: (store: NonNullable<Parameters<Parameters<typeof reading>[2]>[0]>) => Promise<T>,
): Promise<T> {
  requireDatabase(databasePath(host.world, flags.db));
  return reading(host, flags, async (store) => {
    if (!store) throw new UsageError('there is no database', 'Start a rollout: codex-cockpit init');
    return work(store);
  });
}

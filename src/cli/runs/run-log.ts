import { resolve } from 'node:path';
import { appendLog } from '../../app/runs/observe/append-log.ts';
import { readLog } from '../../app/runs/observe/read-log.ts';
import type { World } from '../../app/world/world.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { parseMoment } from '../../domain/base/time/moment.ts';
import type { CapturedRun } from '../../domain/runs/events.ts';
import { logEvent } from '../../domain/runs/observe/log-event.ts';
import { renderLogLines } from '../../report/runs/observe/log-lines.ts';
import { arg, flag, runsFlag } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';

/**
 * Adds the log event of a run to a file; without a run the file is only made.
 *
 * @throws WorkError when it cannot be written
 */
export async function addToLog(world: World, file: string, run?: CapturedRun): Promise<void> {
  await appendLog(resolve(world.cwd, file), renderLogLines(run === undefined ? [] : [logEvent(run)]));
}

/** `run log`: a log event for each captured run. */
export const log = action({
  args: { run: arg('[run]', 'a captured run, by its id or a part of it (default: the newest)') },
  flags: {
    evidence: runsFlag,
    all: flag('--all', 'of every captured run, oldest first'),
    since: flag(
      '--since <moment>',
      'of those that ended from then on: 2026-11-20, 2026-11-20T12:00Z, 7d or 12h ago',
    ),
  },
  run: ({ run, evidence, all, since: asked }, { world, read }) => {
    const since = asked === undefined ? undefined : parseMoment(asked, { now: world.now(), edge: 'start' });
    if (asked !== undefined && since === undefined)
      throw new UsageError(`--since: "${asked}" is not a time`, 'Write a day, a time, or how long ago: 7d.');
    const isOne = !all && since === undefined;
    if (run !== undefined && !isOne)
      throw new UsageError('--all and --since are for more than one run', 'Leave out the run.');
    return read((views) => readLog(world, { views, evidence }, isOne ? { run } : { since }));
  },
  text: renderLogLines,
  json: renderLogLines,
  notes: 'There is nothing of the prompt in it but its digest: docs/observability.md.',
  examples: [
    ['codex-cockpit run log', 'of the newest captured run'],
    ['codex-cockpit run log --since 1d >> codex-runs.jsonl', 'of all that ended in the last day'],
  ],
});

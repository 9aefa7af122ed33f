import { stat } from 'node:fs/promises';
import { identifyCodex } from '../../codex/cli/find.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { CountedRun, RecordedCheck } from '../../domain/checks/recorded.ts';
import { type ComparedCheck, compareRuns } from '../../domain/checks/runs/compare-runs.ts';
import { readEvent } from '../../domain/history/entry/event.ts';
import type { Views } from '../../store/views/views.ts';
import { findCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** A CLI that may become the pin. */
export type Candidate = { path: string; version: string };

/**
 * The CLI that is to be compared with the pin.
 *
 * @param asked its path, or an installed version
 * @throws UsageError when there is none, when it states no version, or when it is the pin itself: its results would be
 *   evidence for the pin
 */
export async function findCandidate(
  world: Pick<World, 'environment'>,
  { asked, pin, signal }: { asked: string; pin: string; signal: AbortSignal },
): Promise<Candidate> {
  const path = await findCli(world, asked);
  const shown = cleanLine(path);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile())
    throw new UsageError(`there is no CLI ${shown}`, 'Name its file, or an installed version.');
  const { version } = await identifyCodex(path, { environment: world.environment, signal });
  if (version === undefined) throw new UsageError(`${shown} states no version, so it is not a working CLI`);
  if (version === pin) throw new UsageError(`${shown} is ${pin}, the pin itself`, 'Name another version.');
  return { path, version };
}

/** The newest run of a candidate beside what the same checks came to on the pin. */
export type RunComparison = { run: CountedRun; pin: string; checks: readonly ComparedCheck[] };

/** Compares the newest run of a candidate with the newest results of the pin; undefined while none was run. */
export async function readComparison(
  views: Pick<Views, 'countedRuns' | 'checksOf' | 'newestChecks' | 'entry'> | undefined,
  pin: string,
): Promise<RunComparison | undefined> {
  const [run] = (await views?.countedRuns(1, 'candidates')) ?? [];
  if (!views || !run) return undefined;
  const [entry, candidate, onPin] = await Promise.all([
    views.entry(run.seq),
    views.checksOf(run.id),
    views.newestChecks(pin),
  ]);
  const event = entry && readEvent(entry);
  const planned = event?.kind === 'run.started' ? event.body.checks : [];
  return { run, pin, checks: compareRuns(among(onPin, planned), candidate) };
}

/** The results of these checks alone: what a run did not set out to do is no difference. */
function among(results: readonly RecordedCheck[], ids: readonly string[]): readonly RecordedCheck[] {
  return results.filter(({ check }) => ids.includes(check));
}

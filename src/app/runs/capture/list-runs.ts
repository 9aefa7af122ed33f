import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularText } from '../../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { parseRunFile } from '../../../domain/runs/run-file.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { listCapturedRuns, shortestId } from '../captured-runs.ts';
import { RUN_FILE, runsFolder } from '../evidence-folder.ts';

/** A captured run: recorded in the history, with an evidence folder here, or both. */
export type ListedRun = {
  run: CapturedRun;
  /** Number of the entry; undefined when it is not recorded. */
  entry: number | undefined;
  /** Its evidence folder; undefined when that is not here. */
  folder: string | undefined;
};

/** An evidence folder without a record: the run is at work still, or was killed. */
type UnfinishedRun = { run: string; folder: string; changedAt: string };

export type RunList = {
  /** Newest first. */
  runs: readonly ListedRun[];
  unfinished: readonly UnfinishedRun[];
  /** Folders whose record cannot be read, and why. */
  unread: readonly { folder: string; why: string }[];
};

/** Where captured runs are: the history, and the folder of the evidence folders that `--runs` names. */
type Place = { views: Pick<Views, 'entriesOfKind'> | undefined; evidence: string | undefined };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Every captured run that is known here. */
export async function listRuns(
  world: Pick<World, 'environment' | 'cwd'>,
  { views, evidence }: Place,
): Promise<RunList> {
  const place = runsFolder(world, evidence);
  const names = (await readdir(place).catch(() => [])).filter((name) => uuid.test(name));
  const runs = new Map<string, ListedRun>();
  for (const { seq, body } of await listCapturedRuns(views))
    runs.set(body.run, { run: body, entry: seq, folder: undefined });
  const unfinished: UnfinishedRun[] = [];
  const unread: { folder: string; why: string }[] = [];
  for (const name of names) {
    const folder = join(place, name);
    const file = readRegularText(join(folder, RUN_FILE));
    if (file === undefined) {
      const found = await stat(folder).catch(() => undefined);
      if (found?.isDirectory()) unfinished.push({ run: name, folder, changedAt: found.mtime.toISOString() });
      continue;
    }
    const known = runs.get(name);
    if (known) runs.set(name, { ...known, folder });
    else {
      try {
        if ('fault' in file) throw new UsageError(file.fault);
        const run = parseRunFile(file.text, RUN_FILE);
        runs.set(run.run, { run, entry: undefined, folder });
      } catch (cause) {
        unread.push({ folder, why: (cause as Error).message });
      }
    }
  }
  const newestFirst = [...runs.values()].toSorted((one, other) => (startOf(one) < startOf(other) ? 1 : -1));
  return {
    runs: newestFirst,
    unfinished: unfinished.toSorted((one, other) => (one.run < other.run ? 1 : -1)),
    unread,
  };
}

/** When it began; an id begins with the time, too. */
const startOf = ({ run }: ListedRun) => `${run.started_at ?? ''} ${run.run}`;

/**
 * One captured run, recorded or not: the newest, or one by its id, a part of it, or its entry.
 *
 * @throws UsageError when there is none, or more than one
 */
export async function findListedRun(
  world: Pick<World, 'environment' | 'cwd'>,
  place: Place,
  asked: string | undefined,
): Promise<ListedRun> {
  const { runs } = await listRuns(world, place);
  if (asked === undefined) {
    const [newest] = runs;
    if (newest) return newest;
    throw new UsageError('no run was captured yet', 'Capture one: codex-cockpit run -- codex exec "…"');
  }
  const wanted = cleanLine(asked).toLowerCase();
  const named = runs.find(({ run, entry }) => run.run === wanted || String(entry) === wanted);
  if (named) return named;
  const [only, another] = runs.filter(
    ({ run }) => wanted.length >= shortestId && (run.run.startsWith(wanted) || run.run.endsWith(wanted)),
  );
  if (only && !another) return only;
  throw new UsageError(
    only
      ? `"${wanted}" is the beginning or the end of more than one run`
      : `there is no captured run "${wanted}"`,
    'codex-cockpit run list names them.',
  );
}

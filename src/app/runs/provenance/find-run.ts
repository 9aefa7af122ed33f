import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { CapturedRun, ReviewPack } from '../../../domain/runs/events.ts';
import { parseRunFile } from '../../../domain/runs/run-file.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { findCapturedRun, listCapturedRuns, type RecordedRun } from '../captured-runs.ts';
import { evidenceFolder, RUN_FILE, runsFolder } from '../evidence-folder.ts';

/** A run by its id, a part of it or its entry, or the evidence folder that it is in; the newest without both. */
export type AskedRun = { run?: string | undefined; evidence?: string | undefined };

/** A captured run, the entry that recorded it, and where its files should be. */
export type FoundRun = { run: CapturedRun; recorded: RecordedRun | undefined; folder: string };

/** Most bytes of a run.json or provenance.json that are read. */
export const mostRecordBytes = 64 * 1024 * 1024;

/**
 * Finds a captured run: in the history, or in its evidence folder where nothing is recorded, as in CI.
 *
 * @throws UsageError when there is none, or more than one
 */
export async function findRun(
  world: Pick<World, 'environment' | 'cwd'>,
  views: Pick<Views, 'entriesOfKind'> | undefined,
  given: AskedRun,
): Promise<FoundRun> {
  const { run: asked, evidence } = placed(world, given);
  if (evidence !== undefined) {
    const folder = resolve(world.cwd, evidence);
    if (asked !== undefined) {
      const recorded = await findCapturedRun(views, asked);
      return { run: recorded.body, recorded, folder };
    }
    const run = readRunFile(folder);
    const recorded = (await listCapturedRuns(views)).find(({ body }) => body.run === run.run);
    return { run: recorded?.body ?? run, recorded, folder };
  }
  try {
    const recorded = await findCapturedRun(views, asked);
    return { run: recorded.body, recorded, folder: evidenceFolder(world, recorded.body.run) };
  } catch (cause) {
    const folder = await findFolder(world, asked);
    if (folder === undefined) throw cause;
    return { run: readRunFile(folder), recorded: undefined, folder };
  }
}

/** Takes a run that is the path of an evidence folder for that folder. */
function placed({ cwd }: Pick<World, 'cwd'>, { run, evidence }: AskedRun): AskedRun {
  const isFolder = run !== undefined && evidence === undefined && existsSync(resolve(cwd, run, RUN_FILE));
  return isFolder ? { evidence: run } : { run, evidence };
}

/** The evidence folder that is meant, whatever is in it; undefined when there is none. */
export async function evidencePlace(
  world: Pick<World, 'environment' | 'cwd'>,
  asked: AskedRun,
): Promise<string | undefined> {
  const { run, evidence } = placed(world, asked);
  return evidence === undefined ? findFolder(world, run) : resolve(world.cwd, evidence);
}

/** @throws UsageError when there is none, or the file is not that of a run */
function readRunFile(folder: string): CapturedRun {
  const file = join(folder, RUN_FILE);
  const read = readRegularBytes(file, mostRecordBytes);
  if (read === undefined)
    throw new UsageError(
      `${cleanLine(file)}: there is no such file`,
      'Name the evidence folder of a captured run: --evidence DIR',
    );
  if ('fault' in read) throw new UsageError(`${cleanLine(file)}: cannot be read: ${read.fault}`);
  return parseRunFile(read.bytes.toString('utf8'), file);
}

const runId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The evidence folder whose name is asked for, or begins or ends so; the newest when none is. Ids begin with the time. */
async function findFolder(
  world: Pick<World, 'environment' | 'cwd'>,
  asked: string | undefined,
): Promise<string | undefined> {
  const runs = runsFolder(world);
  const names = (await readdir(runs).catch(() => [])).filter((name) => runId.test(name)).sort();
  if (asked === undefined) {
    const newest = names.at(-1);
    return newest && join(runs, newest);
  }
  const wanted = cleanLine(asked).toLowerCase();
  const [only, another] = names.filter(
    (name) => wanted.length >= 6 && (name.startsWith(wanted) || name.endsWith(wanted)),
  );
  return only === undefined || another !== undefined ? undefined : join(runs, only);
}

/** The review packs of a run that are recorded, oldest first. */
export async function packsOf(
  views: Pick<Views, 'entriesOfKind'> | undefined,
  run: string,
): Promise<readonly ReviewPack[]> {
  const packs = bodiesOf((await views?.entriesOfKind('pack.created')) ?? [], 'pack.created');
  return packs.flatMap(({ body }) => (body.run === run ? [body] : []));
}

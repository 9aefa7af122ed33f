import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { openRegularFile, readRegularBytes } from '../../../codex/cli/read-regular-file.ts';
import { canonicalJson } from '../../../domain/base/canonical-json.ts';
import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import type { PackDocument } from '../../../domain/runs/pack/document.ts';
import { parseRunFile } from '../../../domain/runs/run-file.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { findListedRun, listRuns } from '../capture/list-runs.ts';
import { findCapturedRun } from '../captured-runs.ts';
import { evidenceFolder, RUN_FILE } from '../evidence-folder.ts';

type Machine = Pick<World, 'environment' | 'cwd'>;
type Entries = Pick<Views, 'entriesOfKind'> | undefined;

/** A captured run, and its evidence folder, which need not be there. */
export type FoundRun = { run: CapturedRun; folder: string };

/**
 * Finds a captured run in the history or among evidence folders: the newest, or one by its id, a part of it, its entry
 * number or its folder.
 *
 * @param asked.runs the folder with the evidence folders, when it is not the usual one
 * @throws UsageError when there is none, or more than one, or the record of the newest cannot be read
 */
export async function findRun(
  world: Machine,
  views: Entries,
  { run: asked, runs: evidence }: { run?: string | undefined; runs?: string | undefined },
): Promise<FoundRun> {
  const inFolder = asked === undefined ? undefined : runAt(resolve(world.cwd, asked));
  if (inFolder) return { run: inFolder, folder: resolve(world.cwd, asked ?? '') };
  const { unread } = await listRuns(world, { views, evidence });
  const broken = unread
    .map(({ folder }) => folder)
    .toSorted()
    .at(-1);
  const found = await findListedRun(world, { views, evidence }, asked).catch((cause) => {
    if (broken === undefined) throw cause;
    return undefined;
  });
  // An older run in the place of the newest would be the wrong one.
  if (broken !== undefined && (!found || (asked === undefined && basename(broken) > found.run.run))) {
    const run = runAt(broken);
    if (run) return { run, folder: broken };
  }
  if (!found) return findCapturedRun(undefined, asked) as never;
  const { run, folder } = found;
  return { run, folder: folder ?? evidenceFolder(world, run.run, evidence) };
}

/** Every run with an evidence folder below a folder. @throws WorkError for one that cannot be read */
export function runsBelow(root: string): readonly CapturedRun[] {
  return evidenceIds(root).map((id) => atId(root, id).run);
}

function atId(root: string, id: string): FoundRun {
  const folder = join(root, id);
  const run = runAt(folder);
  if (!run)
    throw new WorkError(`${join(folder, RUN_FILE)} cannot be found`, 'Name a run: codex-cockpit run list');
  return { run, folder };
}

/** The run of an evidence folder; undefined where there is none. Ids are in the order of time. */
function runAt(folder: string): CapturedRun | undefined {
  const path = join(folder, RUN_FILE);
  const read = readRegularBytes(path, mostRecord);
  if (read === undefined) return undefined;
  if ('fault' in read)
    throw new WorkError(`${cleanLine(path)}: cannot be read: ${read.fault}`, 'Check the file.');
  return parseRunFile(read.bytes.toString('utf8'), path);
}

/** Bytes of the largest record: 2,000 files and 200 commands are a tenth of it. */
const mostRecord = 16 * 1024 * 1024;

function evidenceIds(root: string): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, RUN_FILE)))
    .toSorted();
}

/** Whether the evidence folder of a run has what its record says, and the last message in it. */
export async function readEvidence({
  run,
  folder,
}: FoundRun): Promise<Pick<PackDocument, 'evidence'> & { account: string | undefined }> {
  const recorded = runAt(folder);
  if (recorded === undefined) return { evidence: 'missing', account: undefined };
  const digests = await Promise.all(run.files.map(({ name }) => digestFile(join(folder, basename(name)))));
  const isWhole = run.files.every(({ stored }, index) => stored.sha256 === digests[index]);
  const isSame = canonicalJson(recorded) === canonicalJson(run);
  const last = readRegularBytes(join(folder, 'last-message.txt'));
  return {
    evidence: isWhole && isSame ? 'whole' : 'differs',
    account: last && 'bytes' in last ? clean(last.bytes.toString('utf8')).trim() : undefined,
  };
}

async function digestFile(path: string): Promise<string | undefined> {
  let file: number;
  try {
    file = openRegularFile(path, { follow: false });
  } catch {
    return undefined;
  }
  try {
    const hash = createHash('sha256');
    for await (const part of createReadStream('', { fd: file, autoClose: false })) hash.update(part);
    return hash.digest('hex');
  } finally {
    closeSync(file);
  }
}

/** @throws UsageError for a folder of evidence that is not there */
export function requireRuns(world: Machine, named: string): string {
  const root = resolve(world.cwd, named);
  if (existsSync(root)) return root;
  throw new UsageError(
    `there is no folder ${cleanLine(named)}`,
    'Name the folder with the evidence folders of the runs.',
  );
}

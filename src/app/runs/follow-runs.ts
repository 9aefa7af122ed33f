import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type LiveItems, noItems, takeLines } from '../../domain/runs/stream/live-items.ts';
import type { World } from '../world/world.ts';
import { RUN_FILE, runsFolder } from './evidence-folder.ts';

/** A run that is being captured, by this process or by another one: its evidence folder has no record yet. */
export type RunInProgress = {
  run: string;
  folder: string;
  begunAt: Date;
  /** When its event stream grew last. */
  grownAt: Date;
  /** Whether its record was written since it was seen first. */
  hasEnded: boolean;
  live: LiveItems;
  /** Bytes of the stream that were read. */
  read: number;
  /** The last line, while it has no end. */
  half: string;
};

/** The runs in progress, and the folders that need no second look. */
export type FollowedRuns = { runs: readonly RunInProgress[]; finished: ReadonlySet<string> };

/** Ids of runs begin with their time: older folders have ended, or never will. */
const newestFolders = 50;
/** A stream that did not grow for a day was left behind. */
const mostSilentMs = 24 * 60 * 60 * 1000;
const mostReadAtOnce = 1024 * 1024;

/**
 * Looks for runs that are being captured, and reads on in their event streams. Nothing is written.
 *
 * @returns the same value when nothing changed
 */
export async function followRuns(
  world: Pick<World, 'environment' | 'cwd' | 'now'>,
  before: FollowedRuns,
): Promise<FollowedRuns> {
  const all = runsFolder(world);
  const names = await readdir(all).catch(() => []);
  const newest = names
    .filter((name) => /^[\w-]{1,64}$/.test(name))
    .toSorted()
    .slice(-newestFolders)
    .filter((name) => !before.finished.has(name));
  const looked = await Promise.all(
    newest.map(async (run) => ({
      run,
      found: await look(
        join(all, run),
        run,
        before.runs.find((one) => one.run === run),
      ),
    })),
  );
  const since = world.now().getTime() - mostSilentMs;
  const finished = looked.filter(({ found }) => found === 'finished').map(({ run }) => run);
  const growing = looked.flatMap(({ found }) =>
    typeof found === 'object' && found.grownAt.getTime() > since ? [found] : [],
  );
  const ended = before.runs.flatMap((one) =>
    finished.includes(one.run) || one.hasEnded ? [one.hasEnded ? one : { ...one, hasEnded: true }] : [],
  );
  const runs = [...growing, ...ended].toSorted((one, other) => (one.run < other.run ? 1 : -1));
  const isSame = runs.length === before.runs.length && runs.every((one, place) => one === before.runs[place]);
  if (isSame && finished.length === 0) return before;
  return { runs: isSame ? before.runs : runs, finished: new Set([...before.finished, ...finished]) };
}

async function look(
  folder: string,
  run: string,
  known: RunInProgress | undefined,
): Promise<RunInProgress | 'finished' | undefined> {
  const path = join(folder, 'events.jsonl');
  const [record, events] = await Promise.all(
    [join(folder, RUN_FILE), path].map((one) => stat(one).catch(() => undefined)),
  );
  if (record?.isFile()) return 'finished';
  if (!events?.isFile()) return undefined;
  if (known && known.read === events.size) return known;
  const { birthtime, mtime, size } = events;
  const begun = known && known.read < size ? known : { live: noItems, half: '', read: 0 };
  // Of a long stream that was not followed from its beginning, the end is what matters.
  const isBehind = size - begun.read > mostReadAtOnce;
  const from = isBehind ? size - mostReadAtOnce : begun.read;
  const text = await readFrom(path, from, size);
  if (text === undefined) return known;
  const lines = `${isBehind ? '' : begun.half}${text}`.split('\n');
  const half = lines.pop() ?? '';
  return {
    ...{
      run,
      folder,
      begunAt: known?.begunAt ?? (birthtime.getTime() > 0 ? birthtime : mtime),
      grownAt: mtime,
    },
    ...{ hasEnded: false, read: size, half: half.slice(0, mostReadAtOnce) },
    live: takeLines(begun.live, isBehind ? lines.slice(1) : lines),
  };
}

/** The text of a part of a file; undefined when it is gone. A character that is cut in two is shown as a wrong one. */
async function readFrom(path: string, from: number, to: number): Promise<string | undefined> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return undefined;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    return buffer.subarray(0, bytesRead).toString('utf8');
  } finally {
    await file.close();
  }
}

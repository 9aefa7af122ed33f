import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { type ReadAnswer, type ReadJob, readSessionFile } from './read-session-file.ts';

/** A job with the bytes that it takes to read. */
export type SizedJob = ReadJob & { bytes: number };

/** Below that, to start threads takes longer than to read. */
const fewBytes = 8 * 1024 * 1024;
/** Bytes of files that a thread gets at once: often enough to say how far it is. */
const listBytes = 8 * 1024 * 1024;
const mostFiles = 100;
const listsAhead = 4;

// Beside this file in the sources, in its folder below the bundle.
const script = new URL(
  import.meta.url.endsWith('.ts') ? './session-worker.ts' : './codex/sessions/session-worker.js',
  import.meta.url,
);

/** Reads session files, in threads when they are many; lists of answers come as they are ready. */
export async function* readSessionFiles(jobs: readonly SizedJob[]): AsyncGenerator<readonly ReadAnswer[]> {
  const lists = listsOf(jobs);
  const total = jobs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (total < fewBytes) {
    for (const list of lists) yield await readHere(list);
    return;
  }
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const workers = Array.from(
    { length: Math.min(availableParallelism(), lists.length) },
    // Lines come and go: with the usual room for what is new, a thread would clear it all the time.
    () => new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: 32 } }),
  );
  try {
    yield* answersOf(workers, lists);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Each thread has lists ahead, so that it need not wait while this one records what was read. */
async function* answersOf(
  workers: readonly Worker[],
  lists: readonly (readonly ReadJob[])[],
): AsyncGenerator<readonly ReadAnswer[]> {
  const waiting = lists.values();
  const arrived: (readonly ReadAnswer[])[] = [];
  let failure: Error | undefined;
  let wake = () => {};
  const give = (worker: Worker) => {
    const { value: list } = waiting.next();
    if (list) worker.postMessage(list);
  };
  for (const worker of workers) {
    worker.on('message', (answers: string) => {
      give(worker);
      arrived.push(JSON.parse(answers));
      wake();
    });
    worker.on('error', (cause: Error) => {
      failure = cause;
      wake();
    });
    for (let ahead = 0; ahead < listsAhead; ahead++) give(worker);
  }
  for (let open = lists.length; open > 0; open -= 1) {
    while (arrived.length === 0) {
      if (failure) throw failure;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    yield arrived.shift() ?? [];
  }
}

async function readHere(jobs: readonly ReadJob[]): Promise<readonly ReadAnswer[]> {
  const answers: ReadAnswer[] = [];
  for (const job of jobs) answers.push(await readSessionFile(job));
  return answers;
}

/** Lists of about equal work, the largest files first, so that no thread is left with one at the end. */
function listsOf(jobs: readonly SizedJob[]): readonly (readonly ReadJob[])[] {
  const lists: ReadJob[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const { bytes: size, ...job } of [...jobs].sort((a, b) => b.bytes - a.bytes)) {
    if (bytes + size > listBytes || (lists.at(-1)?.length ?? 0) >= mostFiles) {
      lists.push([]);
      bytes = 0;
    }
    lists.at(-1)?.push(job);
    bytes += size;
  }
  return lists;
}

import { once } from 'node:events';
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
  // What is read of a line is let go at once, so that little room for it is enough.
  const workers = Array.from(
    { length: Math.min(availableParallelism(), lists.length) },
    () => new Worker(script, { resourceLimits: { maxYoungGenerationSizeMb: 4 } }),
  );
  try {
    const waiting = lists.values();
    const running = new Map<Worker, Promise<{ worker: Worker; answers: readonly ReadAnswer[] }>>();
    const give = (worker: Worker) => {
      const { value: list } = waiting.next();
      if (list) running.set(worker, answerOf(worker, list));
      else running.delete(worker);
    };
    for (const worker of workers) give(worker);
    while (running.size > 0) {
      const { worker, answers } = await Promise.race(running.values());
      give(worker);
      yield answers;
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function readHere(jobs: readonly ReadJob[]): Promise<readonly ReadAnswer[]> {
  const answers: ReadAnswer[] = [];
  for (const job of jobs) answers.push(await readSessionFile(job));
  return answers;
}

/** Fails when the thread does. */
async function answerOf(worker: Worker, jobs: readonly ReadJob[]) {
  worker.postMessage(jobs);
  const [answers] = (await once(worker, 'message')) as [string];
  return { worker, answers: JSON.parse(answers) as readonly ReadAnswer[] };
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

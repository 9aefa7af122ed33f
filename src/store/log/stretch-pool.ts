import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Stretch, StretchReport } from '../../domain/history/proof/history-walk.ts';

// Beside this file in the sources, in its folder below the bundle.
const script = new URL(
  import.meta.url.endsWith('.ts') ? './stretch-worker.ts' : './store/log/stretch-worker.js',
  import.meta.url,
);

/**
 * Verifies stretches in threads, and gives their reports in the order of the stretches. Left early, it
 * ends the threads.
 */
export async function* walkInThreads(
  path: string,
  stretches: readonly Stretch[],
  threads: number,
): AsyncGenerator<StretchReport> {
  const walkers = Array.from({ length: threads }, () => new Walker(path));
  try {
    // Each thread takes every n-th stretch; they are of one length, so none has much more to do.
    const reports = stretches.map((stretch, index) => walkers[index % threads]?.walk(stretch));
    for (const report of reports) if (report) yield await report;
  } finally {
    await Promise.all(walkers.map((walker) => walker.end()));
  }
}

/** A thread with its queue. */
class Walker {
  readonly #worker: Worker;
  readonly #failure: Promise<never>;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(path: string) {
    this.#worker = new Worker(script, { workerData: { path } });
    this.#failure = new Promise((_, fail) => this.#worker.once('error', fail));
    toldLater(this.#failure);
  }

  walk(stretch: Stretch): Promise<StretchReport> {
    const report = this.#queue.then(() => this.#ask(stretch));
    toldLater(report);
    this.#queue = report;
    return report;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(stretch: Stretch): Promise<StretchReport> {
    this.#worker.postMessage(stretch);
    const answer = once(this.#worker, 'message');
    toldLater(answer);
    const [report] = await Promise.race([answer, this.#failure]);
    return report as StretchReport;
  }
}

/** What fails here is told where it is awaited in its turn, not as an unhandled rejection before that. */
function toldLater(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

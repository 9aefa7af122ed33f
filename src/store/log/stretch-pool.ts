import type { Stretch, StretchReport } from '../../domain/history/proof/history-walk.ts';
import { Thread } from './thread.ts';

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
  const walkers = Array.from({ length: threads }, () => new Thread<Stretch, StretchReport>(script, path));
  try {
    // Each thread takes every n-th stretch; they are of one length, so none has much more to do.
    const reports = stretches.map((stretch, index) => walkers[index % threads]?.ask(stretch));
    for (const report of reports) if (report) yield await report;
  } finally {
    await Promise.all(walkers.map((walker) => walker.end()));
  }
}

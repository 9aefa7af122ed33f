import { withClearErrors } from '../connection/sqlite-errors.ts';
import type { Views } from './views.ts';

/** The same views, with what SQLite refuses told in words, and with `trust` asked before each. */
export function clearViews(path: string, views: Views, trust: () => Promise<void>): Views {
  const clear =
    <A extends readonly unknown[], R>(ask: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      withClearErrors(path, async () => {
        await trust();
        return ask(...args);
      });
  return {
    rollout: clear(views.rollout),
    people: clear(views.people),
    publishedRunbooks: clear(views.publishedRunbooks),
    evidence: clear(views.evidence),
    waivers: clear(views.waivers),
    signOffs: clear(views.signOffs),
    gates: clear(views.gates),
    artifactEntries: clear(views.artifactEntries),
    catalogRuns: clear(views.catalogRuns),
    artifactCopies: clear(views.artifactCopies),
    reviewHeads: clear(views.reviewHeads),
    reviewEntries: clear(views.reviewEntries),
    runs: clear(views.runs),
    entriesOfKind: clear(views.entriesOfKind),
    entry: clear(views.entry),
    lastEntryOf: clear(views.lastEntryOf),
    checksOf: clear(views.checksOf),
    newestChecks: clear(views.newestChecks),
  };
}

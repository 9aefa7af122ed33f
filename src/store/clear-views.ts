import { withClearErrors } from './sqlite-errors.ts';
import type { Views } from './views.ts';

/** The same views, with what SQLite refuses told in words. */
export function clearViews(path: string, views: Views): Views {
  const clear =
    <A extends readonly unknown[], R>(ask: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      withClearErrors(path, () => ask(...args));
  return {
    rollout: clear(views.rollout),
    people: clear(views.people),
    publishedRunbooks: clear(views.publishedRunbooks),
    evidence: clear(views.evidence),
    waivers: clear(views.waivers),
    signOffs: clear(views.signOffs),
    gates: clear(views.gates),
    runs: clear(views.runs),
    entry: clear(views.entry),
    lastEntryOf: clear(views.lastEntryOf),
    entriesOfKind: clear(views.entriesOfKind),
    checksOf: clear(views.checksOf),
  };
}

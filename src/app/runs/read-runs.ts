import { bodiesOf, type EventBody, type EventKind } from '../../domain/history/entry/event.ts';
import type { Incident } from '../../domain/runs/incident/incident.ts';
import type { Views } from '../../store/views/views.ts';
import { listCapturedRuns, type RecordedRun } from './captured-runs.ts';
import { readIncidents } from './incident/read-incidents.ts';

/** What an entry recorded, and which entry. */
export type Recorded<Kind extends EventKind> = {
  seq: number;
  at: string;
  actor: string;
  body: EventBody<Kind>;
};

/** A captured run with what was made of it. */
export type KnownRun = RecordedRun & {
  /** Its review packs, newest first. */
  packs: readonly Recorded<'pack.created'>[];
  /** The newest comparison of its record with what is within reach. */
  verified: Recorded<'provenance.verified'> | undefined;
};

/** Everything that is recorded of captured runs, each newest first. */
export type RunsView = {
  runs: readonly KnownRun[];
  gates: readonly Recorded<'gate.judged'>[];
  lints: readonly Recorded<'workflows.linted'>[];
  incidents: readonly Incident[];
};

/** Reads everything that is recorded of captured runs; nothing without a history. */
export async function readRuns(views: Pick<Views, 'entriesOfKind'> | undefined): Promise<RunsView> {
  const newestFirst = async <Kind extends EventKind>(kind: Kind): Promise<readonly Recorded<Kind>[]> =>
    bodiesOf((await views?.entriesOfKind(kind)) ?? [], kind).toReversed();
  const [runs, packs, verified, gates, lints, incidents] = await Promise.all([
    listCapturedRuns(views),
    newestFirst('pack.created'),
    newestFirst('provenance.verified'),
    newestFirst('gate.judged'),
    newestFirst('workflows.linted'),
    readIncidents(views, { which: 'all' }),
  ]);
  const packsOf = Map.groupBy(packs, ({ body }) => body.run);
  const verifiedOf = Map.groupBy(verified, ({ body }) => body.run);
  const known = runs.map((one) => ({
    ...one,
    packs: packsOf.get(one.body.run) ?? [],
    verified: verifiedOf.get(one.body.run)?.[0],
  }));
  return { runs: known, gates, lints, incidents };
}

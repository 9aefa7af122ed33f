import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { parseWholeNumber } from '../../domain/base/text/whole-number.ts';
import { parseMoment } from '../../domain/base/time/moment.ts';
import { bodiesOf } from '../../domain/history/entry/event.ts';
import type { SourceState } from '../../domain/plugins/sources/source-state.ts';
import type { RolloutMoment } from '../../domain/rollout/rollout-moment.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { readRollout } from './read-rollout.ts';

/**
 * The rollout as it was: the entries up to there are replayed, and judged by the clock of that moment.
 *
 * @param asked a day (its end), a time, how long ago, or the number of an entry; undefined for all entries, now
 * @throws UsageError when it is none of these
 */
export async function readPast(
  world: Pick<World, 'now'>,
  store: ReadStore,
  asked: string | undefined,
): Promise<RolloutMoment> {
  const { entry, moment } = await findMoment(world, store, asked);
  const nothing = { moment, entry, rollout: undefined, people: [], phases: [], artifacts: [], sources: [] };
  if (entry === 0) return nothing;
  const past = await store.asOf(entry);
  try {
    const people = await past.people();
    const sources = await decidedSources(past);
    if (!(await past.rollout())) return { ...nothing, people, sources };
    const { derived } = await readRollout({ now: () => new Date(moment) }, past);
    return { ...nothing, ...derived, people, sources };
  } finally {
    await past.close();
  }
}

async function findMoment(
  { now }: Pick<World, 'now'>,
  store: ReadStore,
  asked: string | undefined,
): Promise<Pick<RolloutMoment, 'entry' | 'moment'>> {
  if (asked === undefined) return { entry: await store.countEntries(), moment: now().toISOString() };
  const seq = parseWholeNumber(asked);
  if (seq !== undefined) {
    const entry = await store.entry(seq);
    if (!entry) throw new UsageError(`there is no entry ${asked}`, 'codex-cockpit audit log lists them.');
    return { entry: entry.seq, moment: entry.at };
  }
  const until = parseMoment(asked, { now: now(), edge: 'end' });
  if (until === undefined)
    throw new UsageError(
      `"${cleanLine(asked)}": not a moment`,
      'Name a day (2026-11-20, its end), a time (2026-11-20T12:00Z), how long ago (7d), or the number of an entry.',
    );
  const [newest] = await store.findEntries({ until }, { limit: 1 });
  const latest = Math.min(Date.parse(until), now().getTime());
  return { entry: newest?.seq ?? 0, moment: new Date(latest).toISOString() };
}

async function decidedSources(store: ReadStore): Promise<RolloutMoment['sources']> {
  const decisions = bodiesOf(await store.entriesOfKind('source.decided'), 'source.decided');
  const states = new Map<string, SourceState>(decisions.map(({ body }) => [body.source, body.state]));
  return [...states].map(([source, state]) => ({ source, state }));
}

import type { ReviewFinding } from '../../domain/history/authority/review-finding.ts';
import { reviewSignOffs } from '../../domain/history/authority/review-sign-offs.ts';
import { readEntry } from '../../domain/history/find/history-entry.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';

/** Goes through the whole history and names what an auditor should look at, in the order of the entries. */
export async function reviewHistory(
  { now }: Pick<World, 'now'>,
  store: ReadStore | undefined,
): Promise<readonly ReviewFinding[]> {
  if (!store) return [];
  const { authority, clock } = await store.verify({ now: now() });
  const kinds = ['rollout.started', 'person.recorded', 'phase.signed', 'phase.passed'] as const;
  const about = (await Promise.all(kinds.map((kind) => store.entriesOfKind(kind)))).flat();
  const found = [
    ...authority,
    ...reviewSignOffs(about.sort((one, other) => one.seq - other.seq).map(readEntry)),
    ...clock.malformed.map(({ seq, at }) => ({
      seq,
      kind: 'wrong time',
      reason: `it is dated ${at}, which is no time as entries have it`,
    })),
    ...clock.backwards.map(({ seq, at, before }) => ({
      seq,
      kind: 'time runs backwards',
      reason: `it is dated ${at}, and entry ${seq - 1} ${before}`,
    })),
    ...clock.ahead.map(({ seq, at }) => ({
      seq,
      kind: 'ahead of the clock',
      reason: `it is dated ${at}, later than now`,
    })),
  ].sort((one, other) => one.seq - other.seq);
  return Promise.all(
    found.map(async ({ seq, kind, reason }) => {
      const entry = await store.entry(seq);
      return { seq, kind, reason, actor: entry?.actor ?? '', at: entry?.at ?? '' };
    }),
  );
}

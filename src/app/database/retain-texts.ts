import { UsageError } from '../../domain/base/errors.ts';
import { parseSize } from '../../domain/base/text/size.ts';
import { dayMs, parseDays } from '../../domain/base/time/duration.ts';
import type { RemovableText } from '../../store/care/retain.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import { databasePath } from '../world/database-path.ts';
import { requireDatabase } from '../world/require-database.ts';
import { type DatabaseChoice, openWritableHistory } from '../world/session.ts';
import type { World } from '../world/world.ts';

/** What may go: older than `90d` and larger than `64KiB`. */
export type RetentionRule = { olderThan: string; largerThan: string };

/** What went, or would go. */
export type Retained = { texts: number; bytes: number };

/**
 * Removes the bytes of large old texts that only checks printed. Their digests stay in the entries that
 * name them, and one more entry says that they were removed.
 *
 * @throws UsageError when the rule cannot be read or there is no database
 * @throws RefusedError when the person may not do it
 */
export async function retainTexts(
  world: World,
  choice: DatabaseChoice,
  rule: RetentionRule,
  manner: 'remove' | 'only count',
): Promise<Retained> {
  const days = parseDays(rule.olderThan);
  const largerThan = parseSize(rule.largerThan);
  if (days === undefined) throw new UsageError(`--older-than ${rule.olderThan}: not a time such as 90d`);
  if (largerThan === undefined)
    throw new UsageError(`--larger-than ${rule.largerThan}: not a size such as 64KiB`);
  requireDatabase(databasePath(world, choice.db));
  const actor = await actingPerson(world);
  const before = new Date(world.now().getTime() - days * dayMs).toISOString();
  const store = await openWritableHistory(world, choice);
  try {
    let went: readonly RemovableText[] = [];
    await store.removeTexts({ largerThan, before }, async (views, removable) => {
      await authorize(views, actor, 'remove stored texts');
      went = removable;
      if (manner === 'only count' || removable.length === 0) return [];
      const { olderThan: older_than, largerThan: larger_than } = rule;
      const body = { v: 1 as const, older_than, larger_than, removed: [...removable] };
      return [{ actor, subject: 'texts', event: { kind: 'blobs.removed', body } }];
    });
    if (manner === 'remove' && went.length > 0) await store.compact();
    return { texts: went.length, bytes: went.reduce((sum, { bytes }) => sum + bytes, 0) };
  } finally {
    await store.close();
  }
}

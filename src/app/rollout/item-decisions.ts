import { UsageError } from '../../domain/base/errors.ts';
import { requireReason } from '../../domain/base/require-reason.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import { dayMs } from '../../domain/base/time/duration.ts';
import { isSamePerson } from '../../domain/people/person.ts';
import { requireRole } from '../../domain/people/require-role.ts';
import { allItems, type DerivedRollout } from '../../domain/rollout/derive-rollout.ts';
import type { JudgedItem } from '../../domain/rollout/items/item-status.ts';
import { statementsOf } from '../../domain/rollout/items/statements.ts';
import { DEFAULT_WAIVER_DAYS, parseWaiverDays } from '../../domain/rollout/items/waiver.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { readRollout } from './read-rollout.ts';

/**
 * Records that a person vouches for what an item states.
 *
 * @throws UsageError for an unknown item, or one that asks for no attestation
 * @throws RefusedError unless the person has the role of the item's owner
 */
export async function attestItem(
  world: World,
  store: Store,
  { item: id, note }: { item: string; note?: string | undefined },
): Promise<JudgedItem> {
  const actor = await actingPerson(world);
  await store.append(async (views) => {
    const { derived, record } = await readRollout(world, views);
    const judged = findItem(derived, id);
    const { item } = judged;
    const role = requireRole(record.people, actor, { what: `attest ${item.id}`, roles: [item.owner] });
    const body = {
      v: 1 as const,
      item: item.id,
      item_sha256: item.digest,
      statements: requireStatements(judged),
      role,
      note: cleanLine(note ?? '') || null,
      pin: record.rollout.pin,
    };
    return [{ actor, subject: `item/${item.id}`, event: { kind: 'item.attested', body } }];
  });
  return readItem(world, store, id);
}

/**
 * Records the decision to do without an item for a while.
 *
 * @param days how many days it counts, 30 by default
 * @throws UsageError for an unknown item, no reason, or no sensible number of days
 * @throws RefusedError unless the person may waive items
 */
export async function waiveItem(
  world: World,
  store: Store,
  { item: id, reason, days }: { item: string; reason: string; days?: string | undefined },
): Promise<JudgedItem> {
  const actor = await actingPerson(world);
  const why = requireReason(reason);
  const expires_at = new Date(
    world.now().getTime() + (days === undefined ? DEFAULT_WAIVER_DAYS : parseWaiverDays(days)) * dayMs,
  ).toISOString();
  await store.append(async (views) => {
    const { derived } = await readRollout(world, views);
    const { item } = findItem(derived, id);
    const role = await authorize(views, actor, 'waive an item');
    const body = { v: 1 as const, item: item.id, reason: why, role, expires_at };
    return [{ actor, subject: `item/${item.id}`, event: { kind: 'item.waived', body } }];
  });
  return readItem(world, store, id);
}

/**
 * Takes an attestation or a waiver back. The entry that made it stays in the history.
 *
 * @throws UsageError when there is nothing to take back
 * @throws RefusedError when another person made it and the acting one is no rollout owner
 */
export async function withdrawFromItem(
  world: World,
  store: Store,
  { item: id, reason }: { item: string; reason: string },
): Promise<JudgedItem> {
  const actor = await actingPerson(world);
  const why = requireReason(reason);
  await store.append(async (views) => {
    const { derived } = await readRollout(world, views);
    const judged = findItem(derived, id);
    const made = await lastStatement(views, judged);
    if (!isSamePerson(made.by, actor)) await authorize(views, actor, 'withdraw what another person stated');
    const body = { v: 1 as const, item: judged.item.id, what: made.what, reason: why };
    return [{ actor, subject: `item/${judged.item.id}`, event: { kind: 'item.withdrawn', body } }];
  });
  return readItem(world, store, id);
}

/** One item as it is now. */
export async function readItem(world: World, views: Views, id: string): Promise<JudgedItem> {
  return findItem((await readRollout(world, views)).derived, id);
}

/** @throws UsageError for an item that no attestation can show */
function requireStatements(judged: JudgedItem): string[] {
  const statements = [...statementsOf(judged)];
  if (statements.length > 0) return statements;
  const { id, requirements } = judged.item;
  throw new UsageError(
    `${id} asks for no attestation: ${requirements.map(({ kind, key }) => `${kind} ${key}`).join(', ')} must show it`,
    `codex-cockpit item show ${id} says how.`,
  );
}

/** @throws UsageError for an unknown item, with the nearest one */
export function findItem(derived: DerivedRollout, id: string): JudgedItem {
  const items = allItems(derived);
  const found = items.find(({ item }) => item.id === id);
  if (found) return found;
  const ids = items.map(({ item }) => item.id);
  throw new UsageError(
    `there is no item "${cleanLine(id)}"${didYouMean(id, ids)}`,
    'codex-cockpit item list names the items.',
  );
}

async function lastStatement(
  views: Views,
  { item, waiver }: JudgedItem,
): Promise<{ what: 'attestation' | 'waiver'; by: string }> {
  const attestations = (await views.evidence()).filter(
    ({ kind, key }) => kind === 'attestation' && key === item.id,
  );
  const newest = attestations.sort((one, other) => other.seq - one.seq)[0];
  if (waiver && waiver.seq > (newest?.seq ?? 0)) return { what: 'waiver', by: waiver.approver };
  if (newest) return { what: 'attestation', by: newest.actor };
  throw new UsageError(`${item.id} is neither attested nor waived`, 'There is nothing to withdraw.');
}

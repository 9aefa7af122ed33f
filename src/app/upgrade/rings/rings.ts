import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readNamedBytes } from '../../../codex/cli/read-regular-file.ts';
import { decodeUtf8 } from '../../../domain/base/documents/decode-utf8.ts';
import { RefusedError, UnusableError, UsageError } from '../../../domain/base/errors.ts';
import { requireReason } from '../../../domain/base/require-reason.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { didYouMean } from '../../../domain/base/text/suggest.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import { parseRingPlan, type Ring } from '../../../domain/upgrade/rings/plan.ts';
import { judgeWaves, type Machine, type Waves } from '../../../domain/upgrade/rings/waves.ts';
import type { ReadStore, Store } from '../../../store/connection/open.ts';
import { toBlob, toEvidence } from '../../../store/log/blob.ts';
import type { Views } from '../../../store/views/views.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import { productFolder } from '../../world/product-folder.ts';
import type { World } from '../../world/world.ts';

/** A plan of rings, and where it comes from. */
export type RingPlan = { rings: readonly Ring[]; source: string };

const shippedPlan = join('data', 'rings.yaml');

/**
 * Records the plan of a file: the rings that a version goes through from now on.
 *
 * @throws UsageError naming file, line and field of what is wrong
 * @throws RefusedError without the role
 */
export async function planRings(world: World, store: Store, file: string): Promise<RingPlan> {
  const actor = await actingPerson(world);
  const shown = cleanLine(file);
  const bytes = await readNamedBytes(resolve(world.cwd, file)).catch((cause: Error) => {
    throw new UsageError(`${shown}: cannot be read: ${cleanLine(cause.message)}`);
  });
  const decoded = decodeUtf8(bytes);
  if (decoded.type === 'not UTF-8')
    throw new UsageError(`${shown}:${decoded.line}:${decoded.column}: ${decoded.message}`);
  const rings = parseRingPlan({ text: decoded.text, file: shown });
  const blob = toBlob(decoded.text);
  if (blob.truncatedFrom !== undefined)
    throw new UsageError(`${shown}: it is larger than a stored text may be`);
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    const role = await authorize(views, actor, 'plan rings');
    const text = toEvidence('plan of rings', blob);
    const body = { v: 1 as const, text, rings: rings.map(({ id }) => id), role };
    return [{ actor, subject: 'rings', event: { kind: 'rings.planned' as const, body }, blobs: [blob] }];
  });
  return { rings, source: shown };
}

/** The plan that counts: the recorded one, else the one that ships. */
export async function readRingPlan(
  store: Pick<ReadStore, 'blob' | 'entriesOfKind'> | undefined,
): Promise<RingPlan> {
  const newest = bodiesOf((await store?.entriesOfKind('rings.planned')) ?? [], 'rings.planned').at(-1);
  if (!newest || !store) {
    const text = await readFile(join(productFolder(), shippedPlan), 'utf8');
    return { rings: parseRingPlan({ text, file: shippedPlan }), source: 'the plan that ships' };
  }
  const stored = await store.blob(newest.body.text.sha256);
  if (!stored)
    throw new UnusableError(
      `the plan of rings of entry ${newest.seq} is no longer stored`,
      'Record it again: codex-cockpit ring plan FILE',
    );
  return { rings: parseRingPlan({ text: stored.text, file: 'rings' }), source: `entry ${newest.seq}` };
}

/** How far the pin is rolled out. */
export async function readWaves(world: Pick<World, 'now'>, store: ReadStore): Promise<Waves> {
  return judgeRings(world, store, (await readRingPlan(store)).rings);
}

async function judgeRings(
  { now }: Pick<World, 'now'>,
  views: Pick<Views, 'rollout' | 'entriesOfKind'>,
  rings: readonly Ring[],
): Promise<Waves> {
  const rollout = await views.rollout();
  if (!rollout) throw noRollout();
  const [openings, incidents, moves, machines] = await Promise.all([
    views.entriesOfKind('ring.opened'),
    views.entriesOfKind('ring.incident'),
    views.entriesOfKind('rollout.pin-moved'),
    readMachines(views),
  ]);
  const pins = bodiesOf(moves, 'rollout.pin-moved');
  const moved = pins.findLast(({ body }) => body.to === rollout.pin);
  // The first pin of a rollout was there before it, so nothing rolls it out.
  const earlier = new Set(moved ? pins.map(({ body }) => body.from) : [rollout.pin]);
  return judgeWaves({
    rings,
    version: rollout.pin,
    earlier,
    machines,
    // What was opened before the pin last moved here was another rollout of the same version.
    openings: bodiesOf(openings, 'ring.opened')
      .filter(({ seq }) => seq > (moved?.seq ?? 0))
      .map(({ seq, at, actor, body }) => ({ ring: body.ring, version: body.version, by: actor, at, seq })),
    incidents: bodiesOf(incidents, 'ring.incident')
      .filter(({ seq }) => seq > (moved?.seq ?? 0))
      .map(({ seq, at, actor, body }) => ({
        ...{ ring: body.ring, version: body.version, note: body.note },
        ...{ by: actor, at, seq },
      })),
    now: now(),
  });
}

/** The newest report of each machine. */
export async function readMachines(views: Pick<Views, 'entriesOfKind'>): Promise<readonly Machine[]> {
  const newest = new Map<string, Machine>();
  for (const { body } of bodiesOf(await views.entriesOfKind('machines.reported'), 'machines.reported'))
    for (const { machine, at, version, verdict, suite, failed, signed_by } of body.reports) {
      const known = newest.get(machine);
      if (known && known.at >= at) continue;
      newest.set(machine, { machine, at, cliVersion: version, verdict, suite, failed, signedBy: signed_by });
    }
  return [...newest.values()];
}

/**
 * Opens the next ring for the pin.
 *
 * @throws UsageError for an unknown ring or one that is open
 * @throws RefusedError while the rule of a ring before it is not met, or without the role
 */
export async function openRing(
  world: World,
  store: Store,
  asked: { ring: string; reason: string },
): Promise<Waves> {
  const actor = await actingPerson(world);
  const reason = requireReason(asked.reason);
  const { rings } = await readRingPlan(store);
  await store.append(async (views) => {
    const role = await authorize(views, actor, 'open a ring');
    const { version, waves } = await judgeRings(world, views, rings);
    const at = findRing(rings, asked.ring);
    if (waves[at]?.state === 'open')
      throw new UsageError(`the ring ${asked.ring} is open for ${version} already`);
    const closed = waves.slice(0, at).find(({ missing }) => missing.length > 0);
    if (closed)
      throw new RefusedError(
        `the ring ${asked.ring} cannot open: the rule of ${closed.ring.id} is not met: ${closed.missing.join('; ')}`,
        'codex-cockpit ring list shows all of them.',
      );
    const body = { v: 1 as const, ring: rings[at]?.id ?? '', version, reason, role };
    return [{ actor, subject: `ring/${body.ring}`, event: { kind: 'ring.opened' as const, body } }];
  });
  return readWaves(world, store);
}

/**
 * Records that something went wrong in a ring with the pin.
 *
 * @throws UsageError for an unknown ring
 */
export async function recordIncident(
  world: World,
  store: Store,
  asked: { ring: string; note: string; machine?: string | undefined },
): Promise<Waves> {
  const actor = await actingPerson(world);
  const note = cleanLine(asked.note);
  if (note === '') throw new UsageError('an incident needs a note', 'Say what went wrong: --note TEXT');
  const { rings } = await readRingPlan(store);
  const ring = rings[findRing(rings, asked.ring)]?.id ?? '';
  await store.append(async (views) => {
    const role = await authorize(views, actor, 'record an incident');
    const rollout = await views.rollout();
    if (!rollout) throw noRollout();
    const machine = cleanLine(asked.machine ?? '') || null;
    const body = { v: 1 as const, ring, version: rollout.pin, machine, note, role };
    return [{ actor, subject: `ring/${ring}`, event: { kind: 'ring.incident' as const, body } }];
  });
  return readWaves(world, store);
}

function findRing(rings: readonly Ring[], asked: string): number {
  const ids = rings.map(({ id }) => id);
  const found = ids.indexOf(cleanLine(asked));
  if (found >= 0) return found;
  throw new UsageError(
    `there is no ring "${cleanLine(asked)}"${didYouMean(cleanLine(asked), ids)}`,
    `The rings are: ${ids.join(', ')}.`,
  );
}

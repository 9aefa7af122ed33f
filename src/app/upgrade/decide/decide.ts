import { RefusedError } from '../../../domain/base/errors.ts';
import { requireReason } from '../../../domain/base/require-reason.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { CockpitEvent, EventBody } from '../../../domain/history/entry/event.ts';
import type { Act } from '../../../domain/people/act.ts';
import { requireRole } from '../../../domain/people/require-role.ts';
import type { Role } from '../../../domain/people/role.ts';
import { DEFAULT_WAIVER_DAYS, parseWaiverDays } from '../../../domain/rollout/items/waiver.ts';
import type { PinMove } from '../../../domain/rollout/pin-move.ts';
import { SIGNING_ROLES } from '../../../domain/upgrade/decide/obstacles.ts';
import { findDifferenceId } from '../../../domain/upgrade/rehearsal/find-difference-id.ts';
import type { Store } from '../../../store/connection/open.ts';
import { foreseePinMove } from '../../rollout/alter-rollout.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';
import { findRehearsal } from '../rehearsal/record-rehearsal.ts';
import { judgeDecision, readDecision, readMaterial, type UpgradeDecision } from './read-decision.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Records that the team goes on in spite of a blocker for a while.
 *
 * @param asked the id of the difference, or a part of it that only one has
 * @throws UsageError for a blocker that the rehearsal does not have
 * @throws RefusedError without the role
 */
export async function waiveBlocker(
  world: World,
  store: Store,
  asked: { rehearsal?: string | undefined; difference: string; reason: string; days?: string | undefined },
): Promise<{ difference: string; expiresAt: string }> {
  const actor = await actingPerson(world);
  const reason = requireReason(asked.reason);
  const days = asked.days === undefined ? DEFAULT_WAIVER_DAYS : parseWaiverDays(asked.days);
  const expires_at = new Date(world.now().getTime() + days * dayMs).toISOString();
  let difference = '';
  await store.append(async (views) => {
    const role = await authorize(views, actor, 'waive a blocker of an upgrade');
    const head = await findRehearsal(views, asked.rehearsal);
    difference = findDifferenceId(head.body.blockers, asked.difference, 'blocker');
    const body = { v: 1 as const, rehearsal: head.body.rehearsal, difference, reason, role, expires_at };
    const subject = `upgrade/${head.body.to.version}`;
    return [{ actor, subject, event: { kind: 'upgrade.waived' as const, body } }];
  });
  return { difference, expiresAt: expires_at };
}

/**
 * Records that a person looked at a rehearsal and agrees to the upgrade.
 *
 * @param role as what they sign; the first of the signing roles that they have when undefined
 * @throws RefusedError without such a role
 */
export async function signUpgrade(
  world: World,
  store: Store,
  asked: { rehearsal?: string | undefined; role?: Role | undefined; note?: string | undefined },
): Promise<{ role: Role; seq: number; version: string }> {
  const actor = await actingPerson(world);
  const note = cleanLine(asked.note ?? '') || null;
  let signed: { role: Role; seq: number; version: string } | undefined;
  await store.append(async (views) => {
    const roles = asked.role === undefined ? SIGNING_ROLES : [asked.role];
    const role = requireRole(await views.people(), actor, { what: 'sign an upgrade', roles });
    const head = await findRehearsal(views, asked.rehearsal);
    const entry = await views.entry(head.seq);
    const version = head.body.to.version;
    signed = { role, seq: head.seq, version };
    const body = {
      ...{ v: 1 as const, rehearsal: head.body.rehearsal, seq: head.seq, sha256: entry?.hash ?? '' },
      ...{ role, note },
    };
    return [{ actor, subject: `upgrade/${version}`, event: { kind: 'upgrade.signed' as const, body } }];
  });
  if (!signed) throw new Error('the store recorded nothing');
  return signed;
}

/** A decided upgrade, and what the move of the pin changed; no move for a rejection. */
export type Decided = { decision: UpgradeDecision; move: PinMove | undefined };

/**
 * Approves an upgrade and moves the pin, both or neither.
 *
 * @throws RefusedError naming everything that is in the way, or without the role
 */
export async function approveUpgrade(
  world: World,
  store: Store,
  asked: { rehearsal?: string | undefined; reason: string },
): Promise<Decided> {
  return decideMove(world, store, { ...asked, act: 'approve an upgrade' }, (decision, common) => {
    refuseObstacles(decision, decision.obstacles);
    const { head, waivers, signatures, changelog } = decision;
    const body = {
      ...{ v: 2 as const, ...common },
      waivers: waivers
        .filter(({ difference }) => head.body.blockers.includes(difference))
        .map(({ seq }) => seq),
      signatures: signatures.map(({ seq }) => seq),
      changelog: {
        reviewed: changelog.reviewed,
        age_days: changelog.ageDays ?? 0,
        versions: changelog.releases.map(({ version }) => version),
      },
      one_person: new Set(signatures.map(({ by }) => by)).size === 1,
    };
    return { kind: 'upgrade.approved' as const, body };
  });
}

/** What an approval and a way back record alike. */
type CommonBody = Pick<
  EventBody<'upgrade.approved'>,
  'rehearsal' | 'seq' | 'from' | 'to' | 'reason' | 'role'
>;

/**
 * Moves the pin by a decision, both in one transaction.
 *
 * @param decide makes the event, or throws what is in the way
 */
async function decideMove(
  world: World,
  store: Store,
  asked: { rehearsal?: string | undefined; reason: string; act: Act },
  decide: (decision: UpgradeDecision, common: CommonBody) => CockpitEvent,
): Promise<Decided> {
  const actor = await actingPerson(world);
  const reason = requireReason(asked.reason);
  const material = await readMaterial(world, store, asked.rehearsal);
  let decided: Decided | undefined;
  await store.append(async (views) => {
    const role = await authorize(views, actor, asked.act);
    const decision = await judgeDecision(world, views, material);
    const { seq, body } = decision.head;
    const { from, to, rehearsal } = body;
    const event = decide(decision, { rehearsal, seq, from, to, reason, role });
    const move = await foreseePinMove(world, views, to.version);
    decided = { decision, move };
    const moved = { v: 1 as const, from: move.from, to: move.to, reason };
    return [
      { actor, subject: `upgrade/${to.version}`, event },
      { actor, subject: 'rollout', event: { kind: 'rollout.pin-moved' as const, body: moved } },
    ];
  });
  if (!decided) throw new Error('the store recorded nothing');
  return decided;
}

function refuseObstacles({ head }: UpgradeDecision, obstacles: UpgradeDecision['obstacles']): void {
  if (obstacles.length === 0) return;
  const lines = obstacles.map(({ what, remedy }) => `  - ${cleanLine(what)}\n    ${cleanLine(remedy)}`);
  throw new RefusedError(`the pin cannot move to ${head.body.to.version}:\n${lines.join('\n')}`);
}

/**
 * Records that the team does not move to a candidate, and why.
 *
 * @throws RefusedError without the role
 */
export async function rejectUpgrade(
  world: World,
  store: Store,
  asked: { rehearsal?: string | undefined; reason: string },
): Promise<Decided> {
  const actor = await actingPerson(world);
  const reason = requireReason(asked.reason);
  await store.append(async (views) => {
    const role = await authorize(views, actor, 'reject an upgrade');
    const head = await findRehearsal(views, asked.rehearsal);
    const { rehearsal, to } = head.body;
    const body = { v: 1 as const, rehearsal, seq: head.seq, to, reason, role };
    return [{ actor, subject: `upgrade/${to.version}`, event: { kind: 'upgrade.rejected' as const, body } }];
  });
  return { decision: await readDecision(world, store, asked.rehearsal), move: undefined };
}

/**
 * Moves the pin back to an earlier version. The way back must have been rehearsed on these bytes and this
 * configuration, and every blocker on it must be accepted by name; release notes and signatures are not asked for.
 *
 * @throws RefusedError naming what is in the way, or without the role
 */
export async function rollBack(
  world: World,
  store: Store,
  asked: { rehearsal: string; reason: string; accept: readonly string[] },
): Promise<Decided> {
  return decideMove(world, store, { ...asked, act: 'roll an upgrade back' }, (decision, common) => {
    const { head, obstacles } = decision;
    refuseObstacles(
      decision,
      obstacles.filter(({ about }) => about === 'rehearsal'),
    );
    const { to, blockers } = head.body;
    const accepted = asked.accept.map((id) => findDifferenceId(blockers, id, 'blocker'));
    const open = blockers.filter((id) => !accepted.includes(id));
    if (open.length > 0) {
      throw new RefusedError(
        `the way back to ${to.version} has blockers:\n${open.map((id) => `  - ${cleanLine(id)}`).join('\n')}`,
        `codex-cockpit upgrade show ${head.seq} says what they mean. Go on in spite of one with --accept ID.`,
      );
    }
    return { kind: 'upgrade.rolled-back' as const, body: { v: 1 as const, ...common, accepted } };
  });
}

import { randomUUID } from 'node:crypto';
import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { PHASE_IDS, type PhaseId } from '../../domain/base/phase.ts';
import { requireReason } from '../../domain/base/require-reason.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import { findPerson, isSamePerson, rolesOf } from '../../domain/people/person.ts';
import { requireRole } from '../../domain/people/require-role.ts';
import type { Role } from '../../domain/people/role.ts';
import type { DerivedPhase, DerivedRollout } from '../../domain/rollout/derive-rollout.ts';
import { gateItems } from '../../domain/rollout/gate/gate.ts';
import { currentOf, gateDigest } from '../../domain/rollout/gate/sign-off.ts';
import { usualSignOffRole } from '../../domain/rollout/gate/sign-off-role.ts';
import { signOffStatement } from '../../domain/rollout/gate/sign-off-statement.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Views } from '../../store/views/views.ts';
import { findSigningKey, type SshSignature, signStatement } from '../people/ssh-signature.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { type CurrentRollout, readRollout } from './read-rollout.ts';

/** How a gate is signed. */
export type SignRequest = {
  phase: string;
  /** As what; by default the required role that the person has and nobody signed as. */
  role?: Role | undefined;
  /** The SSH key to sign with. */
  key?: string | undefined;
  /** Signs without an SSH signature. */
  unsigned?: boolean;
};

/**
 * Signs the gate of a phase on the evidence as it is now, with the person's SSH key where one is recorded.
 *
 * @throws UsageError for an unknown phase or a key that does not fit
 * @throws RefusedError without the role, on a passed phase, or when the evidence changed in the meantime
 */
export async function signPhase(world: World, store: Store, request: SignRequest): Promise<DerivedPhase> {
  const actor = await actingPerson(world);
  const id = parsePhase(request.phase);
  const seen = await prepareSignOff(world, store, { actor, id, role: request.role });
  const signature = await makeSignature(world, store, { ...seen, actor, id, request });
  await store.append(async (views) => {
    const now = await prepareSignOff(world, views, { actor, id, role: seen.role });
    if (now.evidenceDigest !== seen.evidenceDigest) {
      throw new RefusedError(
        'the evidence of the gate changed while you signed',
        'Look again, then sign again.',
      );
    }
    const body = {
      v: 2 as const,
      phase: id,
      role: now.role,
      evidence_sha256: now.evidenceDigest,
      items: gateItems(now.gate.items),
      signature: signature
        ? { statement: signature.statement, public_key: signature.publicKey, armored: signature.armored }
        : null,
    };
    return [{ actor, subject: `phase/${id}`, event: { kind: 'phase.signed', body } }];
  });
  return readPhase(world, store, id);
}

/**
 * Passes the gate of a phase and records the digest of every piece of evidence that it rests on.
 *
 * @throws RefusedError naming everything that keeps the gate closed, or the role that is needed
 */
export async function passPhase(world: World, store: Store, phase: string): Promise<DerivedPhase> {
  const actor = await actingPerson(world);
  const id = parsePhase(phase);
  await store.append(async (views) => {
    const { derived, record } = await readRollout(world, views);
    const gate = phaseOf(derived, id);
    await authorize(views, actor, 'pass a phase');
    refuseWhenPassed(gate);
    if (gate.blockers.length > 0) {
      throw new RefusedError(
        `the gate of ${gate.title} is closed:\n${gate.blockers.map((one) => `  - ${one}`).join('\n')}`,
        'codex-cockpit next says what you can do about it.',
      );
    }
    const items = gateItems(gate.items);
    const body = {
      v: 1 as const,
      phase: id,
      pin: record.rollout.pin,
      evidence_sha256: gateDigest(items),
      items,
      sign_offs: currentOf(gate.signOffs).map(({ person, role, seq, signature }) => ({
        person,
        role,
        seq,
        signed: signature !== undefined,
      })),
    };
    return [{ actor, subject: `phase/${id}`, event: { kind: 'phase.passed', body } }];
  });
  return readPhase(world, store, id);
}

/**
 * Opens the gate of a passed phase again. Its sign-offs no longer count; the history keeps them.
 *
 * @throws RefusedError when the phase is not passed, or without the role
 */
export async function revisitPhase(
  world: World,
  store: Store,
  { phase, reason }: { phase: string; reason: string },
): Promise<DerivedPhase> {
  const actor = await actingPerson(world);
  const id = parsePhase(phase);
  const why = requireReason(reason);
  await store.append(async (views) => {
    const { derived } = await readRollout(world, views);
    const gate = phaseOf(derived, id);
    await authorize(views, actor, 'revisit a phase');
    if (gate.gate?.decision !== 'passed') {
      throw new RefusedError(`${gate.title} is not passed, so there is nothing to revisit`);
    }
    const body = { v: 1 as const, phase: id, reason: why };
    return [{ actor, subject: `phase/${id}`, event: { kind: 'phase.revisited', body } }];
  });
  return readPhase(world, store, id);
}

/**
 * Takes a sign-off back: one's own, or as a rollout owner another person's. The entry that made it stays.
 *
 * @param person whose sign-off; the acting person's when undefined
 * @param role as what it was signed; the newest one of the person when undefined
 * @throws RefusedError when there is none, on a passed phase, or when it is another person's
 */
export async function withdrawSignOff(
  world: World,
  store: Store,
  asked: { phase: string; person?: string | undefined; role?: Role | undefined; reason: string },
): Promise<DerivedPhase> {
  const actor = await actingPerson(world);
  const id = parsePhase(asked.phase);
  const reason = requireReason(asked.reason);
  const person = cleanLine(asked.person ?? '') || actor;
  await store.append(async (views) => {
    const gate = phaseOf((await readRollout(world, views)).derived, id);
    const found = gate.signOffs
      .filter((one) => isSamePerson(one.person, person) && (asked.role ?? one.role) === one.role)
      .at(-1);
    if (!found) throw new RefusedError(`${person} has no sign-off under the gate of ${gate.title}`);
    if (!isSamePerson(person, actor)) await authorize(views, actor, 'withdraw what another person stated');
    refuseWhenPassed(gate);
    const body = {
      ...{ v: 1 as const, phase: id, role: found.role, person: found.person },
      ...{ sign_off: found.seq, reason },
    };
    return [{ actor, subject: `phase/${id}`, event: { kind: 'phase.sign-off-withdrawn', body } }];
  });
  return readPhase(world, store, id);
}

/** One phase as it is now. */
export async function readPhase(world: World, views: Views, phase: string): Promise<DerivedPhase> {
  return phaseOf((await readRollout(world, views)).derived, parsePhase(phase));
}

/** @throws UsageError for an unknown phase, with the nearest one */
export function parsePhase(text: string): PhaseId {
  const asked = cleanLine(text).toLowerCase();
  const found = PHASE_IDS.find((id) => id === asked);
  if (found) return found;
  throw new UsageError(
    `there is no phase "${cleanLine(text)}"${didYouMean(asked, PHASE_IDS)}`,
    `The phases are: ${PHASE_IDS.join(', ')}.`,
  );
}

type Prepared = { current: CurrentRollout; gate: DerivedPhase; role: Role; evidenceDigest: string };

async function prepareSignOff(
  world: World,
  views: Views,
  { actor, id, role }: { actor: string; id: PhaseId; role: Role | undefined },
): Promise<Prepared> {
  const current = await readRollout(world, views);
  const { people } = current.record;
  const gate = phaseOf(current.derived, id);
  const signingAs = role ?? usualSignOffRole(gate, rolesOf(people, actor));
  const what = `sign the gate of ${gate.title}`;
  const roles = signingAs === undefined ? gate.requiredSignOffs : [signingAs];
  const allowed = requireRole(people, actor, { what, roles });
  refuseWhenPassed(gate);
  return { current, gate, role: allowed, evidenceDigest: gateDigest(gateItems(gate.items)) };
}

async function makeSignature(
  world: World,
  views: Views,
  {
    current,
    actor,
    id,
    role,
    evidenceDigest,
    request,
  }: Prepared & { actor: string; id: PhaseId; request: SignRequest },
): Promise<SshSignature | undefined> {
  const recorded = findPerson(await views.people(), actor)?.keys ?? [];
  if (request.unsigned) {
    if (recorded.length === 0) return undefined;
    throw new RefusedError(
      'a key is recorded for you: a sign-off without it would not count',
      'Sign with the key, or have it taken away first: codex-cockpit people key EMAIL --drop',
    );
  }
  const key = await findSigningKey(world, { recorded, named: request.key });
  if (!key) return undefined;
  const { name } = current.record.rollout;
  const statement = signOffStatement(
    { rollout: name, phase: id, role, person: actor, evidenceDigest },
    { nonce: randomUUID(), signedAt: world.now().toISOString() },
  );
  return signStatement(world, key, statement);
}

/** One phase of a rollout. */
export function phaseOf({ phases }: DerivedRollout, id: PhaseId): DerivedPhase {
  const found = phases.find((phase) => phase.id === id);
  if (!found) throw new Error(`the rollout has no phase ${id}`);
  return found;
}

function refuseWhenPassed({ gate, title, state }: DerivedPhase): void {
  if (gate?.decision !== 'passed') return;
  throw new RefusedError(
    `${title} is passed already${state === 'drifted' ? ', and has drifted since' : ''}`,
    'Open it again with: codex-cockpit phase revisit PHASE --reason "…"',
  );
}

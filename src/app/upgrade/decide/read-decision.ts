import { findNativeBinary, hashFile } from '../../../codex/cli/install.ts';
import { teamHome } from '../../../codex/cli/isolation.ts';
import { digestInputs } from '../../../codex/rehearsal/digest-inputs.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { isSamePerson, type Person } from '../../../domain/people/person.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import { type Cadence, DEFAULT_CADENCE, parseCadence } from '../../../domain/upgrade/changelog/cadence.ts';
import { type ChangelogState, changelogState } from '../../../domain/upgrade/changelog/review.ts';
import {
  type Obstacle,
  obstaclesOf,
  SIGNING_ROLES,
  type UpgradeSignature,
  type UpgradeWaiver,
} from '../../../domain/upgrade/decide/obstacles.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import { approvedText } from '../../artifacts/read-artifacts.ts';
import type { World } from '../../world/world.ts';
import { type ChangelogRecord, readChangelogRecord } from '../changelog/changelog.ts';
import { findRehearsal, type RehearsalHead } from '../rehearsal/record-rehearsal.ts';

/** A rehearsal with everything that a decision about it rests on. */
export type UpgradeDecision = {
  head: RehearsalHead;
  waivers: readonly UpgradeWaiver[];
  signatures: readonly UpgradeSignature[];
  changelog: ChangelogState;
  cadence: Cadence;
  /** What is in the way of an approval. */
  obstacles: readonly Obstacle[];
};

/**
 * What a decision rests on beside the entries: stored texts, the bytes of the candidate and the configuration of the
 * team as they are now. It is read before an entry is decided.
 */
export type DecisionMaterial = {
  rehearsal: string;
  changelog: ChangelogRecord;
  cadence: Cadence;
  sha256: string | undefined;
  inputs: string;
};

/** @throws UsageError when nothing was rehearsed */
export async function readMaterial(
  world: World,
  store: ReadStore,
  asked: string | undefined,
): Promise<DecisionMaterial> {
  const { environment, cwd } = world;
  const { body } = await findRehearsal(store, asked);
  const [changelog, cadence, sha256, inputs] = await Promise.all([
    readChangelogRecord(store),
    readCadence(world, store),
    digestOf(body.to.path),
    digestInputs({ home: teamHome(environment), project: cwd, folders: body.folders }),
  ]);
  return { rehearsal: body.rehearsal, changelog, cadence, sha256, inputs };
}

/** How often the team reads release notes and decides, as its approved artifact says. */
async function readCadence(world: World, store: ReadStore): Promise<Cadence> {
  const text = await approvedText(world, store, 'upgrade-cadence');
  return text === undefined ? DEFAULT_CADENCE : parseCadence(text);
}

async function digestOf(codex: string): Promise<string | undefined> {
  const binary = await findNativeBinary(codex).catch(() => undefined);
  return hashFile(binary?.path ?? codex).catch(() => undefined);
}

/** Judges an upgrade by the entries as they are at this moment. */
export async function judgeDecision(
  world: Pick<World, 'now'>,
  views: Pick<Views, 'rollout' | 'people' | 'entriesOfKind'>,
  { rehearsal, changelog: record, cadence, sha256, inputs }: DecisionMaterial,
): Promise<UpgradeDecision> {
  const rollout = await views.rollout();
  if (!rollout) throw noRollout();
  const head = await findRehearsal(views, rehearsal);
  const { from, to, verdict, blockers, inputs_sha256 } = head.body;
  const changelog = changelogState(record, { from: from.version, to: to.version, now: world.now() });
  const waivers = (await readWaivers(views)).filter((one) => one.rehearsal === rehearsal);
  const signatures = (await readSignatures(views)).filter((one) => one.rehearsal === rehearsal);
  const obstacles = obstaclesOf({
    rehearsal: {
      ...{ id: rehearsal, seq: head.seq, from, to, inputs: inputs_sha256, verdict, blockers },
      ...{ by: head.actor, hasRole: await hadRole(views, head) },
    },
    now: { sha256, inputs, pin: rollout.pin, at: world.now() },
    waivers,
    signatures,
    signers: countSigners(await views.people()),
    changelog,
    cadence,
  });
  return { head, waivers, signatures, changelog, cadence, obstacles };
}

/**
 * What is known about the newest rehearsal, or another one, and what is in the way of an approval.
 *
 * @throws UsageError when nothing was rehearsed
 */
export async function readDecision(
  world: World,
  store: ReadStore,
  asked: string | undefined,
): Promise<UpgradeDecision> {
  return judgeDecision(world, store, await readMaterial(world, store, asked));
}

/** When release notes were reviewed and an upgrade was decided last, RFC 3339, and how often the team does both. */
export async function readDueDates(
  world: World,
  store: ReadStore,
): Promise<{ cadence: Cadence; read: string | undefined; decided: string | undefined }> {
  const newest = async (...kinds: readonly Parameters<Views['entriesOfKind']>[0][]) => {
    const entries = await Promise.all(kinds.map((kind) => store.entriesOfKind(kind)));
    return entries
      .flatMap((all) => all.slice(-1))
      .map(({ at }) => at)
      .sort()
      .at(-1);
  };
  const [cadence, read, decided] = await Promise.all([
    readCadence(world, store),
    newest('changelog.reviewed'),
    newest('upgrade.approved', 'upgrade.rejected', 'upgrade.rolled-back'),
  ]);
  return { cadence, read, decided };
}

/** Whether the person who recorded an entry had a role before it. */
async function hadRole(
  views: Pick<Views, 'entriesOfKind'>,
  { actor, seq }: Pick<RehearsalHead, 'actor' | 'seq'>,
): Promise<boolean> {
  const recorded = bodiesOf(await views.entriesOfKind('person.recorded'), 'person.recorded');
  const before = recorded.findLast((one) => one.seq < seq && isSamePerson(one.body.email, actor));
  return before !== undefined && before.body.roles.length > 0;
}

const countSigners = (people: readonly Person[]) =>
  people.filter(({ roles }) => SIGNING_ROLES.some((role) => roles.includes(role))).length;

async function readWaivers(views: Pick<Views, 'entriesOfKind'>): Promise<readonly UpgradeWaiver[]> {
  const entries = await views.entriesOfKind('upgrade.waived');
  return bodiesOf(entries, 'upgrade.waived').map(({ seq, at, actor, body }) => ({
    ...{ rehearsal: body.rehearsal, difference: body.difference, reason: body.reason, role: body.role },
    ...{ by: actor, at, seq, expiresAt: body.expires_at },
  }));
}

async function readSignatures(views: Pick<Views, 'entriesOfKind'>): Promise<readonly UpgradeSignature[]> {
  const entries = await views.entriesOfKind('upgrade.signed');
  return bodiesOf(entries, 'upgrade.signed').map(({ seq, at, actor, body }) => ({
    ...{ rehearsal: body.rehearsal, role: body.role, by: actor, at, seq },
  }));
}

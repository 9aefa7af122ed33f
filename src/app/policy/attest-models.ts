import { UsageError } from '../../domain/base/errors.ts';
import { attestedUntil } from '../../domain/base/evidence.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { parseModelPolicy } from '../../domain/policy/models/model-policy.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { readPolicyFile } from './lint-policy.ts';
import { usualModelPolicy } from './review-models.ts';

/** What was seen in the workspace settings. */
export type CloudAttestation = { statement: string; seenOn: string; until: string; by: string };

/**
 * Records that a person looked at the workspace settings and found what the statement says.
 *
 * @throws UsageError without a statement, for no day, one in the future or too long ago, or before a rollout is started
 * @throws RefusedError without the role
 */
export async function attestCloudModels(
  world: World,
  store: Store,
  asked: { statement?: string | undefined; seenOn?: string | undefined; policy?: string | undefined },
): Promise<CloudAttestation> {
  const actor = await actingPerson(world);
  const statement = cleanLine(asked.statement ?? (await statedIn(world, asked.policy ?? usualModelPolicy)));
  if (statement === '') throw new UsageError('an attestation needs a statement', 'Give it with --statement.');
  const seenOn = dayOf(asked.seenOn, world.now());
  await store.append(async (views) => {
    const rollout = await views.rollout();
    if (!rollout) throw noRollout();
    const role = await authorize(views, actor, 'attest the models of cloud tasks');
    const body = { v: 1 as const, statement, seen_on: seenOn, role, pin: rollout.pin };
    return [{ actor, subject: 'models/cloud', event: { kind: 'models.cloud-attested' as const, body } }];
  });
  return { statement, seenOn, until: attestedUntil(seenOn), by: actor };
}

async function statedIn(world: World, file: string): Promise<string> {
  const stated = parseModelPolicy(await readPolicyFile(world, file), file).cloud?.statement;
  if (stated !== undefined) return stated;
  throw new UsageError(`${file} states no cloud policy`, 'Say what you saw with --statement.');
}

function dayOf(text: string | undefined, now: Date): string {
  const today = now.toISOString().slice(0, 10);
  if (text === undefined) return today;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  if (!isDay || new Date(text).toISOString().slice(0, 10) !== text) {
    throw new UsageError(`"${cleanLine(text)}" is not a day`, 'Write it as YYYY-MM-DD.');
  }
  if (text > today) throw new UsageError(`${text} is in the future`, 'Name the day on which you looked.');
  if (attestedUntil(text) <= today)
    throw new UsageError(
      `what was seen on ${text} no longer counts`,
      'Look at the workspace settings again.',
    );
  return text;
}

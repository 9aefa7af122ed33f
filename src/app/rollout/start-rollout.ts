import semver from 'semver';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { DEFAULT_PIN, type Rollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import { personDraft } from '../people/people.ts';
import { actingPerson } from '../world/actor.ts';
import type { World } from '../world/world.ts';

/** What a new rollout is called and which CLI version it pins. */
export type NewRollout = { name: string; pin?: string | undefined };

/**
 * What a rollout is to be called, and its pin.
 *
 * @throws UsageError when the name is empty or the pin is not an exact version
 */
export function readNewRollout(asked: NewRollout): { name: string; pin: string } {
  const name = cleanLine(asked.name);
  if (name === '') throw new UsageError('a rollout needs a name', 'Give it one with --name.');
  return { name, pin: exactVersion(asked.pin ?? DEFAULT_PIN) };
}

/**
 * Starts the rollout of this database. Whoever starts it is its first rollout owner.
 *
 * @throws UsageError when the name is empty, the pin is not an exact version, or a rollout is there already
 */
export async function startRollout(world: World, store: Store, asked: NewRollout): Promise<Rollout> {
  const { name, pin } = readNewRollout(asked);
  const actor = await actingPerson(world);
  await store.append(async (views) => {
    const there = await views.rollout();
    if (there) {
      throw new UsageError(
        `this database already has the rollout "${there.name}", started ${there.startedAt.slice(0, 10)} by ${there.startedBy}`,
        'Name another database with --db to start a second one.',
      );
    }
    return [
      { actor, subject: 'rollout', event: { kind: 'rollout.started', body: { v: 1, name, pin } } },
      // Somebody has to be able to give the roles.
      personDraft(actor, { email: actor, name: undefined, roles: ['rollout owner'], keys: [] }),
    ];
  });
  const rollout = await store.rollout();
  if (!rollout) throw new Error('the rollout that was just started is not there');
  return rollout;
}

/** @throws UsageError unless the text is one exact version such as 0.139.0 */
export function exactVersion(text: string): string {
  const version = semver.valid(text);
  if (version === null) {
    throw new UsageError(
      `the pin "${cleanLine(text)}" is not an exact version`,
      'Name one version, such as 0.139.0.',
    );
  }
  return version;
}

import { onTestFinished } from 'vitest';
import { addPerson } from '../../src/app/people/people.ts';
import { acknowledgeSource, promoteSource } from '../../src/app/plugins/decide-source.ts';
import { reviewUpgrade } from '../../src/app/plugins/review-upgrade.ts';
import { startRollout } from '../../src/app/rollout/start-rollout.ts';
import { openWritableHistory } from '../../src/app/world/session.ts';
import { worldWithPlugins } from './marketplace.ts';
import { realCodex } from './world.ts';

const request = { codex: realCodex, signal: new AbortController().signal };

/** A world with plugins and a history in which Ada is rollout owner and Sue security owner. */
export async function rolloutWithPlugins() {
  const plugins = worldWithPlugins();
  const world = { ...plugins.world, as: 'ada@example.com' };
  const sue = { ...plugins.world, as: 'sue@example.com' };
  const store = await openWritableHistory(world, {});
  onTestFinished(() => store.close());
  await startRollout(world, store, { name: 'Acme' });
  await addPerson(world, store, { email: 'sue@example.com', add: ['security owner'] });
  /** Makes a source a team standard: two steps up, reviewed and acknowledged in between. */
  const promote = async (source: string) => {
    const step = { source, reason: 'two weeks of use', ...request };
    await promoteSource(world, store, step);
    await reviewUpgrade(world, store, { ...request, marketplace: source });
    await acknowledgeSource(sue, store, { ...request, source });
    return promoteSource(world, store, step);
  };
  return { ...plugins, world, sue, store, promote };
}

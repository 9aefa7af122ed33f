import { approveArtifact } from '../app/artifacts/approve-artifact.ts';
import { submitArtifact } from '../app/artifacts/submit-artifact.ts';
import { addPerson, alterPerson } from '../app/people/people.ts';
import { acknowledgeSource, demoteSource, promoteSource } from '../app/plugins/decide-source.ts';
import { reviewUpgrade } from '../app/plugins/review-upgrade.ts';
import { takeSnapshot } from '../app/plugins/snapshots.ts';
import { movePin } from '../app/rollout/alter-rollout.ts';
import { beginRollout } from '../app/rollout/begin-rollout.ts';
import { attestItem, waiveItem, withdrawFromItem } from '../app/rollout/item-decisions.ts';
import { passPhase, revisitPhase, signPhase } from '../app/rollout/phase-decisions.ts';
import type { openWritableHistory } from '../app/world/session.ts';
import type { World } from '../app/world/world.ts';
import { findPerson } from '../domain/people/person.ts';
import { parseRole } from '../domain/people/role.ts';
import type { Intent } from './intent.ts';

/** What a person decided, to be recorded. */
export type Decision = Exclude<Intent, { type: 'quit' | 'stop' | 'run' | 'act-as' }>;

type Store = Awaited<ReturnType<typeof openWritableHistory>>;

/**
 * Records a decision. Returns what to tell the person.
 *
 * @throws CockpitError when the rules do not allow it
 */
export async function decide(
  world: World,
  store: Store,
  intent: Decision,
  codex: string | undefined,
): Promise<string> {
  const request = { codex, signal: new AbortController().signal };
  switch (intent.type) {
    case 'start-rollout': {
      const { name } = await beginRollout(world, store, intent);
      return `started "${name}"; press 4 to see what you could do now`;
    }
    case 'attest': {
      const { item, state } = await attestItem(world, store, intent);
      return `attested ${item.id}; it is ${state}`;
    }
    case 'waive': {
      const { item, state } = await waiveItem(world, store, intent);
      return `waived ${item.id}; it is ${state}`;
    }
    case 'withdraw': {
      const { item, state } = await withdrawFromItem(world, store, intent);
      return `withdrawn; ${item.id} is ${state}`;
    }
    case 'sign': {
      const { title } = await signPhase(world, store, intent);
      return `signed the gate of ${title} as ${intent.role}`;
    }
    case 'pass': {
      const { title } = await passPhase(world, store, intent.phase);
      return `passed the gate of ${title}`;
    }
    case 'revisit': {
      const { title } = await revisitPhase(world, store, intent);
      return `the gate of ${title} is open again`;
    }
    case 'move-pin': {
      const { pin } = await movePin(world, store, intent);
      return `the pin is ${pin}; what was bound to the old one is stale`;
    }
    case 'snapshot': {
      const { seq } = await takeSnapshot(world, store, request);
      return `snapshot ${seq} is recorded`;
    }
    case 'upgrade-review': {
      const { outcome, summary } = await reviewUpgrade(world, store, { ...request, ...intent });
      return `${intent.marketplace}: ${outcome}, ${summary}`;
    }
    case 'acknowledge': {
      const commands = await acknowledgeSource(
        world,
        store,
        { ...request, source: intent.source },
        intent.shown,
      );
      return `acknowledged ${commands.length} commands of ${intent.source}`;
    }
    case 'promote': {
      const { source, state } = await promoteSource(world, store, { ...request, ...intent });
      return `${source} is ${state}`;
    }
    case 'demote':
    case 'block': {
      const to = intent.type === 'block' ? 'blocked' : 'experiment';
      const { source, state } = await demoteSource(world, store, { ...request, ...intent, to });
      return `${source} is ${state}`;
    }
    case 'submit-artifact': {
      const { revision, awaits } = await submitArtifact(world, store, intent);
      return `${intent.artifact} revision ${revision} waits for ${awaits.join(', ')}`;
    }
    case 'approve-artifact': {
      const { revision, role, complete } = await approveArtifact(world, store, intent);
      const rest = complete ? 'it counts from now on' : 'it waits for more approvals';
      return `approved ${intent.artifact} revision ${revision.revision} as ${role}; ${rest}`;
    }
    case 'add-person': {
      const asked = { email: intent.email, add: [parseRole(intent.role)] };
      const there = findPerson(await store.people(), intent.email);
      const { email, roles } = await (there ? alterPerson : addPerson)(world, store, asked);
      return `${email} takes part as ${roles.join(', ')}`;
    }
  }
}

/** Whether a decision changes what the plugins screen shows. */
export function isAboutPlugins({ type }: Decision): boolean {
  return ['snapshot', 'upgrade-review', 'acknowledge', 'promote', 'demote', 'block'].includes(type);
}

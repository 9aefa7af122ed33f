import { UsageError } from '../../../domain/base/errors.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import { allItems, type DerivedRollout } from '../../../domain/rollout/derive-rollout.ts';
import { ITEM_STATES } from '../../../domain/rollout/items/item-status.ts';
import type { ObservedHistory } from '../../../domain/runs/observe/observed-history.ts';
import type { Machine, Waves } from '../../../domain/upgrade/rings/waves.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import { findDrift } from '../../artifacts/find-drift.ts';
import { readRollout } from '../../rollout/read-rollout.ts';
import { readMachines, readWaves } from '../../upgrade/rings/rings.ts';
import type { World } from '../../world/world.ts';

/**
 * Reads what the metrics are made from. No check is run and nothing is recorded.
 *
 * @param repositories folders of repositories in which copies of artifacts are compared with what counts
 * @throws UsageError for an empty history, or a folder that is in no repository
 */
export async function readObserved(
  world: World,
  store: ReadStore,
  { repositories }: { repositories: readonly string[] },
): Promise<ObservedHistory> {
  const first = await store.entry(1);
  if (!first) throw new UsageError('the history has no entry', 'Start a rollout: codex-cockpit init');
  const current = (await store.rollout()) && (await readRollout(world, store));
  const incidents = await bodies(store, 'incident.opened');
  return {
    startedAt: first.at,
    entries: await store.countEntries(),
    runs: await bodies(store, 'exec.captured'),
    packs: await bodies(store, 'pack.created'),
    verifications: await bodies(store, 'provenance.verified'),
    judgements: await bodies(store, 'gate.judged'),
    lints: await bodies(store, 'workflows.linted'),
    incidents: {
      opened: incidents.map(({ incident }) => incident),
      closed: (await bodies(store, 'incident.closed')).map(({ incident }) => incident),
    },
    suites: (await store.newestOfEachSuite()).flatMap(({ suite, verdict, counts, finishedAt }) =>
      verdict === undefined || finishedAt === undefined ? [] : [{ suite, verdict, counts, finishedAt }],
    ),
    rollout: current && rolloutState(current.derived),
    copies: current ? await readCopies(world, store, { rollout: current.derived, repositories }) : [],
    machines: current ? await machineStates(world, store) : [],
  };
}

/** The bodies of all entries of a kind, oldest first. */
async function bodies<K extends Parameters<typeof bodiesOf>[1]>(store: ReadStore, kind: K) {
  return bodiesOf<K>(await store.entriesOfKind(kind), kind).map(({ body }) => body);
}

function rolloutState(derived: DerivedRollout): ObservedHistory['rollout'] {
  const { rollout, phases } = derived;
  const states = Map.groupBy(allItems(derived), ({ state }) => state);
  return {
    pin: rollout.pin,
    pinnedAt: rollout.pinnedAt,
    phases: phases.map(({ id, state }) => ({ id, state })),
    items: Object.fromEntries(ITEM_STATES.map((state) => [state, states.get(state)?.length ?? 0])),
  };
}

type Copies = ObservedHistory['copies'];

/** Every published copy: as it is in the named repositories, and elsewhere as its publication left it. */
async function readCopies(
  world: World,
  store: ReadStore,
  { rollout, repositories }: { rollout: DerivedRollout; repositories: readonly string[] },
): Promise<Copies> {
  const keyOf = (one: { artifact: string; repository: string; path: string }) =>
    JSON.stringify([one.artifact, one.repository, one.path]);
  const copies = new Map<string, Copies[number]>();
  const approved = new Map(rollout.artifacts.map((one) => [one.id, one.approved?.revision]));
  for (const copy of await store.artifactCopies()) {
    const counts = approved.get(copy.artifact);
    const isNewer = counts === undefined || copy.revision > counts;
    const state = isNewer ? 'not approved' : copy.revision === counts ? 'same' : 'older';
    copies.set(keyOf(copy), { state, seen: 'history' });
  }
  if (repositories.length > 0)
    for await (const report of findDrift(world, store, { repositories, artifacts: [] }))
      if (report.state !== 'absent') copies.set(keyOf(report), { state: report.state, seen: 'repository' });
  return [...copies.values()];
}

async function machineStates(world: World, store: ReadStore): Promise<ObservedHistory['machines']> {
  const [machines, waves] = await Promise.all([readMachines(store), readWaves(world, store)]);
  return machines.map((machine) => machineState(machine, waves));
}

function machineState(
  { machine, cliVersion }: Machine,
  { version, strays }: Waves,
): ObservedHistory['machines'][number] {
  if (cliVersion === null) return 'unknown';
  if (strays.some((stray) => stray.machine === machine)) return 'stray';
  return cliVersion === version ? 'on pin' : 'earlier pin';
}

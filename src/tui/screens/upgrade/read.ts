import { newestRelease, readChangelog } from '../../../app/upgrade/changelog/changelog.ts';
import {
  readDecision,
  readDueDates,
  type UpgradeDecision,
} from '../../../app/upgrade/decide/read-decision.ts';
import { findWayBack, type WayBack } from '../../../app/upgrade/decide/way-back.ts';
import {
  findRehearsal,
  listRehearsals,
  type RehearsalHead,
  readRehearsal,
} from '../../../app/upgrade/rehearsal/record-rehearsal.ts';
import { installedVersions } from '../../../app/upgrade/toolchains.ts';
import type { World } from '../../../app/world/world.ts';
import { CockpitError } from '../../../domain/base/errors.ts';
import type { ChangelogState } from '../../../domain/upgrade/changelog/review.ts';
import type { Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import type { ReadableHistory } from '../../shell/connection.ts';
import { describeFault } from '../../shell/decision.ts';
import { isRunning } from '../../shell/guards.ts';
import { type Change, type Doing, type State, type Step, slice } from '../../shell/state.ts';

/** The way back from the pin, with the blockers on it once it is rehearsed. */
export type BackRead = WayBack & { blockers: readonly string[] };

/** What was read of upgrades. */
export type UpgradeRead = {
  /** What it was read for: what was recorded, at what time, and which rehearsal was chosen. */
  of: string | undefined;
  /** Whether the rehearsals were read. */
  isRead: boolean;
  /** The entry of the rehearsal that somebody chose; the newest one is shown without. */
  chosen: number | undefined;
  /** All rehearsals, newest first. */
  heads: readonly RehearsalHead[];
  /** The one that is shown. */
  shown: { head: RehearsalHead; rehearsal: Rehearsal } | undefined;
  /** How far it is decided; undefined until that is read, and without a rollout. */
  decision: UpgradeDecision | undefined;
  /** Whether the decision and the release notes were read. */
  isDecisionRead: boolean;
  /** The release notes up to the candidate, or up to the newest ones without a rehearsal. */
  changelog: ChangelogState | undefined;
  /** When release notes were read and an upgrade was decided last, and how often the team does both. */
  due: Awaited<ReturnType<typeof readDueDates>> | undefined;
  /** The way back from the pin; undefined where it never moved. */
  wayBack: BackRead | undefined;
  /** The versions that are installed side by side. */
  versions: readonly string[];
  /** Why something of this could not be read. */
  fault: string | undefined;
};

export const upgrade = slice<UpgradeRead>('cli-upgrade', {
  of: undefined,
  isRead: false,
  chosen: undefined,
  heads: [],
  shown: undefined,
  decision: undefined,
  isDecisionRead: false,
  changelog: undefined,
  due: undefined,
  wayBack: undefined,
  versions: [],
  fault: undefined,
});

/** What the read has to be of for this state. */
export function wantedOf(state: State): string | undefined {
  const { status, now } = state;
  if (!status) return undefined;
  return `${status.entries} ${now.getTime()} ${upgrade.of(state).chosen ?? 'newest'}`;
}

/** Reads the rehearsal when a view of it is shown and something may have changed: entries, the clock, files. */
export function loadUpgrade(state: State): Step {
  const wanted = wantedOf(state);
  const now = upgrade.of(state);
  if (wanted === undefined || now.of === wanted) return [state];
  // What is being carried out records all the time, and the screens are read again after it.
  if (now.isRead && isRunning(state)) return [state];
  return [
    upgrade.set(state, { ...now, of: wanted }),
    { name: 'read-upgrade', input: wanted, carryOut: (doing) => read(doing, wanted, now) },
  ];
}

async function read(doing: Doing, wanted: string, known: UpgradeRead): Promise<void> {
  const set = (found: Partial<UpgradeRead>) => {
    const change: Change = (state) => {
      const now = upgrade.of(state);
      return now.of === wanted ? upgrade.set(state, { ...now, ...found }) : state;
    };
    doing.change(change);
  };
  try {
    await doing.reading(async (store) => {
      const world = doing.world();
      const [heads, versions] = await Promise.all([listRehearsals(store), installedVersions(world)]);
      const head = heads.find(({ seq }) => seq === known.chosen) ?? heads[0];
      const found = { isRead: true, heads, versions, fault: undefined };
      const isSame = known.shown?.head.seq === head?.seq;
      const shown = isSame || !store ? known.shown : head && (await readRehearsal(store, String(head.seq)));
      set({ ...found, shown, decision: isSame ? known.decision : undefined });
      if (!store || !(await store.rollout())) return;
      set({ due: await readDueDates(world, store) });
      // It takes a second: the program of the candidate is hashed.
      const decision = head && (await readDecision(world, store, String(head.seq)));
      const changelog = decision?.changelog ?? (await newestNotes(world, store));
      set({ decision, changelog, isDecisionRead: true });
      set({ wayBack: await readWayBack(world, store, undefined).catch(unlessThereIsNone) });
    });
  } catch (cause) {
    // The history is closed once the cockpit is left.
    if (doing.signal.aborted) return;
    if (!(cause instanceof CockpitError)) throw cause;
    set({ isRead: true, isDecisionRead: true, fault: describeFault(cause) });
  }
}

/** The release notes from the pin to the newest version that some were imported of. */
async function newestNotes(
  world: World,
  store: NonNullable<ReadableHistory>,
): Promise<ChangelogState | undefined> {
  const to = await newestRelease(store);
  const from = (await store.rollout())?.pin;
  return to === undefined || from === undefined ? undefined : readChangelog(world, store, { from, to });
}

/**
 * The way back from the pin with its blockers.
 *
 * @throws CockpitError when the pin never was that version
 */
export async function readWayBack(
  world: World,
  store: NonNullable<ReadableHistory>,
  asked: string | undefined,
): Promise<BackRead> {
  const way = await findWayBack(world, store, asked);
  const blockers =
    way.rehearsed === undefined ? [] : (await findRehearsal(store, way.rehearsed)).body.blockers;
  return { ...way, blockers };
}

function unlessThereIsNone(cause: unknown): undefined {
  if (!(cause instanceof CockpitError)) throw cause;
}

/** Why nothing can be done about a rehearsal: none is shown. */
export function withoutRehearsal(state: State): string | undefined {
  const { isRead, shown } = upgrade.of(state);
  if (shown) return undefined;
  return isRead ? 'nothing was rehearsed yet' : 'the history is being read';
}

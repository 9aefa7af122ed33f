import { availableParallelism } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import pMap from 'p-map';
import semver from 'semver';
import { v7 } from 'uuid';
import { findNativeBinary, hashFile } from '../../../codex/cli/install.ts';
import { sweepIsolations, teamHome } from '../../../codex/cli/isolation.ts';
import { endAbandoned } from '../../../codex/rehearsal/connections/remains.ts';
import { digestInputs } from '../../../codex/rehearsal/digest-inputs.ts';
import { observe, type SharedWork } from '../../../codex/rehearsal/observe.ts';
import type { Observer, TeamPlace } from '../../../codex/rehearsal/observer.ts';
import { observers } from '../../../codex/rehearsal/observers.ts';
import { tryWitness } from '../../../codex/rehearsal/try-witness.ts';
import { RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { SuiteReport } from '../../../domain/checks/recorded.ts';
import type { Suite } from '../../../domain/checks/suite.ts';
import { DEFAULT_PIN } from '../../../domain/rollout/rollout.ts';
import { compareObservations } from '../../../domain/upgrade/rehearsal/compare.ts';
import type { Observation } from '../../../domain/upgrade/rehearsal/observation.ts';
import {
  areasWithoutRules,
  type RatedArea,
  type RatedDifference,
  rateAreas,
} from '../../../domain/upgrade/rehearsal/rate.ts';
import {
  boundUnsearched,
  differencesOf,
  type Rehearsal,
  type RehearsedCli,
} from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import type { RuleTable } from '../../../domain/upgrade/rehearsal/rules.ts';
import type { Store } from '../../../store/connection/open.ts';
import { runSuite } from '../../checks/run-suite.ts';
import { eventsOf } from '../../world/events-of.ts';
import { findCli, findWorkingCli } from '../../world/find-cli.ts';
import { productFolder } from '../../world/product-folder.ts';
import type { World } from '../../world/world.ts';
import { type FoundUses, findUses } from './find-uses.ts';
import { readRehearsal, recordRehearsal } from './record-rehearsal.ts';
import { suiteObservation } from './suite-observation.ts';

/** What to rehearse. */
export type RehearsalRequest = {
  /** The CLI of the pin; the one that is usually found when undefined. */
  from: string | undefined;
  /** The candidate: a path or an installed version. */
  to: string;
  suite: Suite;
  /** Folders below the project in which sessions start too. */
  folders: readonly string[];
  /** Folders that are searched for lines that use the CLI, relative to the working folder, which it is when empty. */
  projects: readonly string[];
  rules: RuleTable;
  /** Names of observers, and `suite`: only these look, and nothing is recorded as a rehearsal. All when empty. */
  only: readonly string[];
  signal?: AbortSignal;
};

/** Progress of a rehearsal. Steps are those of both CLIs together; witnesses are planned once they are known. */
export type RehearsalEvent =
  | { type: 'started'; pin: RehearsedCli; candidate: RehearsedCli; planned: number }
  | { type: 'progress'; on: 'pin' | 'candidate' | 'both'; step: string; done: number; planned: number }
  /** `seq` is the entry; undefined for a part that was looked at by itself. */
  | { type: 'finished'; rehearsal: Rehearsal; seq: number | undefined };

/**
 * Rehearses an upgrade: the suite and every observer on the pin and on the candidate, on copies of what the team has,
 * compared, rated, and recorded once it is whole. The runs of the suite are recorded as they go.
 *
 * @throws UsageError when one of the CLIs or a folder is not there, or when both are the same program
 * @throws RefusedError when the CLI found for the pin is not the pin
 */
export async function* rehearse(
  world: World,
  store: Store,
  request: RehearsalRequest,
): AsyncGenerator<RehearsalEvent> {
  const { environment } = world;
  refuseUnknown(request.only);
  const pinned = (await store.rollout())?.pin ?? DEFAULT_PIN;
  const signal = request.signal ?? new AbortController().signal;
  const [pin, candidate] = await Promise.all([
    identify(world, await findPinned(world, { from: request.from, pinned, signal }), signal),
    identify(world, request.to, signal),
  ]);
  if (pin.sha256 === candidate.sha256)
    throw new UsageError(
      `${cleanLine(candidate.path)} is the same program as the pin (${pin.version})`,
      'Name another version with --to.',
    );
  const found = await findUses(world, { folders: request.projects, signal });
  const team = {
    home: teamHome(environment),
    project: world.cwd,
    folders: foldersOf(world, request.folders),
  };
  yield* eventsOf<RehearsalEvent>(
    (tell, abandon) =>
      carryOut(world, store, { request, team, found, pin, candidate, pinned, tell, signal: abandon.signal }),
    request.signal,
  );
}

type Work = {
  request: RehearsalRequest;
  team: TeamPlace;
  found: FoundUses;
  pin: RehearsedCli;
  candidate: RehearsedCli;
  pinned: string;
  tell: (event: RehearsalEvent) => void;
  signal: AbortSignal;
};

async function carryOut(world: World, store: Store, work: Work): Promise<void> {
  const { request, team, found, pin, candidate, tell, signal } = work;
  const { rules } = request;
  const started = performance.now();
  const at = world.now().toISOString();
  await sweepIsolations(world.environment, world.now());
  await endAbandoned();
  const { looking, judges } = partsOf(request);
  let planned = 2 * ((judges ? request.suite.checks.length : 0) + looking.length);
  let done = 0;
  const step = (on: 'pin' | 'candidate' | 'both', name: string) =>
    tell({ type: 'progress', on, step: name, done: ++done, planned });
  tell({ type: 'started', pin, candidate, planned });
  const inputs = await digestInputs(team);
  const shared: SharedWork = new Map();
  const [before, after] = await Promise.all([
    observeCli(world, store, { ...work, shared }, 'pin', step),
    observeCli(world, store, { ...work, shared }, 'candidate', step),
  ]);
  signal.throwIfAborted();
  const rated = rateAreas(compareObservations(before.observation, after.observation), {
    rules,
    uses: found.uses,
  });
  // Which witnesses there are is known only now.
  planned += differencesOf({ areas: rated }).filter(needsTrial).length;
  const areas = await tryWitnesses(world, rated, work, (id) => step('both', `witness of ${id}`));
  const rehearsal: Rehearsal = {
    id: v7({ msecs: world.now().getTime() }),
    at,
    pin,
    candidate,
    inputs,
    folders: team.folders,
    searched: found.searched,
    unsearched: boundUnsearched(found.unread),
    rules: { version: rules.version, digest: rules.digest, overrides: rules.overrides },
    areasWithoutRules: areasWithoutRules(rules, (range) =>
      semver.satisfies(candidate.version, range, { includePrerelease: true }),
    ),
    areas,
    runs: before.report && after.report ? { pin: before.report.run, candidate: after.report.run } : undefined,
    durationMs: Math.round(performance.now() - started),
  };
  if (request.only.length > 0) return tell({ type: 'finished', rehearsal, seq: undefined });
  const seq = await recordRehearsal(world, store, rehearsal);
  // As every later reading shows it: with the time of the entry, and in the order of the stored texts.
  const recorded = await readRehearsal(store, String(seq));
  tell({ type: 'finished', rehearsal: recorded.rehearsal, seq });
}

/** Who looks at the CLIs. */
function partsOf({ only }: RehearsalRequest): { looking: readonly Observer[]; judges: boolean } {
  return {
    looking: observers.filter(({ name }) => only.length === 0 || only.includes(name)),
    judges: only.length === 0 || only.includes('suite'),
  };
}

function refuseUnknown(only: readonly string[]): void {
  const names = ['suite', ...observers.map(({ name }) => name)];
  const unknown = only.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no observer "${cleanLine(unknown)}"`, `There are: ${names.join(', ')}.`);
}

/** The suite and the observers on one of the two. Half of the cores each, so that neither waits for the other. */
async function observeCli(
  world: World,
  store: Store,
  { request, team, pin, candidate, pinned, shared, signal }: Work & { shared: SharedWork },
  on: 'pin' | 'candidate',
  step: (on: 'pin' | 'candidate', name: string) => void,
): Promise<{ observation: Observation; report: SuiteReport | undefined }> {
  const [cli, other] = on === 'pin' ? [pin, candidate] : [candidate, pin];
  const { looking, judges } = partsOf(request);
  const suite = () =>
    judge(
      runSuite(world, store, {
        suite: request.suite,
        codex: cli.path,
        pin: on === 'pin' ? pin.version : pinned,
        asCandidate: on === 'candidate',
        signal,
      }),
      (check) => step(on, check),
    );
  const [observation, report] = await Promise.all([
    observe({ ...cli, other: other.path, pin: pin.path }, looking, {
      team,
      environment: world.environment,
      signal,
      shared,
      concurrency: Math.max(1, Math.floor(availableParallelism() / 2)),
      onProgress: ({ step: observer = '' }) => step(on, observer),
    }),
    judges ? suite() : undefined,
  ]);
  const verdicts = report ? [suiteObservation(report, team)] : [];
  return { observation: { ...observation, areas: [...verdicts, ...observation.areas] }, report };
}

async function judge(
  events: ReturnType<typeof runSuite>,
  tell: (check: string) => void,
): Promise<SuiteReport> {
  for await (const event of events) {
    if (event.type === 'check-finished') tell(event.result.check);
    if (event.type === 'finished') return event.report;
  }
  throw new Error('the suite ended without a verdict');
}

/** Only what blocks needs to be shown by itself. */
const needsTrial = ({ weight, witness }: RatedDifference) => weight === 'blocker' && witness !== undefined;

async function tryWitnesses(
  { environment }: World,
  areas: readonly RatedArea[],
  { pin, candidate, signal }: Work,
  step: (id: string) => void,
): Promise<readonly RatedArea[]> {
  const clis = { pin: pin.path, candidate: candidate.path };
  const cockpit = [process.execPath, join(productFolder(), 'dist', 'main.js')];
  return Promise.all(
    areas.map(async (area) => ({
      ...area,
      differences: await pMap(
        area.differences,
        async (one) => {
          if (!needsTrial(one) || !one.witness) return one;
          const tried = await tryWitness(one.witness, clis, { cockpit, environment, signal });
          step(one.id);
          return { ...one, tried };
        },
        { concurrency: availableParallelism() },
      ),
    })),
  );
}

async function identify(world: World, named: string, signal: AbortSignal): Promise<RehearsedCli> {
  const { codex, version } = await findWorkingCli(world, { codex: named, signal });
  const binary = await findNativeBinary(codex);
  return { version, path: codex, sha256: await hashFile(binary?.path ?? codex) };
}

/** The CLI of the pin: the one that is named, else an installed one of that version, else the usual one if it is the pin. */
async function findPinned(
  world: World,
  { from, pinned, signal }: { from: string | undefined; pinned: string; signal: AbortSignal },
): Promise<string> {
  if (from !== undefined) return from;
  const installed = await findCli(world, pinned).catch((cause: unknown) => {
    if (cause instanceof UsageError) return undefined;
    throw cause;
  });
  if (installed !== undefined) return installed;
  const { codex, version } = await findWorkingCli(world, { signal });
  if (version === pinned) return codex;
  throw new RefusedError(
    `${cleanLine(codex)} is ${version}, and the pin is ${pinned}`,
    `Install it: codex-cockpit upgrade install ${pinned}. Or name the CLI of the pin with --from.`,
  );
}

/** Folders relative to the project, the project itself first. */
function foldersOf({ cwd }: World, asked: readonly string[]): readonly string[] {
  const below = asked.map((folder) => {
    const path = relative(cwd, resolve(cwd, folder));
    if (path.startsWith('..') || isAbsolute(path))
      throw new UsageError(
        `${cleanLine(folder)} is not below the working folder`,
        'Run the rehearsal from the root of the project.',
      );
    return path || '.';
  });
  return [...new Set(['.', ...below])];
}

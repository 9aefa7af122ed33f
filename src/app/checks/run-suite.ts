import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { pipeline } from 'node:stream/promises';
import pMap from 'p-map';
import { v7 } from 'uuid';
import { runCheck } from '../../codex/checks/run-check.ts';
import type { SuiteContext } from '../../codex/checks/suite-context.ts';
import { identifyCodex } from '../../codex/cli/find.ts';
import { findProgram } from '../../codex/cli/install.ts';
import { sweepIsolations, teamHome } from '../../codex/cli/isolation.ts';
import { readTeamSecrets } from '../../codex/config/team-layers.ts';
import { shareInventory } from '../../codex/plugins/shared-inventory.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Check } from '../../domain/checks/check.ts';
import type { RecordedCheck, SuiteReport } from '../../domain/checks/recorded.ts';
import { type Suite, selectChecks } from '../../domain/checks/suite.ts';
import { judgeSuite, type SuiteVerdict } from '../../domain/checks/verdict.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import { approvedText } from '../artifacts/read-artifacts.ts';
import { readSourceRecord } from '../plugins/source-record.ts';
import { newestAttestation } from '../policy/review-models.ts';
import { exactVersion } from '../rollout/start-rollout.ts';
import { readBaseline } from '../upgrade/baselines.ts';
import { actingPerson } from '../world/actor.ts';
import { eventsOf } from '../world/events-of.ts';
import { findCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';
import { loadKnownIssues } from './load-known-issues.ts';
import { RunRecorder } from './run-recorder.ts';

/** What to run, and on which CLI. */
export type SuiteRequest = {
  suite: Suite;
  /** Ids of checks; all when empty. */
  ids?: readonly string[];
  /** Path of the CLI under test; found on PATH when undefined. */
  codex?: string | undefined;
  /** The version to judge by; the rollout's pin when undefined. */
  pin?: string | undefined;
  /** Judges the CLI by itself, and compares it with what was recorded of the pin. */
  asCandidate?: boolean | undefined;
  /** Interrupts the run when aborted; what finished until then stays recorded. */
  signal?: AbortSignal;
};

/** Progress of a run. Durations are milliseconds. */
export type SuiteEvent =
  | { type: 'started'; run: string; suite: string; pin: string; cliPath: string; checks: readonly Check[] }
  | { type: 'check-started'; check: string }
  | { type: 'check-finished'; result: RecordedCheck }
  | { type: 'finished'; report: SuiteReport };

/**
 * Runs a suite against a CLI, checks side by side up to the number of cores, and records each result
 * as it comes, so that a killed run keeps what it had found.
 *
 * Stopping the iteration early interrupts the run.
 *
 * @throws UsageError for an unknown check id or an inexact pin, before anything is recorded
 */
export async function* runSuite(
  world: World,
  store: Store,
  request: SuiteRequest,
): AsyncGenerator<SuiteEvent> {
  await requireTeamHome(world);
  const checks = selectChecks(request.suite, request.ids ?? []);
  const pin = exactVersion(request.pin ?? (await store.rollout())?.pin ?? DEFAULT_PIN);
  const path = await findCli(world, request.codex);
  const actor = await actingPerson(world);
  const run = v7({ msecs: world.now().getTime() });
  const plan: Plan = {
    world,
    recorder: new RunRecorder(store, { run, actor, knownIssues: await loadKnownIssues() }),
    run,
    suite: request.suite,
    checks,
    pin,
    path,
    asCandidate: request.asCandidate ?? false,
    sources: () => readSourceRecord(store),
    approvedText: (artifact) => approvedText(world, store, artifact),
    cloudAttestation: () => newestAttestation(store),
  };

  yield* eventsOf<SuiteEvent>(
    (tell, abandon) => carryOut(plan, { signal: abandon.signal, abandon }, tell),
    request.signal,
  );
}

/** A mistyped CODEX_HOME would make every check of the configuration skip. */
async function requireTeamHome({ environment }: World): Promise<void> {
  if (!environment.CODEX_HOME) return;
  const home = teamHome(environment);
  if ((await stat(home).catch(() => undefined))?.isDirectory()) return;
  throw new UsageError(
    `CODEX_HOME names ${cleanLine(home)}, and there is no such folder`,
    'Correct it, or unset it for ~/.codex.',
  );
}

type Plan = {
  world: World;
  recorder: RunRecorder;
  run: string;
  suite: Suite;
  checks: readonly Check[];
  pin: string;
  path: string;
  asCandidate: boolean;
  sources: SuiteContext['sources'];
  approvedText: SuiteContext['approvedText'];
  cloudAttestation: SuiteContext['cloudAttestation'];
};

type Emit = (event: SuiteEvent) => unknown;

type Stop = { signal: AbortSignal; abandon: AbortController };

async function carryOut(plan: Plan, { signal, abandon }: Stop, emit: Emit): Promise<void> {
  const { world, recorder, suite, checks, pin, path, run } = plan;
  const started = performance.now();
  const startedAt = world.now().toISOString();
  await recorder.start({ suite, checks, pin, path, asCandidate: plan.asCandidate });
  emit({ type: 'started', run, suite: suite.name, pin, cliPath: path, checks });
  await sweepIsolations(world.environment, world.now());

  const { environment } = world;
  const identity = identifyCodex(path, { environment, signal });
  const digest = digestOfFile(path);
  // A failure reaches the code that awaits it; until then it must not end the program.
  identity.catch(() => undefined);
  const plugins = shareInventory(path, { identity, environment, signal });
  const context: SuiteContext = {
    codex: path,
    program: findProgram(path),
    identity,
    pin,
    asCandidate: plan.asCandidate,
    project: world.cwd,
    baselineOf: (version) => readBaseline(world, version),
    sources: plan.sources,
    plugins,
    approvedText: plan.approvedText,
    cloudAttestation: plan.cloudAttestation,
    environment,
    teamSecrets: await readTeamSecrets({ home: teamHome(environment), project: world.cwd }),
    platform: process.platform,
    newNonce: randomUUID,
    now: world.now,
    signal,
  };
  const results: RecordedCheck[] = [];
  const runOne = async (check: Check) => {
    if (signal.aborted) return;
    emit({ type: 'check-started', check: check.id });
    const judged = await runCheck(check, context);
    // A check that was stopped half-way says nothing about the CLI.
    if (signal.aborted) return;
    const { version } = await identity;
    const result = await recorder.check(check, judged, { version, path, sha256: await digest });
    results.push(result);
    emit({ type: 'check-finished', result });
  };
  try {
    await allOrAbandon(longestFirst(checks), runOne, abandon);
  } finally {
    await plugins.end();
  }

  const interrupted = results.length < checks.length;
  const report: SuiteReport = {
    run,
    suite: suite.name,
    pin,
    cliPath: path,
    cliVersion: (await identity).version,
    cliSha256: await digest,
    verdict: interrupted ? worstOfInterrupted(results) : judgeSuite(results),
    interrupted,
    startedAt,
    durationMs: performance.now() - started,
    checks: checks.flatMap(({ id }) => results.filter((result) => result.check === id)),
  };
  await recorder.finish(report);
  emit({ type: 'finished', report });
}

/** Runs as many at a time as there are cores. When one fails the others are stopped, and clean up before it is thrown. */
async function allOrAbandon<T>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  abandon: AbortController,
): Promise<void> {
  const run = (item: T) =>
    work(item).catch((cause: unknown) => {
      abandon.abort();
      throw cause;
    });
  try {
    await pMap(items, run, { concurrency: availableParallelism(), stopOnError: false });
  } catch (cause) {
    throw cause instanceof AggregateError ? cause.errors[0] : cause;
  }
}

/** SHA-256 of the file of a path, links followed; undefined when it cannot be read. */
async function digestOfFile(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}

/** An interrupted suite is at best unknown. */
function worstOfInterrupted(results: readonly RecordedCheck[]): SuiteVerdict {
  return judgeSuite(results) === 'fail' ? 'fail' : 'error';
}

/** Checks with a long timeout start first, so that no long one is left at the end. */
function longestFirst(checks: readonly Check[]): Check[] {
  return [...checks].sort((a, b) => b.timeoutMs - a.timeoutMs);
}

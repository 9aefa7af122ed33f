import { WorkError } from '../../domain/errors.ts';
import { type Expected, expectOf } from '../../domain/sandbox/expect.ts';
import { type DeniedPlace, deniedPlaces, listProbes } from '../../domain/sandbox/list-probes.ts';
import { judgeCell, type ProfileTrial } from '../../domain/sandbox/matrix.ts';
import type { PlannedTrial } from '../../domain/sandbox/plan-trials.ts';
import type { Observation, SandboxProbe } from '../../domain/sandbox/probe.ts';
import { requireKnown, type StatedExpectation } from '../../domain/sandbox/stated-expectations.ts';
import type { PrivateCli } from '../private-cli.ts';
import { sideBySide } from '../side-by-side.ts';
import { startListener } from './listener.ts';
import { furnish, openPlayground } from './playground.ts';
import { tryLive } from './try-live.ts';
import { type ManagedBy, type Stage, type Trial, tryProfile, tryWithoutSandbox } from './try-profile.ts';

/** What is tried, and on what. */
export type MatrixPlan = {
  trials: readonly PlannedTrial[];
  /** Trials of all profiles: whatever is tried, the same places are looked at. */
  known: readonly PlannedTrial[];
  /** The text of the team's config.toml; undefined when there is none. */
  config: string | undefined;
  /** Its `[permissions]` table, and whether it has the proxy: what sessions are given. */
  permissions: unknown;
  hasProxy: boolean;
  /** Where the requirements of trials in the mode `managed` come from. */
  managed: ManagedBy | undefined;
  stated: readonly StatedExpectation[];
  /** A host to connect to; undefined to leave that out. */
  outbound: { host: string; port: number } | undefined;
  newNonce: () => string;
  /** Called after each trial. */
  onTrial?: ((trial: ProfileTrial) => void) | undefined;
};

/** What was seen without a sandbox. */
type Control = ReadonlyMap<string, Observation>;

/**
 * Tries profiles on a playground of their own, side by side.
 *
 * @throws UsageError when an expectation is stated for a profile or a probe that is not there
 * @throws WorkError when the probes do not even run without a sandbox
 */
export async function tryMatrix(
  { codex, run, work }: Pick<PrivateCli, 'codex' | 'run' | 'work'>,
  plan: MatrixPlan,
): Promise<readonly ProfileTrial[]> {
  const { newNonce, outbound } = plan;
  const canary = `canary-${newNonce()}`;
  const line = `hello-${newNonce()}`;
  const { places, remove } = await openPlayground(work);
  const listener = await startListener(line);
  try {
    const denied = deniedPlaces(
      plan.known.flatMap(({ meant }) => meant ?? []),
      places,
    );
    requireKnown(plan.stated, {
      profiles: plan.known.map(({ profile }) => profile),
      probes: listProbes(denied, { places, nonce: '' }).map(({ id }) => id),
    });
    await furnish(places, { denied, canary, config: plan.config });
    const stage: Stage = { codex, run, places, canary, listener: { port: listener.port, line }, outbound };
    const control = await tryControl(stage, { denied, nonce: newNonce() });
    const online = control.get('net.outbound')?.type === 'allowed';
    const staged = { ...stage, outbound: online ? outbound : undefined };
    return await sideBySide(plan.trials, async (planned) => {
      const nonce = newNonce();
      const probes = listProbes(denied, { places: placesOf(planned, staged, nonce), nonce });
      const trial = await carryOut(staged, plan, { planned, probes, nonce });
      const judged = judgeTrial(trial, { planned, probes, control, stage: staged, stated: plan.stated });
      plan.onTrial?.(judged);
      return judged;
    });
  } finally {
    await listener.close();
    await remove();
  }
}

async function tryControl(
  stage: Stage,
  { denied, nonce }: { denied: readonly DeniedPlace[]; nonce: string },
): Promise<Control> {
  const probes = listProbes(denied, { places: stage.places, nonce });
  const control = await tryWithoutSandbox(stage, { probes, nonce });
  if (control.type === 'tried') return control.observed;
  throw new WorkError('the probes of the sandbox do not run here, even without a sandbox');
}

/** A session writes its own configuration, so it has a CODEX_HOME of its own. */
function placesOf({ mode }: PlannedTrial, { places }: Stage, nonce: string): Stage['places'] {
  return mode === 'live' ? { ...places, codexHome: `${places.codexHome}-${nonce}` } : places;
}

function carryOut(
  stage: Stage,
  { permissions, hasProxy, managed }: MatrixPlan,
  { planned, probes, nonce }: { planned: PlannedTrial; probes: readonly SandboxProbe[]; nonce: string },
): Promise<Trial> {
  const { profile, mode } = planned;
  switch (mode) {
    case 'helper':
      return tryProfile(stage, { profile, probes, nonce });
    case 'managed':
      return tryProfile(stage, { profile, probes, nonce, managed });
    case 'live':
      return tryLive(
        { ...stage, places: placesOf(planned, stage, nonce) },
        { profile, probes, nonce, permissions, hasProxy },
      );
  }
}

function judgeTrial(
  trial: Trial,
  {
    planned: { profile, mode, meant },
    probes,
    control,
    stage,
    stated,
  }: {
    planned: PlannedTrial;
    probes: readonly SandboxProbe[];
    control: Control;
    stage: Stage;
    stated: readonly StatedExpectation[];
  },
): ProfileTrial {
  if (trial.type !== 'tried') return { profile, mode, ...trial };
  const unseen: Observation = { type: 'unknown', reason: 'it was not tried' };
  const cells = probes.map((probe) => {
    const said = stated.find(
      (one) =>
        one.profile === profile &&
        one.probe === probe.id &&
        // Requirements may close what a team leaves open; what it closes they do not open.
        (mode !== 'managed' || one.expected === 'denied'),
    );
    const derived = meant ? expectOf(meant, probe, stage.places) : unresolved;
    return judgeCell(probe, said ? asStated(said) : derived, {
      observed: trial.observed.get(probe.id) ?? unseen,
      control: control.get(probe.id) ?? unseen,
    });
  });
  return { profile, mode, type: 'tried', cells };
}

const unresolved: Expected = { expected: undefined, because: 'what the profile inherits cannot be found' };

function asStated({ expected, why, declaredAt }: StatedExpectation): Expected {
  return { expected, because: why === undefined ? declaredAt : `${why} (${declaredAt})` };
}

import { join } from 'node:path';
import { parsePlace } from '../../domain/base/documents/place.ts';
import { WorkError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { isTable } from '../../domain/base/shape/check-shape.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { machineFindings, machineNotices } from '../../domain/sandbox/matrix/machine-notices.ts';
import { judgeCell, type ProbeMatrix, type ProfileTrial } from '../../domain/sandbox/matrix/matrix.ts';
import { LEGACY } from '../../domain/sandbox/profiles/legacy-settings.ts';
import { mergeTables, type ProfileSource } from '../../domain/sandbox/profiles/profile-source.ts';
import { type Expected, expectOf } from '../../domain/sandbox/trials/expect.ts';
import { datagramName, listProbes, pipeName, socketName } from '../../domain/sandbox/trials/list-probes.ts';
import type { MachinePlaces } from '../../domain/sandbox/trials/machine.ts';
import { type NamedPlaces, namedPlaces, rulesOf } from '../../domain/sandbox/trials/named-places.ts';
import { type IsolatedForm, type Layout, type Places, placesIn } from '../../domain/sandbox/trials/places.ts';
import type { PlannedTrial } from '../../domain/sandbox/trials/plan-trials.ts';
import type { Observation, SandboxProbe } from '../../domain/sandbox/trials/probe.ts';
import { inlineTable, type Settings, standInRules } from '../../domain/sandbox/trials/stand-in-rules.ts';
import {
  placesNamed,
  requireKnown,
  type StatedExpectation,
  statedFor,
} from '../../domain/sandbox/trials/stated-expectations.ts';
import type { PrivateCli } from '../cli/private-cli.ts';
import { sideBySide } from '../cli/side-by-side.ts';
import { furnish, furnishServices, openIsolatedFolder } from './isolated-folder.ts';
import { openPipe, startDatagramTaker, startListener } from './listener.ts';
import { lookAtMachine } from './look-at-machine.ts';
import { tryLive } from './try-live.ts';
import { type ManagedBy, type Stage, type Trial, tryProfile, tryWithoutSandbox } from './try-profile.ts';

/** What is tried, and on what. */
export type MatrixPlan = {
  trials: readonly PlannedTrial[];
  /** Trials of all profiles: whatever is tried, the same places are looked at. */
  known: readonly PlannedTrial[];
  source: ProfileSource;
  /** The text of the team's config.toml; undefined when there is none. */
  config: string | undefined;
  /** The real places: what is at those that profiles name is looked up by name and kind, and nothing else. */
  machine: MachinePlaces;
  /** Where the requirements of trials in the mode `managed` come from. */
  managed: ManagedBy | undefined;
  stated: readonly StatedExpectation[];
  /** How the workspace is laid out; a repository when undefined. */
  layout?: Layout | undefined;
  /** A host to connect to; undefined to leave that out. */
  outbound: { host: string; port: number } | undefined;
  newNonce: () => string;
  /** Hears of each trial when it is over. */
  onProgress?: OnProgress | undefined;
};

/** What was tried and seen, and what was not tried. */
export type TriedMatrix = Pick<ProbeMatrix, 'trials' | 'notTried' | 'asRoot' | 'notices' | 'findings'>;

/** What was seen without a sandbox. */
type Control = ReadonlyMap<string, Observation>;

/**
 * Tries profiles on an isolated folder of their own, side by side.
 *
 * @throws UsageError when an expectation is stated for a profile or a probe that is not there
 * @throws WorkError when the probes do not even run without a sandbox
 */
export async function tryMatrix(
  { codex, run, work }: Pick<PrivateCli, 'codex' | 'run' | 'work'>,
  plan: MatrixPlan,
): Promise<TriedMatrix> {
  const { newNonce, outbound, stated } = plan;
  const canary = `canary-${newNonce()}`;
  const line = `hello-${newNonce()}`;
  const { root, remove } = await openIsolatedFolder(work);
  const closers: (() => unknown)[] = [remove];
  try {
    const profiles = plan.known.flatMap(({ meant }) => meant ?? []);
    const rules = rulesOf(profiles);
    const machine = await lookAtMachine(rules, plan.machine);
    const { home, codexHome, ripgrepConfig } = machine;
    const scanDepth = profiles.reduce<number | undefined>(
      (most, { scanDepth }) => Math.max(most ?? 0, scanDepth ?? 0) || undefined,
      undefined,
    );
    const isUsual = plan.machine.codexHome === join(plan.machine.home ?? '', '.codex');
    const form: IsolatedForm = {
      layout: plan.layout ?? 'repository',
      codexHome: isUsual ? undefined : plan.machine.codexHome,
      own: { home, codexHome },
    };
    const placesNamedFor = (places: Places) =>
      namedPlaces({ rules, stated: placesNamed(stated), machine, scanDepth }, places);
    const layOut = async (trial: string): Promise<Ground> => {
      const places = placesIn(root, trial, form);
      const named = placesNamedFor(places);
      await furnish(places, { named, canary, config: plan.config, homeIsLink: machine.homeIsLink });
      const extra = standInRules(rules, places);
      return { places, named, extra, settings: extra ? ['-c', `permissions=${inlineTable(extra)}`] : [] };
    };
    const places = placesIn(root, 'c', form);
    const named = placesNamedFor(places);
    requireKnown(stated, {
      profiles: plan.known.map(({ profile }) => profile),
      probes: listProbes(named, { places, nonce: '' }).map(({ id }) => id),
      notTried: named.notTried,
    });
    await furnishServices(places);
    const listener = await startListener(line, join(places.services, socketName));
    closers.unshift(listener.close);
    const taker = await startDatagramTaker(join(places.services, datagramName));
    closers.unshift(taker.close);
    const pipe = openPipe(join(places.services, pipeName));
    closers.unshift(pipe.close);
    const environment = ripgrepConfig === undefined ? [] : [`RIPGREP_CONFIG_PATH=${ripgrepConfig}`];
    const stage = {
      ...{ codex, run, canary, pipe, outbound, environment },
      listener: { port: listener.port, line },
    };
    const control = await tryControl({ ...stage, ...(await layOut('c')) }, { named, nonce: newNonce() });
    const online = control.get('net.outbound')?.type === 'allowed';
    const numbered = plan.trials.map((planned, index) => ({ planned, number: String(index) }));
    let done = 0;
    const trials = await sideBySide(numbered, async ({ planned, number }) => {
      const nonce = newNonce();
      const ground = await layOut(number);
      const staged: Stage = { ...stage, ...ground, outbound: online ? outbound : undefined };
      const probes = listProbes(ground.named, { places: placesOf(planned, staged, nonce), nonce });
      const trial = await carryOut(staged, plan, { planned, probes, nonce, extra: ground.extra });
      const judged = judgeTrial(trial, { planned, probes, control, stage: staged, stated });
      done += 1;
      const step = `tried ${cleanLine(planned.profile)} (${planned.mode})`;
      plan.onProgress?.({ step, done, planned: plan.trials.length });
      return judged;
    });
    const meant = [...new Set(plan.trials.flatMap((trial) => trial.meant ?? []))];
    return {
      trials,
      notTried: named.notTried,
      notices: machineNotices(meant, machine),
      findings: machineFindings(meant, machine),
      asRoot: process.getuid?.() === 0,
    };
  } finally {
    for (const close of closers) await close();
  }
}

/** What one trial works on. */
type Ground = {
  places: Places;
  named: NamedPlaces;
  extra: Settings | undefined;
  settings: readonly string[];
};

async function tryControl(
  stage: Stage,
  { named, nonce }: { named: NamedPlaces; nonce: string },
): Promise<Control> {
  const probes = listProbes(named, { places: stage.places, nonce });
  const control = await tryWithoutSandbox(stage, { probes, nonce });
  if (control.type === 'tried') {
    return stage.outbound ? control.observed : new Map([...control.observed, ['net.outbound', notWanted]]);
  }
  throw new WorkError('the probes of the sandbox do not run here, even without a sandbox');
}

const notWanted: Observation = { type: 'unknown', reason: 'it was not tried: --outbound none' };

/** A session writes its own configuration, so it has a CODEX_HOME of its own. */
function placesOf({ mode }: PlannedTrial, { places }: Stage, nonce: string): Stage['places'] {
  return mode === 'live' ? { ...places, codexHome: `${places.codexHome}-${nonce}` } : places;
}

function carryOut(
  stage: Stage,
  { source, managed }: MatrixPlan,
  {
    planned,
    probes,
    nonce,
    extra = {},
  }: {
    planned: PlannedTrial;
    probes: readonly SandboxProbe[];
    nonce: string;
    extra: Settings | undefined;
  },
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
        { probes, nonce, settings: sessionSettings(profile, source, extra) },
      );
  }
}

/** What a session is given of the team's configuration: what its sandbox and its environment are made of. */
function sessionSettings(
  profile: string,
  { values, permissions }: ProfileSource,
  extra: Settings,
): Readonly<Record<string, unknown>> {
  const { sandbox_mode, sandbox_workspace_write, shell_environment_policy } = values;
  const { network_proxy, shell_snapshot } = isTable(values.features) ? values.features : {};
  const chosen =
    profile === LEGACY
      ? { sandbox_mode, sandbox_workspace_write }
      : {
          default_permissions: profile,
          permissions: isTable(permissions) ? mergeTables(permissions, extra) : undefined,
        };
  return defined({
    ...chosen,
    shell_environment_policy,
    features: defined({ network_proxy, shell_snapshot }),
  });
}

function defined(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
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
    const said = statedFor(stated, { profile, probe: probe.id, mode });
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
  const because = why === undefined ? declaredAt : `${why} (${declaredAt})`;
  return { expected, isStated: true, because, place: parsePlace(declaredAt) };
}

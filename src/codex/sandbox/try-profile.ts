import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Outcome } from '../../domain/base/outcome.ts';
import { readObservations, started } from '../../domain/sandbox/matrix/read-observations.ts';
import { type NotStarted, whyNotStarted } from '../../domain/sandbox/matrix/why-not-started.ts';
import { secretVariable } from '../../domain/sandbox/trials/list-probes.ts';
import type { Places } from '../../domain/sandbox/trials/places.ts';
import type { Observation, Rename, SandboxProbe } from '../../domain/sandbox/trials/probe.ts';
import { startTimeIn } from '../cli/owner.ts';
import { insideManaged, type ManagedStandIn, managedOutcome } from '../config/managed-folder.ts';
import { collectLanded, undoRenames } from './isolated-folder.ts';
import type { PipeReader } from './listener.ts';
import { netProbe, probeScript } from './probe-script.ts';

/** Runs a program with its arguments to its end. */
type Run = (argv: readonly [string, ...string[]]) => Promise<Outcome>;

/** What all trials of a matrix share. */
export type Stage = {
  codex: string;
  run: Run;
  places: Places;
  /** What canaries hold. */
  canary: string;
  /** The port of a listener on this machine, and the line that it says. */
  listener: { port: number; line: string };
  /** The reading end of the pipe. */
  pipe: PipeReader;
  /** A host to connect to; undefined when this machine is offline, or nobody wants it. */
  outbound: { host: string; port: number } | undefined;
  /** Settings that are added to the configuration, as an argument of the CLI. */
  settings: readonly string[];
  /** Variables of the person that change what the CLI denies, as `NAME=value`. */
  environment: readonly string[];
};

/** What was seen of every probe, or why nothing was. */
export type Trial = { type: 'tried'; observed: ReadonlyMap<string, Observation> } | NotStarted;

/** Requirements that a trial is made under: those of the machine, or a stand-in for /etc/codex. */
export type ManagedBy = 'the machine' | ManagedStandIn;

/** Tries the probes under a profile, in one call of `codex sandbox`. */
export async function tryProfile(
  stage: Stage,
  trial: { profile: string; probes: readonly SandboxProbe[]; nonce: string; managed?: ManagedBy | undefined },
): Promise<Trial> {
  const { profile, probes, nonce, managed } = trial;
  const { codex, places } = stage;
  const flags = managed === undefined ? [] : ['--include-managed-config'];
  const argvOf = (inside: readonly string[]): [string, ...string[]] => [
    ...inIsolation(stage),
    codex,
    'sandbox',
    ...stage.settings,
    `-P=${profile}`,
    ...flags,
    '-C',
    places.workspace,
    '--',
    ...inside,
  ];
  const argv = argvOf(await probeCommand(stage, { probes, nonce }));
  if (managed === undefined || managed === 'the machine') {
    const next = (inside: readonly string[]) => stage.run(argvOf(inside));
    return record(stage, trial, await stage.run(argv), next);
  }
  const answer = managedOutcome(await stage.run(insideManaged(managed, argv)));
  if (answer.type === 'hindered') return { type: 'skipped', reason: answer.reason };
  return record(stage, trial, answer.outcome, async (inside) => {
    const second = managedOutcome(await stage.run(insideManaged(managed, argvOf(inside))));
    return second.type === 'hindered' ? undefined : second.outcome;
  });
}

/** Tries the probes without any sandbox: what is impossible here anyway proves nothing. */
export async function tryWithoutSandbox(
  stage: Stage,
  trial: { probes: readonly SandboxProbe[]; nonce: string },
): Promise<Trial> {
  const outcome = await stage.run([...inIsolation(stage), ...(await probeCommand(stage, trial))]);
  return record(stage, trial, outcome);
}

/** The command that tries the probes, wherever it is run. */
export async function probeCommand(
  { listener, outbound }: Pick<Stage, 'listener' | 'outbound'>,
  { probes, nonce }: { probes: readonly SandboxProbe[]; nonce: string },
): Promise<readonly [string, ...string[]]> {
  const host = [outbound?.host ?? '', String(outbound?.port ?? '')];
  const all = [...stepsBefore(probes), ...stepsAfterRename(probes)].flat();
  const self = [String(process.pid), await startTime()];
  const net = [process.execPath, netProbe, String(listener.port)];
  const sockets = JSON.stringify(
    probes.flatMap((probe, index) => (probe.act === 'socket' ? [{ ...probe, id: String(index) }] : [])),
  );
  return ['sh', '-c', probeScript, 'sh', nonce, ...self, ...net, ...host, sockets, ...all];
}

/** One step of the script: what is done, the number of the probe, and the path. */
type Step = readonly [act: string, number: string, subject: string];

function stepsBefore(probes: readonly SandboxProbe[]): readonly Step[] {
  return probes.flatMap((probe, index): Step[] =>
    'rename' in probe ? [] : [[probe.act, String(index), subjectOf(probe)]],
  );
}

// Renaming comes last: nothing is at its place afterwards.
function stepsAfterRename(probes: readonly SandboxProbe[]): readonly Step[] {
  return [
    ...renamesOf(probes).map(({ folder, to }): Step => ['rename', to, folder]),
    ...probes.flatMap((probe, index): Step[] =>
      probe.act === 'write renamed' ? [['write', String(index), probe.path]] : [],
    ),
  ];
}

function renamesOf(probes: readonly SandboxProbe[]): readonly Rename[] {
  const renames = probes.flatMap((probe) =>
    'rename' in probe ? [[probe.rename.folder, probe.rename] as const] : [],
  );
  return [...new Map(renames).values()];
}

/** What the next command tries, once folders were renamed: a denied place is there under another name. */
export function nextCommand(
  probes: readonly SandboxProbe[],
  { nonce, asked = () => true }: { nonce: string; asked?: (probe: SandboxProbe) => boolean },
): readonly [string, ...string[]] | undefined {
  const steps = probes.flatMap((probe, index): Step[] =>
    probe.act === 'read renamed' && asked(probe) ? [['read', String(index), probe.path]] : [],
  );
  if (steps.length === 0) return undefined;
  const nothing = Array<string>(8).fill('');
  return ['sh', '-c', probeScript, 'sh', nonce, ...nothing, ...steps.flat()];
}

function subjectOf(probe: SandboxProbe): string {
  if ('path' in probe) return probe.path;
  return 'name' in probe ? probe.name : '';
}

/**
 * What a trial showed: its lines, and what is on the disk of the host afterwards.
 *
 * @param next runs a second command in the same sandbox; undefined where its output is in the outcome already
 */
export async function record(
  { canary, listener, places, pipe }: Pick<Stage, 'canary' | 'listener' | 'places' | 'pipe'>,
  { probes, nonce }: { probes: readonly SandboxProbe[]; nonce: string },
  outcome: Outcome,
  next?: (inside: readonly string[]) => Promise<Outcome | undefined>,
): Promise<Trial> {
  const moved = new Set(
    probes.flatMap((probe) => (probe.act === 'read renamed' && existsSync(probe.path) ? [probe.path] : [])),
  );
  const afterRename = await collectLanded(targetsOf(probes, 'write renamed'), nonce);
  const isPipe = (path: string) => probes.some((probe) => probe.act === 'pipe' && probe.path === path);
  const read = (
    stdout: string,
    landed: ReadonlySet<string>,
    identities: ReadonlyMap<string, string | undefined>,
  ) =>
    readObservations(probes, {
      stdout,
      canary,
      nonce,
      line: listener.line,
      hasMoved: (path) => moved.has(path),
      landed: (path) => landed.has(path) || (isPipe(path) && pipe.has(nonce)),
      onHost: (path) => identities.get(path),
    });
  const first = read(outcome.stdout, afterRename, new Map());
  const asked = (probe: SandboxProbe) => {
    const before = probe.act === 'read renamed' && moved.has(probe.path) ? first.get(probe.of) : undefined;
    return before?.type === 'denied';
  };
  const inside = next && nextCommand(probes, { nonce, asked });
  const second = inside && (await next?.(inside));
  await undoRenames(renamesOf(probes));
  const landed = new Set([...afterRename, ...(await collectLanded(targetsOf(probes, 'write'), nonce))]);
  const real = probes.flatMap((probe) => (probe.act === 'look' ? [probe.path] : []));
  const identities = new Map(
    await Promise.all(real.map(async (path) => [path, await identityOf(path)] as const)),
  );
  const stdout = `${outcome.stdout}\n${second?.stdout ?? ''}`;
  if (!started({ stdout, nonce })) {
    // The person has these under other names.
    const stderr = outcome.stderr
      .replaceAll(`${places.codexHome}/`, '')
      .replaceAll(`${places.workspace}/`, '')
      .replaceAll(places.userHome, '~');
    return whyNotStarted({ ...outcome, stderr });
  }
  return { type: 'tried', observed: read(stdout, landed, identities) };
}

function targetsOf(probes: readonly SandboxProbe[], act: 'write' | 'write renamed'): readonly string[] {
  return probes.flatMap((probe) => (probe.act === act ? [probe.lands] : []));
}

// The CLI is told where home and temp dir are, so that `~` and `:tmpdir` mean the isolated folder.
export function inIsolation({
  places: { userHome, codexHome, tmpdir },
  canary,
  environment,
}: Pick<Stage, 'places' | 'canary' | 'environment'>): [string, ...string[]] {
  const secret = `${secretVariable}=${canary}`;
  return ['env', `HOME=${userHome}`, `CODEX_HOME=${codexHome}`, `TMPDIR=${tmpdir}`, secret, ...environment];
}

/** Device and number of a real place, as `stat` prints them; undefined where there is nothing. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}`;
}

/** The start time of this process, which tells it from another one with its number in a sandbox. */
async function startTime(): Promise<string> {
  const stat = await readFile(`/proc/${process.pid}/stat`, 'utf8').catch(() => '');
  return startTimeIn(stat);
}

import { readFile, stat } from 'node:fs/promises';
import type { Outcome } from '../../domain/base/outcome.ts';
import { readObservations, started } from '../../domain/sandbox/matrix/read-observations.ts';
import { type NotStarted, whyNotStarted } from '../../domain/sandbox/matrix/why-not-started.ts';
import { secretVariable } from '../../domain/sandbox/trials/list-probes.ts';
import type { Places } from '../../domain/sandbox/trials/places.ts';
import type { Observation, SandboxProbe } from '../../domain/sandbox/trials/probe.ts';
import { insideManaged, type ManagedStandIn, managedOutcome } from '../config/managed-folder.ts';
import type { PipeReader } from './listener.ts';
import { collectLanded } from './playground.ts';
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
  const inside = await probeCommand(stage, { probes, nonce });
  const argv: [string, ...string[]] = [
    ...inPlayground(stage),
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
  if (managed === undefined || managed === 'the machine') return record(stage, trial, await stage.run(argv));
  const answer = managedOutcome(await stage.run(insideManaged(managed, argv)));
  return answer.type === 'hindered'
    ? { type: 'skipped', reason: answer.reason }
    : record(stage, trial, answer.outcome);
}

/** Tries the probes without any sandbox: what is impossible here anyway proves nothing. */
export async function tryWithoutSandbox(
  stage: Stage,
  trial: { probes: readonly SandboxProbe[]; nonce: string },
): Promise<Trial> {
  const outcome = await stage.run([...inPlayground(stage), ...(await probeCommand(stage, trial))]);
  return record(stage, trial, outcome);
}

/** The command that tries the probes, wherever it is run. */
export async function probeCommand(
  { listener, outbound }: Pick<Stage, 'listener' | 'outbound'>,
  { probes, nonce }: { probes: readonly SandboxProbe[]; nonce: string },
): Promise<readonly [string, ...string[]]> {
  const host = [outbound?.host ?? '', String(outbound?.port ?? '')];
  const all = probes.flatMap((probe, index) => [probe.act, String(index), subjectOf(probe)]);
  const self = [String(process.pid), await startTime()];
  const net = [process.execPath, netProbe, String(listener.port)];
  const sockets = JSON.stringify(
    probes.flatMap((probe, index) => (probe.act === 'socket' ? [{ ...probe, id: String(index) }] : [])),
  );
  return ['sh', '-c', probeScript, 'sh', nonce, ...self, ...net, ...host, sockets, ...all];
}

function subjectOf(probe: SandboxProbe): string {
  if ('path' in probe) return probe.path;
  return 'name' in probe ? probe.name : '';
}

/** What a trial showed: its lines, and what lies on the disk of the host afterwards. */
export async function record(
  { canary, listener, places, pipe }: Pick<Stage, 'canary' | 'listener' | 'places' | 'pipe'>,
  { probes, nonce }: { probes: readonly SandboxProbe[]; nonce: string },
  outcome: Outcome,
): Promise<Trial> {
  const targets = probes.flatMap((probe) => (probe.act === 'write' ? [probe.lands] : []));
  const isPipe = (path: string) => probes.some((probe) => probe.act === 'pipe' && probe.path === path);
  const landed = await collectLanded(targets, nonce);
  const real = probes.flatMap((probe) => (probe.act === 'look' ? [probe.path] : []));
  const identities = new Map(
    await Promise.all(real.map(async (path) => [path, await identityOf(path)] as const)),
  );
  const { stdout } = outcome;
  if (!started({ stdout, nonce })) {
    // The person has the file under another name.
    const stderr = outcome.stderr.replaceAll(`${places.codexHome}/`, '');
    return whyNotStarted({ ...outcome, stderr });
  }
  const observed = readObservations(probes, {
    stdout,
    canary,
    nonce,
    line: listener.line,
    landed: (path) => landed.has(path) || (isPipe(path) && pipe.has(nonce)),
    onHost: (path) => identities.get(path),
  });
  return { type: 'tried', observed };
}

// The CLI is told where home and temp dir are, so that `~` and `:tmpdir` mean the playground.
export function inPlayground({
  places: { userHome, codexHome, tmpdir },
  canary,
}: Pick<Stage, 'places' | 'canary'>): [string, ...string[]] {
  const secret = `${secretVariable}=${canary}`;
  return ['env', `HOME=${userHome}`, `CODEX_HOME=${codexHome}`, `TMPDIR=${tmpdir}`, secret];
}

/** Device and number of a real place, as `stat` prints them; undefined where there is nothing. */
async function identityOf(path: string): Promise<string | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found && `${found.dev}:${found.ino}`;
}

/** The start time of this process, which tells it from another one with its number in a sandbox. */
async function startTime(): Promise<string> {
  const stat = await readFile(`/proc/${process.pid}/stat`, 'utf8').catch(() => '');
  return stat.replace(/^.*\) /s, '').split(' ')[19] ?? 'none';
}

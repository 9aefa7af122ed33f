import { formatPlace } from '../../domain/base/documents/place.ts';
import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import { describeEnd, exited, type Outcome } from '../../domain/base/outcome.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import { clean } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import type { Check } from '../../domain/checks/check.ts';
import { judgeExpectation } from '../../domain/checks/expectation.ts';
import { installRemedy } from '../../domain/checks/judge/install.ts';
import { error, type Judgement, skip, warn } from '../../domain/checks/judgement.ts';
import type { ProbeName, ProbeParams } from '../../domain/checks/probe-params.ts';
import { type Exhibit, transcribe } from '../../domain/checks/transcript.ts';
import type { SourceRecord } from '../../domain/plugins/sources/source-record.ts';
import type { Baseline } from '../../domain/upgrade/baseline/baseline.ts';
import { childEnvironment, type Environment } from '../cli/environment.ts';
import type { Identity } from '../cli/find.ts';
import { asNamed, type Program } from '../cli/install.ts';
import { createIsolation, type Isolation, teamHome } from '../cli/isolation.ts';
import { endOrphanedSandboxes } from '../cli/process-group.ts';
import { type StartedProcess, startProcess } from '../cli/start-process.ts';
import type { PluginAnswers, SharedInventory } from '../plugins/shared-inventory.ts';
import type { Probe, ProbeContext } from './probe.ts';
import { probes } from './probes/registry.ts';

/** What all checks of a run share. */
export type SuiteContext = {
  /** Path of the CLI under test. */
  codex: string;
  /** What checks start for it. */
  program: Promise<Program>;
  /** Settles soon; checks start without waiting for it. */
  identity: Promise<Identity>;
  pin: string;
  /** True when the CLI is a candidate: it is judged by itself, and differences from the pin are shown. */
  asCandidate: boolean;
  /** The folder that the person works in. */
  project: string;
  baselineOf: (version: string) => Promise<Baseline | undefined>;
  /** What the history says about the sources of plugins. */
  sources: () => Promise<SourceRecord>;
  plugins: SharedInventory;
  /** The text of the approved revision of an artifact; undefined when there is none. */
  approvedText: (artifact: string) => Promise<string | undefined>;
  /** The newest attestation of the models of cloud tasks; undefined when there is none. */
  cloudAttestation: () => Promise<RecordedEvidence | undefined>;
  environment: Environment;
  /** Values of the team's configuration that must appear in nothing that is recorded. */
  teamSecrets: readonly string[];
  platform: NodeJS.Platform;
  newNonce: () => string;
  now: () => Date;
  signal: AbortSignal;
};

/** A judged check with its evidence, redacted and safe to store. */
export type JudgedCheck = { judgement: Judgement; exhibits: readonly Exhibit[]; durationMs: number };

// These judge a CLI that does not work; every other check needs one that works.
const worksWithoutCli = new Set<ProbeName>(['cli.version', 'cli.path']);

/** Runs one check in an isolated environment, within its timeout, and leaves no process and no file behind. */
export async function runCheck(check: Check, suite: SuiteContext): Promise<JudgedCheck> {
  if (!check.platforms.some((name) => name === suite.platform)) {
    const judgement = skip(`judged on ${check.platforms.join(' and ')} only, this is ${suite.platform}`);
    return { judgement, exhibits: [], durationMs: 0 };
  }
  const started = performance.now();
  const isolation = await createIsolation(suite.environment);
  const broken = new AbortController();
  const run = new CheckRun(
    check,
    { ...suite, signal: AbortSignal.any([suite.signal, broken.signal]) },
    { ...isolation, program: await suite.program },
  );
  // When the CLI hangs, every check would wait for its own timeout to report the same.
  const hindrance = findHindrance(check, suite).then((judgement) => {
    if (judgement) broken.abort();
    return judgement;
  });
  try {
    const judged = run.blameOnUs(await run.judge());
    await run.stopAll();
    const judgement = tellOrphans(judged, await endOrphanedSandboxes(isolation.work));
    return { ...run.tidy((await hindrance) ?? judgement), durationMs: performance.now() - started };
  } finally {
    await run.stopAll();
    await isolation.remove();
  }
}

/** A CLI that passes and leaves sandboxes behind gets a warning; they are gone by now. */
function tellOrphans(judgement: Judgement, orphans: number): Judgement {
  if (judgement.verdict !== 'pass' || orphans === 0) return judgement;
  return warn({
    summary: `${judgement.summary}; this CLI leaves a sandbox running after its session`,
    expected: 'no process is left',
    actual: `${orphans} bwrap --as-pid-1 left, and killed`,
    remedy: 'Look for bwrap processes where this version runs, and end them with its sessions.',
  });
}

/** Why the check could not be carried out on this CLI, whatever it seemed to find. */
async function findHindrance(
  { action }: Check,
  { identity, pin }: SuiteContext,
): Promise<Judgement | undefined> {
  const standsAlone = action.type === 'probe' ? worksWithoutCli.has(action.name) : action.argv[0] !== 'codex';
  const { outcome } = await identity;
  if (standsAlone || exited(outcome)) return undefined;
  return error({
    summary: `the CLI under test does not work: ${describeEnd(outcome.end)}`,
    expected: 'codex --version exits 0',
    actual: describeEnd(outcome.end),
    remedy: installRemedy(pin),
  });
}

const crashes = new Set(['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS']);

/** A Rust program that panics leaves with 101. */
function isCrash({ end, stderr }: Outcome): boolean {
  return end.type === 'signal'
    ? crashes.has(end.signal)
    : end.type === 'exit' && end.code === 101 && stderr.includes('panicked at');
}

/** A process that had almost all of the time of the check is reported with all of it; any other with what was left. */
function withWholeTime(outcome: Outcome, timeoutMs: number): Outcome {
  const { end } = outcome;
  if (end.type !== 'timeout') return outcome;
  const hadAll = end.afterMs > 0.9 * timeoutMs;
  return { ...outcome, end: hadAll ? { ...end, afterMs: timeoutMs } : { ...end, ofMs: timeoutMs } };
}

/** One run of a check: its deadline, its processes and its evidence. */
class CheckRun {
  readonly #check: Check;
  readonly #suite: SuiteContext;
  readonly #isolation: Isolation & { program: Program };
  readonly #deadline: AbortSignal;
  readonly #ends: number;
  readonly #exhibits: Exhibit[] = [];
  readonly #secrets: string[];
  readonly #started: StartedProcess[] = [];
  readonly #outcomes: Outcome[] = [];

  constructor(check: Check, suite: SuiteContext, isolation: Isolation & { program: Program }) {
    this.#check = check;
    this.#suite = suite;
    this.#isolation = isolation;
    this.#secrets = [...suite.teamSecrets];
    this.#deadline = AbortSignal.timeout(check.timeoutMs);
    this.#ends = performance.now() + check.timeoutMs;
  }

  async judge(): Promise<Judgement> {
    const { action } = this.#check;
    try {
      if (action.type === 'command')
        return judgeExpectation(await this.#runCommand(action.argv), action.expect);
      // The registry and the suite share their table of names, so probe and parameters belong together.
      const probe = probes[action.name] as Probe<ProbeName>;
      return await probe(this.#context(), action.params as ProbeParams<ProbeName>);
    } catch (cause) {
      return error({
        summary: `the check could not be completed: ${cause instanceof Error ? cause.message : String(cause)}`,
      });
    }
  }

  /** A failure is an error when the disk was full or the CLI crashed: then nothing was judged. */
  blameOnUs(judgement: Judgement): Judgement {
    if (judgement.verdict !== 'fail' || this.#check.action.type === 'command') return judgement;
    const text = [judgement.actual ?? '', ...this.#outcomes.map(({ stderr }) => stderr)].join('\n');
    if (/No space left on device|os error 28\b|ENOSPC|Disk quota exceeded/.test(text)) {
      return {
        ...judgement,
        verdict: 'error',
        summary: `the disk of the isolated environment is full, so nothing was judged: ${judgement.summary}`,
        remedy: 'Make room, or name another cache folder with XDG_CACHE_HOME.',
      };
    }
    const crash = this.#outcomes.find(isCrash);
    if (!crash || worksWithoutCli.has(this.#check.action.name)) return judgement;
    return {
      ...judgement,
      verdict: 'error',
      summary: `the CLI crashed (${describeEnd(crash.end)}), so nothing was judged: ${judgement.summary}`,
    };
  }

  /** Redacts everything, writes $CODEX_HOME and $WORK for the private folders, and fills in the remedy. */
  tidy(judgement: Judgement): Omit<JudgedCheck, 'durationMs'> {
    const tidyText = (text: string) =>
      redactOutput(text, this.#secrets)
        .replaceAll(this.#isolation.home, '$CODEX_HOME')
        .replaceAll(this.#isolation.work, '$WORK');
    const tidied = Object.entries(this.#withRemedy(judgement)).map(([name, text]) => [
      name,
      clean(tidyText(text)),
    ]);
    return {
      judgement: Object.fromEntries(tidied) as Judgement,
      exhibits: this.#exhibits.map(({ label, text }) => ({
        label: clean(tidyText(label)),
        text: tidyText(clean(text)),
      })),
    };
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#started.map((process) => process.stop()));
  }

  #withRemedy(judgement: Judgement): Judgement {
    if (judgement.verdict === 'pass' || judgement.verdict === 'skip') return judgement;
    const { id, timeoutMs, declaredAt, remedy } = this.#check;
    if (performance.now() >= this.#ends) {
      const waited = formatDuration(timeoutMs);
      const advice = `${judgement.remedy ?? remedy} If ${id} only needs longer than ${waited}, raise its timeout at ${formatPlace(declaredAt)}.`;
      return { ...judgement, remedy: this.#fillIn(advice) };
    }
    return { ...judgement, remedy: this.#fillIn(judgement.remedy ?? remedy) };
  }

  #fillIn(text: string): string {
    return text.replaceAll('{pin}', this.#suite.pin);
  }

  #runCommand(argv: readonly string[]): Promise<Outcome> {
    const [program = '', ...args] = argv;
    return this.#run([program === 'codex' ? this.#suite.codex : program, ...args]);
  }

  #context(): ProbeContext {
    const { path } = this.#isolation.program;
    const {
      codex,
      identity,
      pin,
      asCandidate,
      project,
      baselineOf,
      sources,
      approvedText,
      cloudAttestation,
      platform,
      environment,
      newNonce,
      now,
    } = this.#suite;
    return {
      codex: path,
      named: codex,
      identity,
      testedVersion: async () => (await identity).version ?? pin,
      pin,
      asCandidate,
      project,
      baselineOf,
      sources,
      plugins: () => this.#askPlugins(),
      approvedText,
      cloudAttestation,
      platform,
      environment,
      home: this.#isolation.home,
      work: this.#isolation.work,
      teamHome: teamHome(environment),
      nonce: newNonce(),
      signal: this.#signal,
      now,
      codexRun: (args) => this.#run([path, ...args]),
      run: (argv) => this.#run(argv),
      codexStart: (args) => this.#start([path, ...args], 'pipe'),
      start: (argv) => this.#start(argv, 'pipe'),
      record: (label, text) => this.#exhibits.push({ label, text }),
      secret: (value) => this.#secrets.push(value),
    };
  }

  async #askPlugins(): Promise<PluginAnswers> {
    const answers = await this.#suite.plugins.answers(this.#signal);
    this.#outcomes.push(...answers.outcomes);
    this.#exhibits.push(...answers.outcomes.map(transcribe));
    return answers;
  }

  #asNamed(argv: readonly string[]): readonly string[] {
    return asNamed(argv, this.#isolation.program, this.#suite.codex);
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#suite.signal, this.#deadline]);
  }

  async #run(argv: readonly [string, ...string[]]): Promise<Outcome> {
    const outcome = await this.#start(argv, 'ignore').outcome;
    this.#exhibits.push(transcribe(outcome));
    return outcome;
  }

  #start(argv: readonly [string, ...string[]], stdin: 'ignore' | 'pipe'): StartedProcess {
    const { timeoutMs } = this.#check;
    const left = this.#ends - performance.now();
    if (left <= 0)
      throw new Error(
        `its timeout of ${formatDuration(timeoutMs)} passed before this was started: ${this.#asNamed(argv).join(' ')}`,
      );
    const { outcome, ...running } = startProcess(argv, {
      cwd: this.#isolation.work,
      env: {
        ...childEnvironment(this.#suite.environment, this.#isolation.home),
        ...this.#isolation.program.environment,
      },
      timeoutMs: left,
      signal: this.#suite.signal,
      stdin,
    });
    const started = {
      ...running,
      outcome: outcome.then((one) => ({ ...withWholeTime(one, timeoutMs), argv: this.#asNamed(one.argv) })),
    };
    this.#started.push(started);
    void started.outcome.then((outcome) => this.#outcomes.push(outcome));
    return started;
  }
}

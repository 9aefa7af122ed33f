import { formatPlace } from '../../domain/base/documents/place.ts';
import { describeEnd, type Outcome } from '../../domain/base/outcome.ts';
import { redactOutput } from '../../domain/base/redact/redact.ts';
import { clean } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { type Check, remedyFor } from '../../domain/checks/check.ts';
import { judgeExpectation } from '../../domain/checks/expectation.ts';
import { error, type Judgement } from '../../domain/checks/judgement.ts';
import type { ProbeName, ProbeParams } from '../../domain/checks/probe-params.ts';
import { type Exhibit, transcribe } from '../../domain/checks/transcript.ts';
import { childEnvironment } from '../cli/environment.ts';
import { asNamed, type Program } from '../cli/install.ts';
import { type Isolation, teamHome } from '../cli/isolation.ts';
import { type StartedProcess, startProcess } from '../cli/start-process.ts';
import type { PluginAnswers } from '../plugins/shared-inventory.ts';
import type { Probe, ProbeContext } from './probe.ts';
import { probes } from './probes/registry.ts';
import type { JudgedCheck, SuiteContext } from './suite-context.ts';

/** These judge a CLI that does not work; every other check needs one that works. */
export const worksWithoutCli: ReadonlySet<ProbeName> = new Set<ProbeName>(['cli.version', 'cli.path']);

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
export class CheckRun {
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
      return { ...judgement, remedy: remedyFor(advice, this.#suite.pin) };
    }
    return { ...judgement, remedy: remedyFor(judgement.remedy ?? remedy, this.#suite.pin) };
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

import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import type { Outcome } from '../../domain/base/outcome.ts';
import type { Judgement } from '../../domain/checks/judgement.ts';
import type { ProbeName, ProbeParams } from '../../domain/checks/probe-params.ts';
import type { SourceRecord } from '../../domain/plugins/sources/source-record.ts';
import type { Baseline } from '../../domain/upgrade/baseline/baseline.ts';
import type { Environment } from '../cli/environment.ts';
import type { Identity } from '../cli/find.ts';
import type { StartedProcess } from '../cli/start-process.ts';
import type { PluginAnswers } from '../plugins/shared-inventory.ts';

/** What a probe is given: the CLI, an isolated environment, and ways to run programs that leave evidence. */
export type ProbeContext = {
  /** What is started for the CLI under test: behind a known npm wrapper the native binary. */
  codex: string;
  /** Path of the CLI under test as it was named or found. */
  named: string;
  identity: Promise<Identity>;
  /** The version of the CLI under test; the pin when it states none. */
  testedVersion: () => Promise<string>;
  pin: string;
  /** True when the CLI is a candidate, which is judged by itself. */
  asCandidate: boolean;
  platform: NodeJS.Platform;
  environment: Environment;
  /** The private CODEX_HOME of this check, empty at first. */
  home: string;
  /** An empty folder of this check to work in. */
  work: string;
  /** The team's CODEX_HOME: to copy from, never to run on. */
  teamHome: string;
  /** The folder that the person works in: its instructions and its lock file. */
  project: string;
  /** What was recorded of a CLI version; undefined when nothing was. */
  baselineOf: (version: string) => Promise<Baseline | undefined>;
  /** What the history says about the sources of plugins. */
  sources: () => Promise<SourceRecord>;
  /** What the CLI says about the plugins of the team; one inventory for all checks of a run. */
  plugins: () => Promise<PluginAnswers>;
  /** The text of the approved revision of an artifact; undefined when there is none. */
  approvedText: (artifact: string) => Promise<string | undefined>;
  /** The newest attestation of the models of cloud tasks; undefined when there is none. */
  cloudAttestation: () => Promise<RecordedEvidence | undefined>;
  /** A word that nothing prints by chance. */
  nonce: string;
  signal: AbortSignal;
  now: () => Date;
  /** Runs `codex` with these arguments to its end. */
  codexRun(args: readonly string[]): Promise<Outcome>;
  /** Runs any program to its end. */
  run(argv: readonly [string, ...string[]]): Promise<Outcome>;
  /** Starts `codex` with open pipes. The caller stops it. */
  codexStart(args: readonly string[]): StartedProcess;
  /** Starts any program with open pipes. */
  start(argv: readonly [string, ...string[]]): StartedProcess;
  /** Keeps a text as evidence. */
  record(label: string, text: string): void;
  /** Names a secret that must not appear in any evidence. */
  secret(value: string): void;
};

/** Asks the system and judges the answer. Throws only when it could not ask. */
export type Probe<N extends ProbeName> = (
  context: ProbeContext,
  params: ProbeParams<N>,
) => Promise<Judgement>;

/** All probes by the name that suites call them; each group of them has some. */
export type Probes = { readonly [N in ProbeName]: Probe<N> };

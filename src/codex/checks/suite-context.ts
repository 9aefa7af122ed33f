import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import type { Judgement } from '../../domain/checks/judgement.ts';
import type { Exhibit } from '../../domain/checks/transcript.ts';
import type { SourceRecord } from '../../domain/plugins/sources/source-record.ts';
import type { Baseline } from '../../domain/upgrade/baseline/baseline.ts';
import type { Environment } from '../cli/environment.ts';
import type { Identity } from '../cli/find.ts';
import type { Program } from '../cli/install.ts';
import type { SharedInventory } from '../plugins/shared-inventory.ts';

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

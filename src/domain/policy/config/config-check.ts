import { isAccepted, type PolicyReport } from '../policy-report.ts';
import type { EffectiveSetting } from './effective-config.ts';
import type { SessionFact } from './session-facts.ts';

/** The effective configuration of a folder. */
export type ConfigCheck = {
  folder: string;
  version: string;
  /** Highest first. */
  layers: readonly { type: string; file: string; settings: number; ignored: string | undefined }[];
  settings: readonly EffectiveSetting[];
  /** What an app-server session gets here, or why none was started. */
  session:
    | {
        type: 'started';
        facts: readonly SessionFact[];
        /** A project that the session began to trust by itself, so that its layer counts from then on. */
        trusts: string | undefined;
      }
    | { type: 'not started'; reason: string };
  /** What the CLI says when it reads them. */
  warnings: readonly string[];
  /** Why the CLI does not read them; no setting is in force then. */
  refused: string | undefined;
  /** A strict verdict for each file. */
  files: readonly PolicyReport[];
};

/** Whether the configuration can be used: the CLI reads it, and no file has an objection. */
export function isSound({ refused, files }: ConfigCheck): boolean {
  return refused === undefined && files.every(isAccepted);
}

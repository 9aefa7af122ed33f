import { isAccepted, type PolicyReport } from '../policy-report.ts';
import type { RulesHere, RulesReport } from '../rules/rules-report.ts';
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
  /** What `codex exec` gets here, with the profile if one was named, or why it did not start. */
  exec: {
    profile: string | undefined;
    session: { type: 'started'; facts: readonly SessionFact[] } | { type: 'not started'; reason: string };
  };
  /** The rules files of the folder; for a broken one no rule is in force. */
  rules: RulesHere & Pick<RulesReport, 'broken'>;
  /** What the CLI says when it reads them. */
  warnings: readonly string[];
  /** Why the CLI does not read them; no setting is in force then. */
  refused: string | undefined;
  /** A strict verdict for each file. */
  files: readonly PolicyReport[];
};

/** Whether the configuration can be used: the CLI reads it and its rules, and no file has an objection. */
export function isSound({ refused, files, rules }: ConfigCheck): boolean {
  return refused === undefined && rules.broken.length === 0 && files.every(isAccepted);
}

import type { EffectiveSetting } from './effective-config.ts';
import { isAccepted, type PolicyReport } from './policy-report.ts';

/** The configuration that holds in a folder. */
export type ConfigCheck = {
  folder: string;
  version: string;
  /** Highest first. */
  layers: readonly { type: string; file: string; settings: number }[];
  settings: readonly EffectiveSetting[];
  /** What the CLI says when it reads them. */
  warnings: readonly string[];
  /** Why the CLI does not read them; nothing holds then. */
  refused: string | undefined;
  /** A strict verdict for each file. */
  files: readonly PolicyReport[];
};

/** Whether the configuration can be used: the CLI reads it, and no file has an objection. */
export function isSound({ refused, files }: ConfigCheck): boolean {
  return refused === undefined && files.every(isAccepted);
}

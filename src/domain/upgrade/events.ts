import * as z from 'zod';
import { evidence } from '../base/text-evidence.ts';
import { WEIGHTS } from './rehearsal/rules.ts';

const cli = () => z.strictObject({ version: z.string(), path: z.string(), sha256: z.string() });

/** What is recorded of upgrades of the CLI. */
export const upgradeBodies = {
  /** The pin and a candidate were observed on the configuration of the team, and compared. */
  'upgrade.rehearsed': () =>
    z.strictObject({
      v: z.literal(1),
      rehearsal: z.string(),
      /** Digests are of the native programs. */
      from: cli(),
      to: cli(),
      /** Digest of everything of the team's that was copied. */
      inputs_sha256: z.string(),
      rules: z.strictObject({
        version: z.int(),
        sha256: z.string(),
        overrides: z.array(z.strictObject({ rule: z.string(), weight: z.enum(WEIGHTS), reason: z.string() })),
      }),
      verdict: z.enum(['blocked', 'incomplete', 'warnings', 'clear']),
      counts: z.strictObject({ blocker: z.int(), warning: z.int(), note: z.int() }),
      /** Ids of the differences that block. */
      blockers: z.array(z.string()),
      /** Areas whose rules were not written for the candidate. */
      areas_without_rules: z.array(z.string()),
      folders: z.array(z.string()),
      searched: z.array(z.string()),
      /** The recorded runs of the suite; null when it was not run. */
      runs: z.strictObject({ pin: z.string(), candidate: z.string() }).nullable(),
      /** The differences, area by area, as JSON. */
      parts: z.array(evidence()),
      duration_ms: z.int(),
    }),
} as const;

import * as z from 'zod';
import { evidence } from '../base/text-evidence.ts';
import { ROLES } from '../people/role.ts';
import { WEIGHTS } from './rehearsal/rules.ts';

const cli = () => z.strictObject({ version: z.string(), path: z.string(), sha256: z.string() });

/** A decision that moves the pin, by the rehearsal that it rests on. */
const move = () => ({
  rehearsal: z.string(),
  seq: z.int(),
  from: cli(),
  to: cli(),
  reason: z.string(),
  role: z.enum(ROLES),
});

/** What is recorded of upgrades of the CLI. */
export const upgradeBodies = {
  /** The pin and a candidate were observed on the configuration of the team, and compared. */
  'upgrade.rehearsed': () =>
    z.strictObject({
      v: z.literal(2),
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
      /** The first of all files that could not be searched; null in an entry of the first form. */
      unsearched: z
        .strictObject({
          files: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
          total: z.int(),
        })
        .nullable(),
      /** The recorded runs of the suite; null when it was not run. */
      runs: z.strictObject({ pin: z.string(), candidate: z.string() }).nullable(),
      /** The differences, area by area, as JSON. */
      parts: z.array(evidence()),
      duration_ms: z.int(),
    }),
  /** Release notes, read from a file. */
  'changelog.imported': () =>
    z.strictObject({
      v: z.literal(1),
      file: z.string(),
      releases: z.array(
        z.strictObject({
          version: z.string(),
          published_at: z.iso.datetime().nullable(),
          prerelease: z.boolean(),
          /** The number of its lines. */
          notes: z.int(),
        }),
      ),
      /** The lines, a release a part, as JSON. */
      parts: z.array(evidence()),
    }),
  'changelog.reviewed': () =>
    z.strictObject({
      v: z.literal(1),
      version: z.string(),
      /** Ids of the lines. */
      notes: z.array(z.string()),
      concerns: z.boolean(),
      note: z.string().nullable(),
      role: z.enum(ROLES),
    }),
  /** A blocker of a rehearsal that the team goes on with for a while. */
  'upgrade.waived': () =>
    z.strictObject({
      v: z.literal(1),
      rehearsal: z.string(),
      difference: z.string(),
      reason: z.string(),
      role: z.enum(ROLES),
      expires_at: z.iso.datetime(),
    }),
  'upgrade.signed': () =>
    z.strictObject({
      v: z.literal(1),
      rehearsal: z.string(),
      /** The entry of the rehearsal, and its hash: what was agreed to. */
      seq: z.int(),
      sha256: z.string(),
      role: z.enum(ROLES),
      note: z.string().nullable(),
    }),
  /** The decision to move; the pin is moved in one transaction. */
  'upgrade.approved': () =>
    z.strictObject({
      v: z.literal(2),
      ...move(),
      /** Entries of the waivers and of the signatures that it rests on. */
      waivers: z.array(z.int()),
      signatures: z.array(z.int()),
      /** The versions whose notes were imported and reviewed; null in an entry of the first form. */
      changelog: z.strictObject({
        reviewed: z.int(),
        age_days: z.int(),
        versions: z.array(z.string()).nullable(),
      }),
      /** Both signatures are of one person: the rollout has no other. */
      one_person: z.boolean(),
    }),
  'upgrade.rejected': () =>
    z.strictObject({
      v: z.literal(1),
      rehearsal: z.string(),
      seq: z.int(),
      to: cli(),
      reason: z.string(),
      role: z.enum(ROLES),
    }),
  /** The pin went back; the way back was rehearsed. */
  'upgrade.rolled-back': () =>
    z.strictObject({
      v: z.literal(1),
      ...move(),
      /** Differences on the way back that were known and accepted. */
      accepted: z.array(z.string()),
    }),
  /** The rings that a version goes through from now on. */
  'rings.planned': () =>
    z.strictObject({ v: z.literal(1), text: evidence(), rings: z.array(z.string()), role: z.enum(ROLES) }),
  'ring.opened': () =>
    z.strictObject({
      v: z.literal(1),
      ring: z.string(),
      version: z.string(),
      reason: z.string(),
      role: z.enum(ROLES),
    }),
  'ring.incident': () =>
    z.strictObject({
      v: z.literal(1),
      ring: z.string(),
      version: z.string(),
      machine: z.string().nullable(),
      note: z.string(),
      role: z.enum(ROLES),
    }),
  /** What machines said of their CLI, up to 500 in an entry. */
  'machines.reported': () =>
    z.strictObject({
      v: z.literal(2),
      reports: z.array(
        z.strictObject({
          machine: z.string(),
          at: z.iso.datetime(),
          /** What the CLI stated; null when it stated none. */
          version: z.string().nullable(),
          cli_sha256: z.string().nullable(),
          verdict: z.enum(['pass', 'warn', 'fail', 'error']),
          /** The suite that it was judged by, with the number of its checks; null in an entry of the first form. */
          suite: z.strictObject({ name: z.string(), checks: z.int() }).nullable(),
          failed: z.array(z.string()),
          /** Fingerprint of the key that signed it; null for an unsigned one. */
          signed_by: z.string().nullable(),
          /** Digest of the file. */
          sha256: z.string(),
        }),
      ),
      role: z.enum(ROLES),
    }),
} as const;

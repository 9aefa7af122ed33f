import * as z from 'zod';
import { olderForm } from '../base/event-body.ts';
import { evidence } from '../base/text-evidence.ts';
import { ROLES } from '../people/role.ts';
import { WEIGHTS } from './rehearsal/rules.ts';

// Forms that are no longer written. They are never edited: entries of years ago have them.

const cli = () => z.strictObject({ version: z.string(), path: z.string(), sha256: z.string() });

/** Without the files that could not be searched. */
const rehearsed1 = () =>
  z.strictObject({
    v: z.literal(1),
    rehearsal: z.string(),
    from: cli(),
    to: cli(),
    inputs_sha256: z.string(),
    rules: z.strictObject({
      version: z.int(),
      sha256: z.string(),
      overrides: z.array(z.strictObject({ rule: z.string(), weight: z.enum(WEIGHTS), reason: z.string() })),
    }),
    verdict: z.enum(['blocked', 'incomplete', 'warnings', 'clear']),
    counts: z.strictObject({ blocker: z.int(), warning: z.int(), note: z.int() }),
    blockers: z.array(z.string()),
    areas_without_rules: z.array(z.string()),
    folders: z.array(z.string()),
    searched: z.array(z.string()),
    runs: z.strictObject({ pin: z.string(), candidate: z.string() }).nullable(),
    parts: z.array(evidence()),
    duration_ms: z.int(),
  });

/** Without the suite that a machine was judged by. */
const reported1 = () =>
  z.strictObject({
    v: z.literal(1),
    reports: z.array(
      z.strictObject({
        machine: z.string(),
        at: z.iso.datetime(),
        version: z.string().nullable(),
        cli_sha256: z.string().nullable(),
        verdict: z.enum(['pass', 'warn', 'fail', 'error']),
        failed: z.array(z.string()),
        signed_by: z.string().nullable(),
        sha256: z.string(),
      }),
    ),
    role: z.enum(ROLES),
  });

/** Without the versions whose release notes were reviewed. */
const approved1 = () =>
  z.strictObject({
    v: z.literal(1),
    rehearsal: z.string(),
    seq: z.int(),
    from: cli(),
    to: cli(),
    reason: z.string(),
    role: z.enum(ROLES),
    waivers: z.array(z.int()),
    signatures: z.array(z.int()),
    changelog: z.strictObject({ reviewed: z.int(), age_days: z.int() }),
    one_person: z.boolean(),
  });

/** How entries of older forms about upgrades are read. */
export const olderUpgradeForms = {
  'upgrade.rehearsed': [olderForm(rehearsed1, (old) => ({ ...old, v: 2, unsearched: null }))],
  'upgrade.approved': [
    olderForm(approved1, (old) => ({ ...old, v: 2, changelog: { ...old.changelog, versions: null } })),
  ],
  'machines.reported': [
    olderForm(reported1, (old) => ({
      ...old,
      v: 2,
      reports: old.reports.map((one) => ({ ...one, suite: null })),
    })),
  ],
};

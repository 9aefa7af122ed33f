import * as z from 'zod';
import { PHASE_IDS } from '../base/phase.ts';
import { evidence } from '../base/text-evidence.ts';
import { ROLES } from '../people/role.ts';
import { SURFACES } from '../runbooks/item.ts';
import { ITEM_STATES } from './items/item-status.ts';

/** The evidence of a required item. */
const gateItem = () =>
  z.strictObject({
    item: z.string(),
    state: z.enum(ITEM_STATES),
    evidence: z.array(
      z.strictObject({ kind: z.string(), key: z.string(), seq: z.int(), sha256: z.string() }),
    ),
  });

const signed = () =>
  ({
    phase: z.enum(PHASE_IDS),
    role: z.enum(ROLES),
    /** Digest of the evidence as the person saw it. */
    evidence_sha256: z.string(),
    /** The SSH signature of the statement; null for a sign-off without one. */
    signature: z
      .strictObject({ statement: z.string(), public_key: z.string(), armored: z.string() })
      .nullable(),
  }) as const;

/** What is recorded of the rollout: people, runbooks, items, gates. */
export const rolloutBodies = {
  'rollout.started': () => z.strictObject({ v: z.literal(1), name: z.string(), pin: z.string() }),
  'rollout.pin-moved': () =>
    z.strictObject({
      v: z.literal(1),
      from: z.string(),
      to: z.string(),
      reason: z.string(),
    }),
  'rollout.surfaces-chosen': () => z.strictObject({ v: z.literal(1), surfaces: z.array(z.enum(SURFACES)) }),
  /** A person as they are from now on: added, given other roles or other keys. */
  'person.recorded': () =>
    z.strictObject({
      v: z.literal(1),
      email: z.string(),
      name: z.string().nullable(),
      roles: z.array(z.enum(ROLES)),
      /** Public SSH keys. */
      keys: z.array(z.string()),
    }),
  'runbook.published': () =>
    z.strictObject({
      v: z.literal(1),
      runbook: z.string(),
      revision: z.int(),
      /** The whole text. */
      text: evidence(),
      /** Its front matter, from which the rollout is derived. */
      declaration: z.record(z.string(), z.unknown()),
      reason: z.string(),
      /** The passing run that guards it; null when that was waived. */
      run: z.string().nullable(),
      /** Why no passing run was waited for. */
      waived: z.string().nullable(),
    }),
  'item.attested': () =>
    z.strictObject({
      v: z.literal(1),
      item: z.string(),
      /** Digest of the item's declaration as the person read it. */
      item_sha256: z.string(),
      statements: z.array(z.string()),
      role: z.enum(ROLES),
      note: z.string().nullable(),
      /** The pinned CLI version at that time. */
      pin: z.string(),
    }),
  'item.waived': () =>
    z.strictObject({
      v: z.literal(1),
      item: z.string(),
      reason: z.string(),
      role: z.enum(ROLES),
      expires_at: z.iso.datetime(),
    }),
  'item.withdrawn': () =>
    z.strictObject({
      v: z.literal(1),
      item: z.string(),
      what: z.enum(['attestation', 'waiver']),
      reason: z.string(),
    }),
  'phase.signed': () =>
    z.discriminatedUnion('v', [
      z.strictObject({ v: z.literal(1), ...signed() }),
      // What the digest is of: without it nobody could say what changed since.
      z.strictObject({ v: z.literal(2), ...signed(), items: z.array(gateItem()) }),
    ]),
  /** A sign-off that no longer counts. The entry that made it stays in the history. */
  'phase.sign-off-withdrawn': () =>
    z.strictObject({
      v: z.literal(1),
      phase: z.enum(PHASE_IDS),
      role: z.enum(ROLES),
      /** Whose sign-off it was, and the entry that made it. */
      person: z.string(),
      sign_off: z.int(),
      reason: z.string(),
    }),
  'phase.passed': () =>
    z.strictObject({
      v: z.literal(1),
      phase: z.enum(PHASE_IDS),
      pin: z.string(),
      evidence_sha256: z.string(),
      items: z.array(gateItem()),
      sign_offs: z.array(
        z.strictObject({ person: z.string(), role: z.enum(ROLES), seq: z.int(), signed: z.boolean() }),
      ),
    }),
  'phase.revisited': () => z.strictObject({ v: z.literal(1), phase: z.enum(PHASE_IDS), reason: z.string() }),
  /** A person looked at the workspace settings: what cloud tasks use is nowhere else to be seen. */
  'models.cloud-attested': () =>
    z.strictObject({
      v: z.literal(1),
      /** What the organisation has decided, as the person found it. */
      statement: z.string(),
      /** The day on which they looked. */
      seen_on: z.iso.date(),
      role: z.enum(ROLES),
      /** The pinned CLI version at that time. */
      pin: z.string(),
    }),
} as const;

import * as z from 'zod';
import { SEVERITIES, VERDICTS } from '../checks/verdict.ts';
import { UnusableError } from '../errors.ts';
import { ROLES } from '../people/role.ts';
import { CHANGE_KINDS } from '../plugins/diff-inventories.ts';
import { snapshotSchema } from '../plugins/snapshot.ts';
import { SOURCE_STATES } from '../plugins/source-state.ts';
import { SURFACES } from '../rollout/item.ts';
import { ITEM_STATES } from '../rollout/item-status.ts';
import { PHASE_IDS } from '../rollout/phase.ts';

const evidence = z.strictObject({
  /** What the text is, such as `codex --version`. */
  label: z.string(),
  /** Digest of the stored, redacted text. */
  sha256: z.string(),
  /** Bytes of the stored text. */
  size: z.int(),
});

const knownIssue = z.strictObject({ id: z.string(), link: z.string(), text: z.string() });

export type Evidence = z.output<typeof evidence>;

/** The bytes of a plugin that somebody looked at. */
const pluginTree = z.strictObject({ plugin: z.string(), tree_sha256: z.string() });

/** Commands that a plugin runs by itself. */
const pluginCommand = z.strictObject({
  plugin: z.string(),
  kind: z.enum(['hook', 'mcp']),
  /** The event of a hook, the name of a server. */
  name: z.string(),
  command: z.string(),
});

/**
 * Everything that can be recorded, one line a kind. `v` is the version of the body's form. A form is
 * never edited: a new one gets the next number, and the old one an upcaster, so that an old entry
 * stays readable for ever.
 */
const eventBodies = {
  'rollout.started': z.strictObject({ v: z.literal(1), name: z.string(), pin: z.string() }),
  'rollout.pin-moved': z.strictObject({
    v: z.literal(1),
    from: z.string(),
    to: z.string(),
    reason: z.string(),
  }),
  'rollout.surfaces-chosen': z.strictObject({ v: z.literal(1), surfaces: z.array(z.enum(SURFACES)) }),
  /** A person as they are from now on: added, given other roles or other keys. */
  'person.recorded': z.strictObject({
    v: z.literal(1),
    email: z.string(),
    name: z.string().nullable(),
    roles: z.array(z.enum(ROLES)),
    /** Public SSH keys. */
    keys: z.array(z.string()),
  }),
  'runbook.published': z.strictObject({
    v: z.literal(1),
    runbook: z.string(),
    revision: z.int(),
    /** The whole text. */
    text: evidence,
    /** Its front matter, from which the rollout is derived. */
    declaration: z.record(z.string(), z.unknown()),
    reason: z.string(),
    /** The passing run that guards it; null when that was waived. */
    run: z.string().nullable(),
    /** Why no passing run was waited for. */
    waived: z.string().nullable(),
  }),
  'item.attested': z.strictObject({
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
  'item.waived': z.strictObject({
    v: z.literal(1),
    item: z.string(),
    reason: z.string(),
    role: z.enum(ROLES),
    expires_at: z.iso.datetime(),
  }),
  'item.withdrawn': z.strictObject({
    v: z.literal(1),
    item: z.string(),
    what: z.enum(['attestation', 'waiver']),
    reason: z.string(),
  }),
  'metric.recorded': z.strictObject({
    v: z.literal(1),
    metric: z.string(),
    value: z.number(),
    unit: z.string(),
    /** How many it was measured on; null when that is not known. */
    n: z.int().nullable(),
    /** The time it covers, such as 2026-11 or 7d. */
    window: z.string(),
    source: z.string(),
  }),
  'phase.signed': z.strictObject({
    v: z.literal(1),
    phase: z.enum(PHASE_IDS),
    role: z.enum(ROLES),
    /** Digest of the evidence as the person saw it. */
    evidence_sha256: z.string(),
    /** The SSH signature of the statement; null for a sign-off without one. */
    signature: z
      .strictObject({ statement: z.string(), public_key: z.string(), armored: z.string() })
      .nullable(),
  }),
  'phase.passed': z.strictObject({
    v: z.literal(1),
    phase: z.enum(PHASE_IDS),
    pin: z.string(),
    evidence_sha256: z.string(),
    items: z.array(
      z.strictObject({
        item: z.string(),
        state: z.enum(ITEM_STATES),
        evidence: z.array(
          z.strictObject({ kind: z.string(), key: z.string(), seq: z.int(), sha256: z.string() }),
        ),
      }),
    ),
    sign_offs: z.array(
      z.strictObject({ person: z.string(), role: z.enum(ROLES), seq: z.int(), signed: z.boolean() }),
    ),
  }),
  'phase.revisited': z.strictObject({ v: z.literal(1), phase: z.enum(PHASE_IDS), reason: z.string() }),
  'plugins.snapshot-taken': z.strictObject({
    v: z.literal(1),
    snapshot: snapshotSchema,
    /** The file list of each tree. */
    files: z.array(z.strictObject({ tree_sha256: z.string(), text: evidence })),
  }),
  /** What an upgrade of a marketplace would do, tried on a copy. */
  'plugins.upgrade-reviewed': z.strictObject({
    v: z.literal(1),
    marketplace: z.string(),
    cli_version: z.string().nullable(),
    /** `failed`: the CLI refused the upgrade, and the old snapshot stays. */
    outcome: z.enum(['unchanged', 'changed', 'failed']),
    summary: z.string(),
    before_revision: z.string().nullable(),
    after_revision: z.string().nullable(),
    changes: z.array(z.strictObject({ kind: z.enum(CHANGE_KINDS), subject: z.string(), text: z.string() })),
    /** What its plugins are afterwards. */
    trees: z.array(pluginTree),
    /** What changed file by file, and what the CLI printed. */
    evidence: z.array(evidence),
  }),
  'plugins.upgraded': z.strictObject({
    v: z.literal(1),
    marketplace: z.string(),
    /** Entry of the review that it was compared with. */
    review: z.int(),
    /** Whether the real home became exactly what was reviewed. */
    equal: z.boolean(),
    differences: z.array(z.string()),
    evidence: z.array(evidence),
  }),
  /** The security owner has looked at every command that the plugins of a source run. */
  'source.acknowledged': z.strictObject({
    v: z.literal(1),
    source: z.string(),
    role: z.enum(ROLES),
    commands: z.array(pluginCommand),
  }),
  'source.decided': z.strictObject({
    v: z.literal(1),
    source: z.string(),
    state: z.enum(SOURCE_STATES),
    role: z.enum(ROLES),
    reason: z.string(),
    /** Entry of the review that it rests on; null for anything but a promotion to team standard. */
    review: z.int().nullable(),
    revision: z.string().nullable(),
    /** What its plugins were at that time. */
    trees: z.array(pluginTree),
    warnings: z.array(z.string()),
  }),
  /** A person looked at the workspace settings: what cloud tasks use is nowhere else to be seen. */
  'models.cloud-attested': z.strictObject({
    v: z.literal(1),
    /** What the organisation has decided, as the person found it. */
    statement: z.string(),
    /** The day on which they looked. */
    seen_on: z.iso.date(),
    role: z.enum(ROLES),
    /** The pinned CLI version at that time. */
    pin: z.string(),
  }),
  'run.started': z.strictObject({
    v: z.literal(1),
    run: z.string(),
    suite: z.string(),
    suite_sha256: z.string(),
    pin: z.string(),
    cli_path: z.string(),
    checks: z.array(z.string()),
  }),
  'check.finished': z.strictObject({
    v: z.literal(1),
    run: z.string(),
    check: z.string(),
    title: z.string(),
    severity: z.enum(SEVERITIES),
    /** Where the check is declared, as `file:line:column`. */
    declared_at: z.string(),
    scope: z.string(),
    verdict: z.enum(VERDICTS),
    summary: z.string(),
    expected: z.string().optional(),
    actual: z.string().optional(),
    remedy: z.string().optional(),
    /** The version that the CLI under test stated; null when it stated none. */
    cli_version: z.string().nullable(),
    version_bound: z.boolean(),
    duration_ms: z.int(),
    /** Known issues of the CLI that concern the check. */
    known_issues: z.array(knownIssue),
    evidence: z.array(evidence),
  }),
  'run.finished': z.strictObject({
    v: z.literal(1),
    run: z.string(),
    verdict: z.enum(['pass', 'warn', 'fail', 'error']),
    cli_version: z.string().nullable(),
    duration_ms: z.int(),
    interrupted: z.boolean(),
  }),
  /** A key that signs checkpoints from now on: its public half, in the form of a verifier key. */
  'key.made': z.strictObject({ v: z.literal(1), public_key: z.string() }),
  'checkpoint.made': z.strictObject({
    v: z.literal(1),
    /** How many entries it vouches for. */
    size: z.int(),
    root: z.string(),
    /** The whole signed note. */
    note: z.string(),
  }),
  /** Where every checkpoint is written to besides; null when nowhere any more. */
  'checkpoint.place-chosen': z.strictObject({ v: z.literal(1), place: z.string().nullable() }),
  /** Bytes of stored texts that were let go. Their digests stay, in the entries that name them. */
  'blobs.removed': z.strictObject({
    v: z.literal(1),
    older_than: z.string(),
    larger_than: z.string(),
    removed: z.array(z.strictObject({ digest: z.string(), bytes: z.int() })),
  }),
  /** A backup took the place of the database. What came after it is not here any more. */
  'history.restored': z.strictObject({
    v: z.literal(1),
    /** Name of the backup's file. */
    from: z.string(),
    entries: z.int(),
    head: z.string(),
    /** What was moved aside; null when there was nothing, or nothing that could be read. */
    replaced: z.strictObject({ entries: z.int(), head: z.string() }).nullable(),
  }),
} as const;

export type EventKind = keyof typeof eventBodies;

/** Every kind of entry. */
export const EVENT_KINDS = Object.keys(eventBodies) as readonly EventKind[];

export type EventBody<K extends EventKind> = z.output<(typeof eventBodies)[K]>;

/** Something that happened, with the body its kind demands. */
export type CockpitEvent = { [K in EventKind]: { kind: K; body: EventBody<K> } }[EventKind];

/**
 * Reads a recorded entry back as an event.
 *
 * @throws UnusableError when the kind or the form is unknown: the entry is from a newer program.
 */
export function readEvent(entry: { seq: number; kind: string; body: string }): CockpitEvent {
  if (!isEventKind(entry.kind)) throw unreadable(entry, `unknown kind "${entry.kind}"`);
  const parsed = eventBodies[entry.kind].safeParse(parseBody(entry));
  if (!parsed.success) throw unreadable(entry, z.prettifyError(parsed.error));
  return { kind: entry.kind, body: parsed.data } as CockpitEvent;
}

/** Checks a body before it is recorded; what goes in must come out again. */
export function validateEvent(event: CockpitEvent): void {
  eventBodies[event.kind].parse(event.body);
}

function parseBody(entry: { seq: number; kind: string; body: string }): unknown {
  try {
    return JSON.parse(entry.body);
  } catch {
    throw unreadable(entry, 'its body is not JSON');
  }
}

function isEventKind(kind: string): kind is EventKind {
  return Object.hasOwn(eventBodies, kind);
}

function unreadable(entry: { seq: number; kind: string }, reason: string): UnusableError {
  return new UnusableError(
    `entry ${entry.seq} (${entry.kind}) cannot be read: ${reason}`,
    'Use a newer codex-cockpit.',
  );
}

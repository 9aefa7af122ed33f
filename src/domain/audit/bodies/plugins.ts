import * as z from 'zod';
import { ROLES } from '../../people/role.ts';
import { CHANGE_KINDS } from '../../plugins/diff-inventories.ts';
import { snapshotSchema } from '../../plugins/snapshot.ts';
import { SOURCE_STATES } from '../../plugins/source-state.ts';
import { evidence } from './evidence.ts';

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

/** What is recorded of plugins and their sources. */
export const pluginBodies = {
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
} as const;

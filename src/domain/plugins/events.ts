import * as z from 'zod';
import { evidence } from '../base/text-evidence.ts';
import { ROLES } from '../people/role.ts';
import { definitionSchema } from './inventory/definition.ts';
import { CHANGE_KINDS } from './sources/diff-inventories.ts';
import { snapshotSchema } from './sources/snapshot.ts';
import { sourceIdentitySchema } from './sources/source-identity.ts';
import { SOURCE_STATES, UPGRADE_OUTCOMES } from './sources/source-state.ts';

/** The bytes of a plugin that somebody looked at. */
const pluginTree = () => z.strictObject({ plugin: z.string(), tree_sha256: z.string() });

/** The file list of each tree; a long one is in several texts. */
const fileLists = () => z.array(z.strictObject({ tree_sha256: z.string(), text: evidence() }));

/** Commands that a plugin runs by itself. */
const pluginCommand = () =>
  definitionSchema().extend({
    plugin: z.string(),
    kind: z.enum(['hook', 'mcp']),
    /** The event of a hook, the name of a server. */
    name: z.string(),
  });

/** What is recorded of plugins and their sources. */
export const pluginBodies = {
  'plugins.snapshot-taken': () =>
    z.strictObject({
      v: z.literal(2),
      snapshot: snapshotSchema(),
      files: fileLists(),
    }),
  /** What an upgrade of a marketplace would do, tried on a copy. */
  'plugins.upgrade-reviewed': () =>
    z.strictObject({
      v: z.literal(2),
      marketplace: z.string(),
      /** Where it comes from; null in entries of the first form. */
      identity: sourceIdentitySchema().nullable(),
      /** The role of who reviewed; null in entries of the first form. */
      role: z.enum(ROLES).nullable(),
      /** Entry of the promotion that it is compared with; null when nothing of it is promoted. */
      compared_with: z.int().nullable(),
      cli_version: z.string().nullable(),
      /** `failed`: the CLI refused the upgrade, and the old snapshot stays. */
      outcome: z.enum(['unchanged', 'changed', 'failed']),
      summary: z.string(),
      before_revision: z.string().nullable(),
      after_revision: z.string().nullable(),
      changes: z.array(z.strictObject({ kind: z.enum(CHANGE_KINDS), subject: z.string(), text: z.string() })),
      /** What its plugins are afterwards. */
      trees: z.array(pluginTree()),
      /** The marketplace and its plugins afterwards, for later reviews to be compared with; null in entries of the first form. */
      snapshot: snapshotSchema().nullable(),
      files: fileLists(),
      /** What changed file by file, and what the CLI printed. */
      evidence: z.array(evidence()),
    }),
  /** Somebody is about to upgrade a marketplace for real. Without a `plugins.upgraded` after it, nobody knows how far it came. */
  'plugins.upgrade-started': () =>
    z.strictObject({
      v: z.literal(1),
      marketplace: z.string(),
      identity: sourceIdentitySchema(),
      role: z.enum(ROLES),
      /** Entry of the review of the bytes to be installed. */
      review: z.int(),
      from_revision: z.string().nullable(),
      to_revision: z.string().nullable(),
      /** What its plugins must be afterwards. */
      trees: z.array(pluginTree()),
    }),
  'plugins.upgraded': () =>
    z.strictObject({
      v: z.literal(2),
      marketplace: z.string(),
      /** Entry of the review that it was compared with. */
      review: z.int(),
      /** Entry of the intention; null in entries of the first form. */
      started: z.int().nullable(),
      outcome: z.enum(UPGRADE_OUTCOMES),
      /** What went wrong; null when nothing did. */
      summary: z.string().nullable(),
      /** The revision that is there afterwards. */
      revision: z.string().nullable(),
      differences: z.array(z.string()),
      evidence: z.array(evidence()),
    }),
  /** The security owner has looked at every command that the plugins of a source run. */
  'source.acknowledged': () =>
    z.strictObject({
      v: z.literal(2),
      source: z.string(),
      role: z.enum(ROLES),
      commands: z.array(pluginCommand()),
    }),
  'source.decided': () =>
    z.strictObject({
      v: z.literal(2),
      source: z.string(),
      /** Where it came from; null when it was not configured, and in entries of the first form. */
      identity: sourceIdentitySchema().nullable(),
      state: z.enum(SOURCE_STATES),
      role: z.enum(ROLES),
      reason: z.string(),
      /** Entry of the review that it rests on; null for anything but a promotion to team standard. */
      review: z.int().nullable(),
      revision: z.string().nullable(),
      /** What its plugins were at that time. */
      trees: z.array(pluginTree()),
      warnings: z.array(z.string()),
    }),
} as const;

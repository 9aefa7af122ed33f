import * as z from 'zod';
import { olderForm } from '../base/event-body.ts';
import { evidence } from '../base/text-evidence.ts';
import { ROLES } from '../people/role.ts';
import { SOURCE_STATES } from './sources/source-state.ts';

// Forms that are no longer written. They are never edited: entries of years ago have them.

const command = () => z.strictObject({ name: z.string(), command: z.string() });
const trees = () => z.array(z.strictObject({ plugin: z.string(), tree_sha256: z.string() }));
const about = () => z.strictObject({ kind: z.string(), subject: z.string(), text: z.string() });

const marketplace = () =>
  z.strictObject({
    name: z.string(),
    source_type: z.string(),
    source: z.string().nullable(),
    ref: z.string().nullable(),
    revision: z.string().nullable(),
    root: z.string().nullable(),
    broken: z.string().nullable(),
  });

const plugin = () =>
  z.strictObject({
    id: z.string(),
    version: z.string().nullable(),
    installed: z.boolean(),
    enabled: z.boolean().nullable(),
    listed: z.boolean(),
    install_policy: z.string().nullable(),
    auth_policy: z.string().nullable(),
    source: z.string().nullable(),
    cached: z
      .strictObject({
        path: z.string(),
        tree_sha256: z.string(),
        contents: z.strictObject({
          skills: z.array(z.string()),
          mcp_servers: z.array(command()),
          hooks: z.array(z.strictObject({ event: z.string(), command: z.string() })),
          apps: z.array(z.string()),
        }),
      })
      .nullable(),
  });

/** At most 120 characters of a command line, and nothing else of a definition. */
const lineOnly = <T>(command: T) => ({ ...command, fields: [], sha256: '' });

const acknowledged1 = () =>
  z.strictObject({
    v: z.literal(1),
    source: z.string(),
    role: z.enum(ROLES),
    commands: z.array(command().extend({ plugin: z.string(), kind: z.enum(['hook', 'mcp']) })),
  });

/** Without the folders that are checked out of a repository, and of commands the line alone. */
const snapshotTaken1 = () =>
  z.strictObject({
    v: z.literal(1),
    snapshot: z.strictObject({
      cli_version: z.string().nullable(),
      marketplaces: z.array(marketplace()),
      plugins: z.array(plugin()),
      findings: z.array(about()),
    }),
    files: z.array(z.strictObject({ tree_sha256: z.string(), text: evidence() })),
  });

/** Without who reviewed as what, of which source, and what it was compared with. */
const upgradeReviewed1 = () =>
  z.strictObject({
    v: z.literal(1),
    marketplace: z.string(),
    cli_version: z.string().nullable(),
    outcome: z.enum(['unchanged', 'changed', 'failed']),
    summary: z.string(),
    before_revision: z.string().nullable(),
    after_revision: z.string().nullable(),
    changes: z.array(about()),
    trees: trees(),
    evidence: z.array(evidence()),
  });

/** Without the intention that was recorded before, and only of upgrades that the CLI carried out. */
const upgraded1 = () =>
  z.strictObject({
    v: z.literal(1),
    marketplace: z.string(),
    review: z.int(),
    equal: z.boolean(),
    differences: z.array(z.string()),
    evidence: z.array(evidence()),
  });

/** Without where the source came from. */
const decided1 = () =>
  z.strictObject({
    v: z.literal(1),
    source: z.string(),
    state: z.enum(SOURCE_STATES),
    role: z.enum(ROLES),
    reason: z.string(),
    review: z.int().nullable(),
    revision: z.string().nullable(),
    trees: trees(),
    warnings: z.array(z.string()),
  });

/** How entries of older forms about plugins are read. */
export const olderPluginForms = {
  'plugins.snapshot-taken': [
    olderForm(snapshotTaken1, ({ snapshot, ...rest }) => ({
      ...rest,
      v: 2,
      snapshot: {
        ...snapshot,
        marketplaces: snapshot.marketplaces.map((one) => ({ ...one, folders: [] })),
        plugins: snapshot.plugins.map(({ cached, ...one }) => ({
          ...one,
          cached: cached && {
            ...cached,
            contents: {
              ...cached.contents,
              mcp_servers: cached.contents.mcp_servers.map(lineOnly),
              hooks: cached.contents.hooks.map(lineOnly),
            },
          },
        })),
      },
    })),
  ],
  'plugins.upgrade-reviewed': [
    olderForm(upgradeReviewed1, (old) => ({
      ...old,
      v: 2,
      identity: null,
      role: null,
      compared_with: null,
      snapshot: null,
      files: [],
    })),
  ],
  'plugins.upgraded': [
    olderForm(upgraded1, ({ equal, ...rest }) => ({
      ...rest,
      v: 2,
      started: null,
      outcome: equal ? 'as reviewed' : 'not as reviewed',
      summary: null,
      revision: null,
    })),
  ],
  'source.acknowledged': [
    olderForm(acknowledged1, (old) => ({ ...old, v: 2, commands: old.commands.map(lineOnly) })),
  ],
  'source.decided': [olderForm(decided1, (old) => ({ ...old, v: 2, identity: null }))],
};

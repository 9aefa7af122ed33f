import * as z from 'zod';
import { sourceIdentitySchema } from '../sources/source-identity.ts';
import { definitionSchema } from './definition.ts';

/** What a plugin brings into a session. */
export const contentsSchema = () =>
  z.strictObject({
    /** Their folders, below the folder `skills` or below the plugin. */
    skills: z.array(z.string()),
    /** Servers that it starts. */
    mcpServers: z.array(definitionSchema().extend({ name: z.string() })),
    /** Commands that it runs, by the event that starts them. */
    hooks: z.array(definitionSchema().extend({ event: z.string() })),
    /** Their ids. */
    apps: z.array(z.string()),
  });

const treeEntry = () =>
  z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('file'), path: z.string(), sha256: z.string(), size: z.int() }),
    z.strictObject({ type: z.literal('link'), path: z.string(), target: z.string() }),
    z.strictObject({ type: z.literal('unreadable'), path: z.string(), why: z.string() }),
  ]);

const pluginSchema = () =>
  z.strictObject({
    /** `name@marketplace` */
    id: z.string(),
    name: z.string(),
    marketplace: z.string(),
    /** Version of the cached copy, or of the manifest while there is none; null when it states none. */
    version: z.string().nullable(),
    /** Whether the CLI lists it as installed. */
    installed: z.boolean(),
    /** What config.toml says; null when it does not mention the plugin. */
    enabled: z.boolean().nullable(),
    /** Whether the CLI lists it at all: one that is not listed may load anyway. */
    listed: z.boolean(),
    installPolicy: z.string().nullable(),
    authPolicy: z.string().nullable(),
    /** Where the marketplace takes it from, in words. */
    source: z.string().nullable(),
    /** The repository or folder that the entry of its marketplace names, beside that of the marketplace itself. */
    origin: sourceIdentitySchema().optional(),
    /** The copy that is really loaded; null when nothing is cached. */
    cached: z
      .strictObject({
        path: z.string(),
        /** See `hashTree`. */
        treeSha256: z.string(),
        entries: z.array(treeEntry()),
        contents: contentsSchema(),
      })
      .nullable(),
  });

const marketplaceSchema = () =>
  z.strictObject({
    name: z.string(),
    /** `git`, `local`, `home` for the one that is found in HOME without configuration, `curated` for the CLI's own. */
    sourceType: z.string(),
    source: z.string().nullable(),
    /** The folder of a source that is a path, links followed. */
    resolved: z.string().optional(),
    /** The branch, tag or revision that was asked for. */
    ref: z.string().nullable(),
    /** The folders of the repository that are checked out; all of it when empty. */
    folders: z.array(z.string()),
    /** The revision that is there. */
    revision: z.string().nullable(),
    root: z.string().nullable(),
    /** Why its manifest cannot be read; null when it can. */
    broken: z.string().nullable(),
  });

/** The kinds of what is worth a look. */
export const findingKinds = [
  'orphan',
  'not-listed',
  'enabled-not-cached',
  'duplicate-entry',
  'skipped-entry',
  'broken-marketplace',
  'hostile',
  'list-failed',
  /** The CLI loads something else than its files say as we read them. */
  'loads-differ',
  /** What the CLI loads of it could not be asked. */
  'unproven',
  'apps-unproven',
  /** Something that its files declare and the CLI leaves out. */
  'not-loaded',
] as const;

/** What is worth a look, each with what it is about. */
const findingSchema = () =>
  z.strictObject({
    kind: z.enum(findingKinds),
    subject: z.string(),
    text: z.string(),
  });

/** The inventory of plugins and marketplaces; a snapshot of it is what the log keeps. */
const inventorySchema = () =>
  z.strictObject({
    version: z.literal(1),
    cliVersion: z.string().nullable(),
    marketplaces: z.array(marketplaceSchema()),
    plugins: z.array(pluginSchema()),
    findings: z.array(findingSchema()),
  });

export type Contents = z.output<ReturnType<typeof contentsSchema>>;
export type InventoryPlugin = z.output<ReturnType<typeof pluginSchema>>;
export type InventoryMarketplace = z.output<ReturnType<typeof marketplaceSchema>>;
export type InventoryFinding = z.output<ReturnType<typeof findingSchema>>;
export type Inventory = z.output<ReturnType<typeof inventorySchema>>;

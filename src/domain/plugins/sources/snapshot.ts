import * as z from 'zod';
import { definitionSchema } from '../inventory/definition.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { contentsSchema, findingKinds } from '../inventory/inventory.ts';
import type { TreeEntry } from '../inventory/plugin-tree.ts';

const contents = () =>
  z.strictObject({
    skills: z.array(z.string()),
    mcp_servers: z.array(definitionSchema().extend({ name: z.string() })),
    hooks: z.array(definitionSchema().extend({ event: z.string() })),
    apps: z.array(z.string()),
  });

/** An inventory as the log keeps it: without the file lists, which are stored once for each tree. */
export const snapshotSchema = () =>
  z.strictObject({
    cli_version: z.string().nullable(),
    marketplaces: z.array(
      z.strictObject({
        name: z.string(),
        source_type: z.string(),
        source: z.string().nullable(),
        resolved: z.string().optional(),
        ref: z.string().nullable(),
        folders: z.array(z.string()),
        revision: z.string().nullable(),
        root: z.string().nullable(),
        broken: z.string().nullable(),
      }),
    ),
    plugins: z.array(
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
          .strictObject({ path: z.string(), tree_sha256: z.string(), contents: contents() })
          .nullable(),
      }),
    ),
    findings: z.array(z.strictObject({ kind: z.enum(findingKinds), subject: z.string(), text: z.string() })),
  });

export type Snapshot = z.output<ReturnType<typeof snapshotSchema>>;

/** An inventory as it is recorded, and as JSON output names it. */
export function toSnapshot({ cliVersion, marketplaces, plugins, findings }: Inventory): Snapshot {
  return {
    cli_version: cliVersion,
    marketplaces: marketplaces.map(({ sourceType, ...rest }) => ({ ...rest, source_type: sourceType })),
    plugins: plugins.map(
      ({ installPolicy, authPolicy, cached, name: _, marketplace: __, origin: ___, ...rest }) => ({
        ...rest,
        install_policy: installPolicy,
        auth_policy: authPolicy,
        cached: cached && {
          path: cached.path,
          tree_sha256: cached.treeSha256,
          contents: {
            skills: cached.contents.skills,
            mcp_servers: cached.contents.mcpServers,
            hooks: cached.contents.hooks,
            apps: cached.contents.apps,
          },
        },
      }),
    ),
    findings,
  };
}

/** The inventory that was recorded. `filesOf` gives the file list of a tree, empty when it is not known. */
export function fromSnapshot(
  { cli_version, marketplaces, plugins, findings }: Snapshot,
  filesOf: (treeSha256: string) => readonly TreeEntry[],
): Inventory {
  return {
    version: 1,
    cliVersion: cli_version,
    marketplaces: marketplaces.map(({ source_type, ...rest }) => ({ ...rest, sourceType: source_type })),
    plugins: plugins.map(({ install_policy, auth_policy, cached, ...rest }) => ({
      ...rest,
      name: rest.id.slice(0, rest.id.lastIndexOf('@')),
      marketplace: rest.id.slice(rest.id.lastIndexOf('@') + 1),
      installPolicy: install_policy,
      authPolicy: auth_policy,
      cached: cached && {
        path: cached.path,
        treeSha256: cached.tree_sha256,
        entries: [...filesOf(cached.tree_sha256)],
        contents: contentsSchema().parse({
          skills: cached.contents.skills,
          mcpServers: cached.contents.mcp_servers,
          hooks: cached.contents.hooks,
          apps: cached.contents.apps,
        }),
      },
    })),
    findings,
  };
}

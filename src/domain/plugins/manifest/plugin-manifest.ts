import * as z from 'zod';
import { isHooks } from '../inventory/plugin-contents.ts';
import type { Dialect } from './dialect.ts';
import { hasRepeatedKey } from './repeated-key.ts';

/** A part of a manifest: files below the plugin, or what is written in the manifest itself. */
export type ManifestPart = { files: readonly string[] } | { inline: readonly unknown[] };

/** What a plugin.json makes the CLI look at. */
export type ManifestParts = {
  hooks: ManifestPart;
  servers: ManifestPart;
  apps: ManifestPart;
  /** Folders in which skills are looked for. */
  skills: readonly string[];
  /** What the manifest names and the CLI ignores, in words. */
  ignored: readonly string[];
};

const text = z.string().nullish();

const common = {
  name: z.string().optional(),
  version: text,
  description: text,
  keywords: z.array(z.string()).optional(),
  apps: text,
  hooks: z.unknown().optional(),
  interface: z
    .looseObject({
      displayName: text,
      shortDescription: text,
      longDescription: text,
      developerName: text,
      category: text,
      capabilities: z.array(z.string()).optional(),
      websiteUrl: text,
      websiteURL: text,
      privacyPolicyUrl: text,
      privacyPolicyURL: text,
      termsOfServiceUrl: text,
      termsOfServiceURL: text,
      brandColor: text,
      composerIcon: text,
      logo: text,
      screenshots: z.array(z.string()).optional(),
    })
    .nullish(),
};

const shapes = {
  pinned: z.looseObject({ ...common, skills: z.unknown().optional(), mcpServers: text }),
  newer: z.looseObject({ ...common, skills: z.unknown().optional(), mcpServers: z.unknown().optional() }),
} as const;

const known = [...Object.keys(common), 'skills', 'mcpServers'];

/**
 * Reads a plugin.json as the CLI does, which decides for each part whether its own file, the default file or
 * neither is loaded.
 *
 * @returns undefined for a manifest that the CLI does not take: it loads nothing of that plugin
 */
export function readManifestParts(json: string, dialect: Dialect): ManifestParts | undefined {
  const value = parseJson(json);
  // To the CLI an empty list is a manifest without members.
  const parsed = shapes[dialect].safeParse(Array.isArray(value) && value.length === 0 ? {} : value);
  if (!parsed.success || hasRepeatedKey(json, { depth: 1, keys: known })) return undefined;
  const { hooks, mcpServers, apps, skills } = parsed.data;
  const ignored: string[] = [];
  const path = (field: string, value: unknown) => resolve(field, value, ignored);
  const skillPaths = (dialect === 'newer' && Array.isArray(skills) ? skills : [skills]).flatMap((one) =>
    path('skills', one),
  );
  const withDefault = dialect === 'pinned' || skillPaths.length === 0;
  return {
    hooks: hooksPart(hooks, { path, dialect }) ?? { files: ['hooks/hooks.json'] },
    servers: serversPart(mcpServers, path) ?? { files: ['.mcp.json'] },
    apps: filesOf(path('apps', apps)) ?? { files: ['.app.json'] },
    skills: [...new Set([...(withDefault ? ['skills'] : []), ...skillPaths])].sort(),
    ignored,
  };
}

type Resolve = (field: string, value: unknown) => readonly string[];

function hooksPart(
  hooks: unknown,
  { path, dialect }: { path: Resolve; dialect: Dialect },
): ManifestPart | undefined {
  if (typeof hooks === 'string') return filesOf(path('hooks', hooks));
  if (Array.isArray(hooks)) {
    if (hooks.every((one) => typeof one === 'string'))
      return filesOf(hooks.flatMap((one) => path('hooks', one)));
    if (hooks.every((one) => isInline(one, dialect))) return { inline: hooks };
    return dialect === 'newer' ? { inline: [] } : undefined;
  }
  return isInline(hooks, dialect) ? { inline: [hooks] } : undefined;
}

function isInline(value: unknown, dialect: Dialect): boolean {
  if (!isTable(value) || !isHooks(value, dialect)) return false;
  return dialect === 'pinned' || Object.keys(value).every((key) => key === 'hooks');
}

function serversPart(servers: unknown, path: Resolve): ManifestPart | undefined {
  return isTable(servers) ? { inline: [servers] } : filesOf(path('mcpServers', servers));
}

function filesOf(files: readonly string[]): ManifestPart | undefined {
  return files.length === 0 ? undefined : { files };
}

/** The path below the plugin, or none where the CLI ignores what is written and takes the default. */
function resolve(field: string, value: unknown, ignored: string[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value !== 'string') {
    ignored.push(`${field} is ignored: it is not a path`);
    return [];
  }
  const path = pathBelow(value);
  if (path !== undefined) return [path];
  ignored.push(
    `${field} ${JSON.stringify(value)} is ignored: a path starts with "./" and stays below the plugin`,
  );
  return [];
}

/** A path of a manifest, normalized; undefined for one that the CLI ignores. */
function pathBelow(path: string): string | undefined {
  const relative = path.startsWith('./') ? path.slice(2) : '';
  const [first, ...rest] = relative.split('/');
  if (first === undefined || first === '' || first === '.') return undefined;
  const parts = [first, ...rest].filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

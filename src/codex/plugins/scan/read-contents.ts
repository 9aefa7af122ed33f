import { defineHook, defineServer } from '../../../domain/plugins/inventory/definition.ts';
import type { Contents } from '../../../domain/plugins/inventory/inventory.ts';
import type { Loads } from '../../../domain/plugins/inventory/loads.ts';
import {
  type Hook,
  type ReadPart,
  readApps,
  readHooks,
  readHooksText,
  readServers,
  readServersText,
  type Server,
} from '../../../domain/plugins/inventory/plugin-contents.ts';
import type { TreeEntry } from '../../../domain/plugins/inventory/plugin-tree.ts';
import { refersIntoGit, unseenCode } from '../../../domain/plugins/inventory/unseen-code.ts';
import type { Dialect } from '../../../domain/plugins/manifest/dialect.ts';
import { safeName } from '../../../domain/plugins/manifest/name.ts';
import {
  type ManifestPart,
  type ManifestParts,
  readManifestParts,
} from '../../../domain/plugins/manifest/plugin-manifest.ts';
import { whyNoSkill } from '../../../domain/plugins/manifest/skill-file.ts';
import { type KeptFiles, pluginManifests, readFirst, readInside } from './read-manifest-file.ts';

/** What our own reading of a plugin's files found. */
export type ReadContents = {
  contents: Contents;
  /** What is loaded, to be compared with what the CLI says. */
  loads: Loads;
  /** What cannot be read, or leads out of the plugin. */
  faults: readonly string[];
  /** What is written there and the CLI leaves out. */
  skipped: readonly string[];
};

/** The plugin that is read, with the entries of its folder and what was kept of them when they were hashed. */
type Plugin = {
  id: string;
  root: string;
  entries: readonly TreeEntry[];
  isClone: boolean;
  kept: KeptFiles;
};

/** Deepest folder below a folder of skills that the CLI looks into. */
const deepestSkill = 6;

/** Reads from the files of a plugin what the CLI loads of it. */
export function readContents(plugin: Plugin, dialect: Dialect): ReadContents {
  const faults: string[] = [];
  const skipped: string[] = [];
  const manifest = readFirst(plugin.root, pluginManifests, plugin.kept);
  if (!manifest) return nothing({ skipped: ['it has no plugin.json: the CLI loads nothing of it'] });
  if ('fault' in manifest) return nothing({ faults: [`${manifest.path}: ${manifest.fault}`] });
  const parts = readManifestParts(manifest.text, dialect);
  if (!parts)
    return nothing({ skipped: [`${manifest.path} is not one that the CLI takes: it loads nothing of it`] });
  for (const text of parts.ignored)
    (text.includes('..') ? faults : skipped).push(`${manifest.path}: ${text}`);

  /** Reads the files of a part, or what stands in the manifest. */
  const read = <T>(
    part: ManifestPart,
    inFile: (json: string, file: string) => ReadPart<T>,
    inManifest: (value: unknown) => ReadPart<T>,
  ): readonly T[] => {
    const found = 'inline' in part ? part.inline.map(inManifest) : part.files.map(fromFile(inFile));
    for (const one of found) skipped.push(...one.skipped);
    return found.flatMap((one) => one.found);
  };
  const fromFile =
    <T>(inFile: (json: string, file: string) => ReadPart<T>) =>
    (path: string): ReadPart<T> => {
      const file = readInside(plugin.root, path, plugin.kept);
      if (!file) return { found: [], skipped: [] };
      if ('text' in file) return inFile(file.text, path);
      faults.push(`${path}: ${file.fault}`);
      return { found: [], skipped: [] };
    };

  const hooks = read<Hook>(
    parts.hooks,
    (json, file) => readHooksText(json, file, dialect),
    (value) => readHooks(value, manifest.path, dialect),
  );
  const servers = read<Server>(parts.servers, readServersText, (value) => readServers(value, manifest.path));
  const apps = [...new Set(read<string>(parts.apps, readApps, () => ({ found: [], skipped: [] })))];
  const skills = readSkills(plugin, parts.skills, { dialect, skipped });
  if (plugin.isClone) faults.push(...intoGit(parts, [...hooks, ...servers]));
  faults.push(...[...hooks, ...servers].flatMap(unseenCode));
  const owner = { plugin: plugin.id, entries: plugin.entries };
  return {
    contents: {
      skills: skills.map(skillName),
      mcpServers: servers.map((one) => ({ name: safeName(one.name), ...defineServer(one, owner) })),
      hooks: hooks.map((one) => ({ event: one.event, ...defineHook(one, owner) })),
      apps: apps.map(safeName),
    },
    loads: { hooks, servers, skills, apps },
    faults: faults.map(safeLine),
    skipped: skipped.map(safeLine),
  };
}

/** What leads into the `.git` of a clone, which no digest covers. */
function intoGit(
  { hooks, servers, apps, skills }: ManifestParts,
  declared: readonly (Hook | Server)[],
): readonly string[] {
  const files = [hooks, servers, apps].flatMap((part) => ('files' in part ? part.files : []));
  return [
    ...[...files, ...skills].filter(refersIntoGit),
    ...declared
      .filter(refersIntoGit)
      .map((one) => ('event' in one ? `the hook ${one.event}` : `the server ${one.name}`)),
  ].map((what) => `${what} leads into .git, which no digest of a clone covers`);
}

function nothing(said: { faults?: readonly string[]; skipped?: readonly string[] }): ReadContents {
  return {
    contents: { skills: [], mcpServers: [], hooks: [], apps: [] },
    loads: { hooks: [], servers: [], skills: [], apps: [] },
    faults: [],
    skipped: [],
    ...said,
  };
}

/** The SKILL.md files that are loaded, by their paths below the plugin. */
function readSkills(
  { root, entries, kept }: Plugin,
  roots: readonly string[],
  { dialect, skipped }: { dialect: Dialect; skipped: string[] },
): readonly string[] {
  const below = (path: string) =>
    roots.some((folder) => {
      if (!path.startsWith(`${folder}/`)) return false;
      const folders = path
        .slice(folder.length + 1)
        .split('/')
        .slice(0, -1);
      return folders.length <= deepestSkill && folders.every((name) => !name.startsWith('.'));
    });
  const files = entries.filter(
    ({ type, path }) => type === 'file' && path.split('/').at(-1) === 'SKILL.md' && below(path),
  );
  return files
    .map(({ path }) => path)
    .filter((path) => {
      const file = readInside(root, path, kept) ?? { fault: 'it is gone' };
      const why = 'fault' in file ? file.fault : whyNoSkill(file.text, dialect);
      if (why !== undefined) skipped.push(`${path} is not loaded: ${why}`);
      return why === undefined;
    });
}

/** The folder of a skill, as people call it. */
function skillName(path: string): string {
  return safeName(path.replace(/^skills\/(?=.*\/)/, '').replace(/\/SKILL\.md$/, ''));
}

function safeLine(text: string): string {
  return safeName(text);
}

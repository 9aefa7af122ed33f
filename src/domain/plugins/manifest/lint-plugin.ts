import { repeatedKeys } from '../../base/documents/repeated-keys.ts';
import {
  asTable,
  type Kind,
  kinds,
  type LintFinding,
  parseTable,
  type Say,
  sayIn,
  type Table,
  unknownFields,
  wrongKinds,
} from './lint-finding.ts';
import { isValidName, safeName } from './name.ts';

/** A `plugin.json`, or why it cannot be read. */
export type PluginFile = { file: string } & ({ text: string } | { fault: string });

/** What the CLI reads, and what each must be; it refuses to install a plugin with another. */
const fields: Readonly<Record<string, Kind>> = {
  name: kinds.text,
  description: kinds.textOrNull,
  keywords: kinds.texts,
  mcpServers: kinds.textOrNull,
  apps: kinds.textOrNull,
  interface: kinds.objectOrNull,
};

const texts = [
  'displayName',
  'shortDescription',
  'longDescription',
  'developerName',
  'category',
  'websiteURL',
  'privacyPolicyURL',
  'termsOfServiceURL',
  'brandColor',
  'composerIcon',
  'logo',
];
const interfaceFields: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(texts.map((field) => [field, kinds.textOrNull])),
  capabilities: kinds.texts,
  screenshots: kinds.texts,
};

/** What the CLI reads whatever it is, and what belongs to the format and it does not read. */
const others = [
  'version',
  'skills',
  'hooks',
  'author',
  'homepage',
  'repository',
  'license',
  'commands',
  'agents',
];
const parts = ['skills', 'mcpServers', 'apps', 'hooks'];
const readKeys = new Set([...Object.keys(fields), 'version', 'skills', 'hooks']);

/** Most bytes of a version, which becomes the name of a folder. */
const longestVersion = 255;

/**
 * Lints the manifest of a plugin: what makes the CLI refuse to install it, and what it ignores.
 *
 * @param entryName what the marketplace calls it
 * @param folder the name of its folder, which is its name when the manifest has none
 */
export function lintPlugin(
  given: PluginFile,
  { entryName, folder }: { entryName: unknown; folder: string },
): LintFinding[] {
  const say = sayIn(given.file);
  if ('fault' in given) return [say('fail', '', `${given.fault}; the CLI refuses to install the plugin`)];
  const manifest = parseTable(given.text);
  if (!manifest) return [say('fail', '', 'it is not a JSON object')];
  const { interface: shown } = manifest;
  const wrong = [
    ...wrongKinds(manifest, '', fields),
    ...wrongKinds(asTable(shown) ?? {}, 'interface.', interfaceFields),
  ];
  return [
    ...unknownFields(say, '', manifest, [...Object.keys(fields), ...others]),
    ...wrong.map(({ field, words }) =>
      say('fail', field, `it must be ${words}; the CLI refuses to install the plugin`),
    ),
    ...repeatedKeys(given.text)
      .filter((path) => readKeys.has(path) || path.startsWith('interface.'))
      .map((path) => say('fail', safeName(path), 'it is repeated; the CLI refuses to install the plugin')),
    ...lintName(say, manifest.name, { entryName, folder }),
    ...lintVersion(say, manifest.version),
    ...lintPaths(say, manifest),
  ];
}

function lintName(
  say: Say,
  name: unknown,
  { entryName, folder }: { entryName: unknown; folder: string },
): LintFinding[] {
  if (name !== undefined && typeof name !== 'string') return [];
  const isStated = name !== undefined && name.trim() !== '';
  const effective = isStated ? name : folder;
  if (!isValidName(effective))
    return [say('fail', 'name', `"${safeName(effective)}": only letters, digits, _ and - are allowed`)];
  if (typeof entryName !== 'string' || effective === entryName) return [];
  const called = isStated
    ? `"${safeName(effective)}"`
    : `it is missing, and the folder "${safeName(effective)}"`;
  return [say('fail', 'name', `${called} is called "${safeName(entryName)}" in the marketplace`)];
}

function lintVersion(say: Say, given: unknown): LintFinding[] {
  if (given === undefined || given === null)
    return [say('warn', 'version', 'it is missing, so an upgrade does not change it')];
  if (typeof given !== 'string') return [say('fail', 'version', 'it must be a text')];
  const version = given.trim();
  if (version === '') return [say('fail', 'version', 'it is blank')];
  if (version === '.' || version === '..')
    return [say('fail', 'version', `"${version}" is refused, since a version is the name of a folder`)];
  if (version.length > longestVersion)
    return [
      say('fail', 'version', `it has ${version.length} characters, and ${longestVersion} are the most`),
    ];
  return /^[A-Za-z0-9.+_-]+$/.test(version)
    ? []
    : [say('fail', 'version', 'only letters, digits, ., +, _ and - are allowed')];
}

function lintPaths(say: Say, manifest: Table): LintFinding[] {
  return parts.flatMap((field) => {
    const path = manifest[field];
    if (typeof path !== 'string') return [];
    const shown = `"${safeName(path)}"`;
    if (path.startsWith('/') || path.split(/[\\/]/).includes('..'))
      return [say('fail', field, `${shown} leads out of the plugin; the CLI loads the default file instead`)];
    return path.startsWith('./')
      ? []
      : [say('warn', field, `${shown} does not begin with "./"; the CLI loads the default file instead`)];
  });
}

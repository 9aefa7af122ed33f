import { stringify } from 'smol-toml';
import { readLocatedToml } from '../../base/documents/located-toml.ts';
import { formatPlace, type Place } from '../../base/documents/place.ts';
import { UsageError } from '../../base/errors.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import { type Finding, formatField, type Path } from '../../base/shape/finding.ts';
import { hasProxy, lintProfileTables } from './lint-profiles.ts';
import type { SandboxRequirements } from './under-requirements.ts';

type Table = Readonly<Record<string, unknown>>;

/** A file with its text. */
export type SourceFile = { file: string; text: string };

/** What profiles are read from. */
export type ProfileSource = {
  /** The settings of the config.toml; none when there is no such file. */
  values: Table;
  /** Where a path of it is written. */
  placeOfKey: (path: Path) => Place;
  /** The `[permissions]` table of a config.toml; undefined when it has none. */
  permissions: unknown;
  /** Where a path below that table is written. */
  placeOf: (path: Path) => Place;
  /** Whether the CLI sends the network of commands through its proxy. */
  hasProxy: boolean;
  requirements: SandboxRequirements | undefined;
};

/**
 * Reads the profiles of a configuration and of requirements.
 *
 * @throws UsageError naming file, line and column of a file that is not valid TOML
 */
export function readProfileSource(files: {
  config: SourceFile | undefined;
  requirements: SourceFile | undefined;
}): ProfileSource {
  const config = files.config ? read(files.config) : undefined;
  const requirements = files.requirements ? read(files.requirements) : undefined;
  const placeOfKey = (path: Path) => config?.keyPlace(path) ?? { file: '', line: 1, column: 1 };
  return {
    values: config?.data ?? {},
    placeOfKey,
    permissions: config?.data.permissions,
    placeOf: (path) => placeOfKey(['permissions', ...path]),
    hasProxy: config !== undefined && hasProxy(config.data),
    requirements: requirements && { values: requirements.data, placeOf: requirements.keyPlace },
  };
}

const sandboxKeys = ['permissions', 'default_permissions', 'sandbox_mode', 'sandbox_workspace_write'];

/**
 * Reads the profiles that sessions in a project get, with the text that the CLI is to be given: the file of the
 * person as it is, or merged with that of the project, which counts once the project is trusted.
 *
 * @throws UsageError naming file, line and column of a file that is not valid TOML
 */
export function readTeamProfiles({
  config,
  project,
  requirements,
}: {
  config: SourceFile | undefined;
  project: SourceFile | undefined;
  requirements: SourceFile | undefined;
}): { source: ProfileSource; text: string | undefined } {
  const home = readProfileSource({ config, requirements });
  const own = project && readProfileSource({ config: project, requirements: undefined });
  if (!own || !sandboxKeys.some((key) => Object.hasOwn(own.values, key))) {
    return { source: home, text: config && withoutFiles(config.text) };
  }
  const source = withProject(home, own);
  return { source, text: withoutFiles(stringify(source.values)) };
}

const namesFile =
  /^[ \t]*(?:model_instructions_file|experimental_instructions_file|experimental_compact_prompt_file|model_catalog_json|config_file)[ \t]*=.*$/gm;

/** The CLI refuses a configuration whose files are not there, and no sandbox depends on them. Lines stay where they are. */
const withoutFiles = (text: string) => text.replace(namesFile, '');

/**
 * Two configurations as the CLI merges them: that of the person, and over it that of a trusted project. Tables
 * become one, anything else is taken from the project.
 */
function withProject(home: ProfileSource, project: ProfileSource): ProfileSource {
  const values = mergeTables(home.values, project.values);
  const placeOfKey = (path: Path) =>
    hasPath(project.values, path) ? project.placeOfKey(path) : home.placeOfKey(path);
  return {
    values,
    placeOfKey,
    permissions: values.permissions,
    placeOf: (path) => placeOfKey(['permissions', ...path]),
    hasProxy: hasProxy(values),
    requirements: home.requirements,
  };
}

/** One table over another: where both have a table they become one, and else the upper one counts. */
export function mergeTables(below: Table, above: Table): Table {
  const merged = Object.entries(above).map(([key, value]) => {
    const there = below[key];
    return [key, isTable(there) && isTable(value) ? mergeTables(there, value) : value] as const;
  });
  return { ...below, ...Object.fromEntries(merged) };
}

function hasPath(value: unknown, [step, ...rest]: Path): boolean {
  if (step === undefined) return true;
  if (Array.isArray(value)) return hasPath(value[Number(step)], rest);
  return isTable(value) && Object.hasOwn(value, step) && hasPath(value[step], rest);
}

/**
 * What the CLI ignores in the profiles, of the configuration and of the requirements: whatever a trial shows,
 * a profile with such a key is not the one that its author meant.
 */
export function ignoredInProfiles(source: ProfileSource, version: string): readonly Finding[] {
  const { permissions, placeOf, requirements } = source;
  const ofConfig = ignored(permissions, placeOf, { version, hasProxy: source.hasProxy });
  if (!requirements || !isTable(requirements.values.permissions)) return ofConfig;
  // `filesystem` has what is denied to everybody, and is no profile.
  const { filesystem: _, ...managed } = requirements.values.permissions;
  const placeOfManaged = (path: Path) => requirements.placeOf(['permissions', ...path]);
  return [...ofConfig, ...ignored(managed, placeOfManaged, { version, hasProxy: true })];
}

function ignored(
  permissions: unknown,
  placeOf: ProfileSource['placeOf'],
  judgedFor: { version: string; hasProxy: boolean },
): readonly Finding[] {
  if (!isTable(permissions)) return [];
  return lintProfileTables(permissions, judgedFor)
    .filter(({ effect }) => effect === 'ignored')
    .map(({ path, at: _, ...rest }) => ({
      ...rest,
      place: placeOf(path.slice(1)),
      field: formatField(path),
    }));
}

function read(source: SourceFile) {
  const document = readLocatedToml(source);
  if (document.type === 'read') return document;
  throw new UsageError(`${formatPlace(document.place)}: not TOML: ${document.message}`);
}

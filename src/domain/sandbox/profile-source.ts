import { readLocatedToml } from '../documents/located-toml.ts';
import { formatPlace, type Place } from '../documents/located-yaml.ts';
import { UsageError } from '../errors.ts';
import { isTable } from '../policy/check-shape.ts';
import { type Finding, formatField, type Path } from '../policy/finding.ts';
import { hasProxy, lintProfileTables } from './lint-profiles.ts';
import type { SandboxRequirements } from './under-requirements.ts';

/** A file with its text. */
export type SourceFile = { file: string; text: string };

/** What profiles are read from. */
export type ProfileSource = {
  /** The settings of the config.toml; none when there is no such file. */
  values: Readonly<Record<string, unknown>>;
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
 * @throws UsageError naming file, line and column of a file that is no TOML
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

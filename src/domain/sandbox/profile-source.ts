import { readLocatedToml } from '../documents/located-toml.ts';
import { formatPlace, type Place } from '../documents/located-yaml.ts';
import { UsageError } from '../errors.ts';
import { isTable } from '../policy/check-shape.ts';
import type { Path } from '../policy/finding.ts';
import type { SandboxRequirements } from './under-requirements.ts';

/** A file with its text. */
export type SourceFile = { file: string; text: string };

/** What profiles are read from. */
export type ProfileSource = {
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
  return {
    permissions: config?.data.permissions,
    placeOf: (path) => config?.keyPlace(['permissions', ...path]) ?? { file: '', line: 1, column: 1 },
    hasProxy: isTable(config?.data.features) && config.data.features.network_proxy === true,
    requirements: requirements && { values: requirements.data, placeOf: requirements.keyPlace },
  };
}

function read(source: SourceFile) {
  const document = readLocatedToml(source);
  if (document.type === 'read') return document;
  throw new UsageError(`${formatPlace(document.place)}: not TOML: ${document.message}`);
}

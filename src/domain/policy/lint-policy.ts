import { type LocatedToml, readLocatedToml } from '../documents/located-toml.ts';
import type { JudgedFor } from '../sandbox/lint-profiles.ts';
import { checkShape } from './check-shape.ts';
import { configShape } from './config-keys.ts';
import { lintConfig } from './config-rules.ts';
import { type Finding, formatField, type PathFinding } from './finding.ts';
import { knownRelease } from './known-release.ts';
import { requirementsShape } from './requirements-keys.ts';
import { lintRequirements } from './requirements-rules.ts';

/** The files that carry policy. */
export const POLICY_FILES = ['requirements', 'managed_config', 'config'] as const;

export type PolicyFileKind = (typeof POLICY_FILES)[number];

/** What kind of policy file a name suggests; a profile and anything else is a config.toml. */
export function policyFileKind(name: string): PolicyFileKind {
  const base = name.split(/[\\/]/).at(-1)?.toLowerCase() ?? '';
  if (base.includes('requirements')) return 'requirements';
  return base.includes('managed') ? 'managed_config' : 'config';
}

/**
 * Everything that is wrong with a policy file for one version of the CLI, in the order of the file.
 *
 * @param version the CLI it is judged for; its keys are those of `knownRelease(version)`
 */
export function lintPolicy(
  source: { text: string; file: string },
  { kind, version, codexFolder }: { kind: PolicyFileKind } & JudgedFor,
): readonly Finding[] {
  const document = readLocatedToml(source);
  if (document.type === 'broken') {
    const { place, message } = document;
    return [
      { effect: 'refused', place, field: '', message: `not TOML: ${message}`, remedy: 'Mend the syntax.' },
    ];
  }
  const release = knownRelease(version);
  const { data } = document;
  const found =
    kind === 'requirements'
      ? beside(lintRequirements(data, release), checkShape(data, requirementsShape, { version: release }))
      : beside(
          lintConfig(data, { version: release, codexFolder }),
          checkShape(data, configShape, { version: release }),
        );
  return locate(found, document).sort(
    (one, other) => one.place.line - other.place.line || one.place.column - other.place.column,
  );
}

/** A rule says more about a value than its form does, so the form is silent where a rule has spoken. */
function beside(rules: readonly PathFinding[], form: readonly PathFinding[]): readonly PathFinding[] {
  const told = new Set(rules.map(({ path }) => JSON.stringify(path)));
  return [...rules, ...form.filter(({ path, at }) => at === 'key' || !told.has(JSON.stringify(path)))];
}

function locate(
  found: readonly PathFinding[],
  { keyPlace, valuePlace }: Extract<LocatedToml, { type: 'read' }>,
): Finding[] {
  return found.map(({ path, at, ...rest }) => ({
    ...rest,
    place: at === 'key' ? keyPlace(path) : valuePlace(path),
    field: formatField(path),
  }));
}

import { readLocatedToml, type TomlSource } from '../base/documents/located-toml.ts';
import { formatPlace } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import type { Finding } from '../base/shape/finding.ts';
import { type EffectiveSetting, effectiveSettings } from './config/effective.ts';
import { findingsOfWarnings, ignoredFeatures } from './config/ignored-by-cli.ts';
import { requireKnownKey, type Setting } from './config/parse-setting.ts';
import { compareWithSession, type SessionAnswer, type SessionTrial } from './config/session-check.ts';
import { knownRelease } from './known-release.ts';
import { lintPolicy } from './lint-policy.ts';
import type { FoundLayer, PolicyExplanation } from './policy-explanation.ts';
import {
  LAYERS,
  type LayerName,
  legacyPath,
  legacyRequirements,
  type MergedRequirements,
  mergeLayers,
  type RequirementLayer,
  requirementsOf,
} from './requirements/requirement-layers.ts';
import { understoodRequirements } from './requirements/requirements-keys.ts';

type Values = Readonly<Record<string, unknown>>;

/** A file of requirements, of a managed config or of a user's config. */
export type PolicyFile = {
  file: string;
  values: Values;
  layer: (name: LayerName, version: string) => RequirementLayer;
  /** @param warnings what the CLI said when a session was started with it */
  findings: (name: LayerName, version: string, warnings: readonly string[]) => readonly Finding[];
};

/** All that decides what a session gets. */
export type PolicyFiles = {
  /** Undefined for a layer without a file. */
  layers: Readonly<Record<LayerName, PolicyFile | undefined>>;
  /** The config of the user. */
  config: PolicyFile | undefined;
  set: readonly Setting[];
};

/** What a session should get, and the session that shows whether it does. */
export type ExpectedPolicy = {
  merged: MergedRequirements;
  settings: readonly EffectiveSetting[];
  trial: SessionTrial;
  /** Whether the CLI merges the layers itself in the trial, or gets them merged. */
  given: 'the files' | 'the merged requirements';
};

/** @throws UsageError when the text is not TOML */
export function readPolicyFile(source: TomlSource): PolicyFile {
  const { file } = source;
  const document = readLocatedToml(source);
  if (document.type === 'broken') {
    throw new UsageError(`${formatPlace(document.place)}: ${document.message}`);
  }
  const { data, keyPlace } = document;
  return {
    file,
    values: data,
    layer: (name, version) =>
      name === 'legacy managed config'
        ? { name, file, values: legacyRequirements(data), placeOf: (path) => keyPlace(legacyPath(path)) }
        : { name, file, values: understoodRequirements(data, version), placeOf: keyPlace },
    findings: (name, version, warnings) => [
      ...lintPolicy(source, {
        kind: name === 'legacy managed config' ? 'managed_config' : 'requirements',
        version,
      }),
      ...findingsOfWarnings(source, warnings),
    ],
  };
}

/**
 * Merges the layers of requirements, and works out what a session gets of what is asked for.
 *
 * @throws UsageError for a setting whose key the version does not know
 */
export function mergePolicy({ layers, config, set }: PolicyFiles, version: string): ExpectedPolicy {
  for (const setting of set) requireKnownKey(setting, version);
  const managed = layers['legacy managed config'];
  const merged = mergeLayers(
    LAYERS.flatMap((name) => layers[name]?.layer(name, version) ?? []),
    { tables: knownRelease(version) === '0.139.0' ? 'whole' : 'by key' },
  );
  const requirements = requirementsOf(merged);
  const settings = effectiveSettings(
    [
      ...(managed ? [{ by: 'legacy managed config', values: managed.values }] : []),
      ...set.map(({ values }) => ({ by: '--set', values })).reverse(),
      ...(config ? [{ by: 'user', values: config.values }] : []),
    ],
    { requirements, version },
  );
  // Requirements of a cloud or a device management cannot be given to a CLI as such.
  if (layers['cloud-managed'] === undefined && layers.MDM === undefined) {
    const trial = {
      requirements: layers['system file']?.values,
      managedConfig: managed?.values,
      config: config?.values ?? {},
      set: set.map(({ text }) => text),
    };
    return { merged, settings, trial, given: 'the files' };
  }
  // A managed config beside the merged requirements would count a second time, and above all of them.
  const trial = {
    requirements,
    managedConfig: undefined,
    config: { ...config?.values, ...managed?.values },
    set: set
      .filter(({ values }) => !Object.keys(values).some((key) => key in (managed?.values ?? {})))
      .map(({ text }) => text),
  };
  return { merged, settings, trial, given: 'the merged requirements' };
}

/** Explains what a session gets, beside what the real CLI answered. */
export function explain(
  { layers }: PolicyFiles,
  {
    version,
    expected,
    answer,
    brokenRules,
  }: {
    version: string;
    expected: ExpectedPolicy;
    answer: SessionAnswer;
    brokenRules: PolicyExplanation['brokenRules'];
  },
): PolicyExplanation {
  const warnings = answer.type === 'started' ? answer.warnings : [];
  const ignored = ignoredFeatures(warnings).map((name) => `features.${name}`);
  return {
    version,
    findings: LAYERS.flatMap((name) => layers[name]?.findings(name, version, warnings) ?? []),
    layers: LAYERS.map((name) => describeLayer(name, layers[name])),
    merged: expected.merged,
    brokenRules,
    // A feature that the CLI does not know is not a setting of a session.
    settings: expected.settings
      .filter(({ key }) => !ignored.includes(key))
      .map((setting) => ({
        ...setting,
        seen: answer.type === 'started' ? compareWithSession(setting, answer.thread) : { type: 'not shown' },
      })),
    session: answer.type === 'started' ? { type: 'started', warnings, given: expected.given } : answer,
  };
}

function describeLayer(name: LayerName, found: PolicyFile | undefined): FoundLayer {
  const missing =
    name === 'cloud-managed' || name === 'MDM'
      ? 'not given: it cannot be read from here; export it and name the file'
      : 'there is none';
  return { name, file: found?.file, note: found ? undefined : missing };
}

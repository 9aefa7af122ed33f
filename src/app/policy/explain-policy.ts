import { join, resolve } from 'node:path';
import { type SessionAnswer, startSession } from '../../codex/app-server/start-session.ts';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { readBytesIfThere, readNamedBytes } from '../../codex/cli/read-regular-file.ts';
import { teamHome } from '../../codex/cli/scratch.ts';
import { managedFolder } from '../../codex/config/managed-folder.ts';
import { findBrokenRules, rulesIn } from '../../codex/config/rules.ts';
import { readLocatedToml } from '../../domain/base/documents/located-toml.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { Finding } from '../../domain/base/shape/finding.ts';
import { effectiveSettings } from '../../domain/policy/config/effective.ts';
import { findingsOfWarnings, ignoredFeatures } from '../../domain/policy/config/ignored-by-cli.ts';
import { parseSetting, requireKnownKey } from '../../domain/policy/config/parse-setting.ts';
import { compareWithSession } from '../../domain/policy/config/session-check.ts';
import { knownRelease } from '../../domain/policy/known-release.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import type { FoundLayer, PolicyExplanation } from '../../domain/policy/policy-explanation.ts';
import {
  LAYERS,
  type LayerName,
  legacyPath,
  legacyRequirements,
  mergeLayers,
  type RequirementLayer,
  readManagedBytes,
  requirementsOf,
} from '../../domain/policy/requirements/requirement-layers.ts';
import { understoodRequirements } from '../../domain/policy/requirements/requirements-keys.ts';
import { findWorkingCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** Whose policy is explained. Files that are not named are those of the machine. */
export type ExplainRequest = {
  cloud?: string | undefined;
  mdm?: string | undefined;
  managed?: string | undefined;
  system?: string | undefined;
  config?: string | undefined;
  /** `key=value`, as `codex -c` takes them. */
  set?: readonly string[] | undefined;
  codex?: string | undefined;
  signal: AbortSignal;
};

type File = {
  file: string;
  values: Readonly<Record<string, unknown>>;
  layer: (name: LayerName, version: string) => RequirementLayer;
  findings: (name: LayerName, version: string, warnings: readonly string[]) => readonly Finding[];
};

/**
 * Merges the layers of requirements, works out what a session gets of what is asked for, and holds that
 * against a session that is really started.
 *
 * @throws UsageError when a named file cannot be read or is no TOML, or a setting has no form or a key that the CLI does not know
 * @throws WorkError when the CLI states no version
 */
export async function explainPolicy(world: World, request: ExplainRequest): Promise<PolicyExplanation> {
  const { environment, cwd } = world;
  const { signal } = request;
  const set = (request.set ?? []).map(parseSetting);
  const named = (file: string | undefined) => (file === undefined ? undefined : resolve(cwd, file));
  const files: Record<LayerName, File | undefined> = {
    'cloud-managed': await read(named(request.cloud)),
    MDM: await read(named(request.mdm), undefined, readManagedBytes),
    'legacy managed config': await read(named(request.managed), join(managedFolder, 'managed_config.toml')),
    'system file': await read(named(request.system), join(managedFolder, 'requirements.toml')),
  };
  const config = await read(named(request.config), join(teamHome(environment), 'config.toml'));
  const { codex, version } = await findWorkingCli(world, request);

  for (const setting of set) requireKnownKey(setting, version);
  const layers = LAYERS.flatMap((name) => files[name]?.layer(name, version) ?? []);
  const tables = knownRelease(version) === '0.139.0' ? 'whole' : 'by key';
  const merged = mergeLayers(layers, { tables });
  const requirements = requirementsOf(merged);
  const managed = files['legacy managed config'];
  const settings = effectiveSettings(
    [
      ...(managed ? [{ by: 'legacy managed config', values: managed.values }] : []),
      ...set.map(({ values }) => ({ by: '--set', values })).reverse(),
      ...(config ? [{ by: 'user', values: config.values }] : []),
    ],
    { requirements, version },
  );
  const asIs = files['cloud-managed'] === undefined && files.MDM === undefined;
  const trial = asIs
    ? {
        requirements: files['system file']?.values,
        managedConfig: managed?.values,
        config: config?.values ?? {},
        set: set.map(({ text }) => text),
      }
    : // A managed config beside the merged requirements would count a second time, and above all of them.
      {
        requirements,
        managedConfig: undefined,
        config: { ...config?.values, ...managed?.values },
        set: set
          .filter(({ values }) => !Object.keys(values).some((key) => key in (managed?.values ?? {})))
          .map(({ text }) => text),
      };
  const answer = await withPrivateCli({ codex, environment, signal }, (cli) =>
    startSession(cli, trial, { platform: process.platform }),
  );
  const rules = await rulesIn([managedFolder, teamHome(environment)]);
  const brokenRules = await withPrivateCli({ codex, environment, signal }, ({ run }) =>
    findBrokenRules((args) => run([codex, ...args]), rules),
  );
  const warnings = answer.type === 'started' ? answer.warnings : [];
  const ignored = ignoredFeatures(warnings).map((name) => `features.${name}`);
  return {
    version,
    findings: LAYERS.flatMap((name) => files[name]?.findings(name, version, warnings) ?? []),
    layers: LAYERS.map((name) => describeLayer(name, files[name])),
    merged,
    brokenRules,
    // A feature that the CLI does not know is no setting of a session.
    settings: settings
      .filter(({ key }) => !ignored.includes(key))
      .map((setting) => ({
        ...setting,
        seen: answer.type === 'started' ? compareWithSession(setting, answer.thread) : { type: 'not shown' },
      })),
    session: describeSession(answer, asIs ? 'the files' : 'the merged requirements'),
  };
}

function describeLayer(name: LayerName, found: File | undefined): FoundLayer {
  const unreadable =
    name === 'cloud-managed' || name === 'MDM'
      ? 'not given: it cannot be read from here; export it and name the file'
      : 'there is none';
  return { name, file: found?.file, note: found ? undefined : unreadable };
}

function describeSession(
  answer: SessionAnswer,
  given: 'the files' | 'the merged requirements',
): PolicyExplanation['session'] {
  return answer.type === 'started' ? { type: 'started', warnings: answer.warnings, given } : answer;
}

function readNamed(file: string): Promise<Uint8Array> {
  return readNamedBytes(file).catch((cause: Error) => {
    throw new UsageError(`${file}: cannot be read: ${cause.message}`);
  });
}

/** A file that was named must be there; the one of the machine need not. */
async function read(
  named: string | undefined,
  usual?: string,
  unpack = (bytes: Uint8Array) => bytes,
): Promise<File | undefined> {
  const file = named ?? usual;
  if (file === undefined) return undefined;
  const stored = named === undefined ? readBytesIfThere(file) : await readNamed(named);
  if (stored === undefined) return undefined;
  const text = unpack(stored);
  const document = readLocatedToml({ text, file });
  if (document.type === 'broken') {
    throw new UsageError(`${formatPlace(document.place)}: ${document.message}`);
  }
  const { data, keyPlace } = document;
  const layer = (name: LayerName, version: string): RequirementLayer =>
    name === 'legacy managed config'
      ? { name, file, values: legacyRequirements(data), placeOf: (path) => keyPlace(legacyPath(path)) }
      : { name, file, values: understoodRequirements(data, version), placeOf: keyPlace };
  const findings: File['findings'] = (name, version, warnings) => [
    ...lintPolicy(
      { text, file },
      { kind: name === 'legacy managed config' ? 'managed_config' : 'requirements', version },
    ),
    ...findingsOfWarnings({ text, file }, warnings),
  ];
  return { file, values: data, layer, findings };
}

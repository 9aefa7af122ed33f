import semver from 'semver';
import { isTable } from '../../base/shape/check-shape.ts';

type Values = Readonly<Record<string, unknown>>;

/** A setting as it was asked for, and as a session would have it. */
export type EffectiveSetting = {
  key: string;
  /** What was asked for and by whom; undefined when it was not asked for. */
  asked: { value: unknown; by: string } | undefined;
  gets: unknown;
  why: string;
};

/** One place that asks for settings; earlier ones win. */
export type SettingSource = { by: string; values: Values };

type Ruled = Pick<EffectiveSetting, 'gets' | 'why'>;

const asAsked = 'allowed as asked';
const defaults = 'the default of the CLI';

/**
 * What a session gets of what is asked for, under requirements (docs/codex-facts.md, "Effects of requirements"):
 * a value that is not allowed is replaced, with a warning and exit 0. Outside of any project.
 *
 * @param sources who asks, highest first
 */
export function effectiveSettings(
  sources: readonly SettingSource[],
  { requirements, version }: { requirements: Values; version: string },
): readonly EffectiveSetting[] {
  const setting = (key: string, rule: (asked: unknown) => Ruled): EffectiveSetting => {
    const asked = askedOf(sources, [key]);
    return { key, asked, ...rule(asked?.value) };
  };
  const features = isTable(requirements.features) ? requirements.features : requirements.feature_requirements;
  const profile = profileOf(askedOf(sources, ['default_permissions'])?.value, requirements);
  const sandboxOfProfile = (name: unknown): EffectiveSetting[] => {
    const mode = typeof name === 'string' ? builtIn[name] : undefined;
    // The sandbox shows what a custom profile does; one word cannot.
    if (mode === undefined) return [];
    return [
      setting('sandbox_mode', () => ({
        ...sandbox(mode, requirements),
        why: `as the profile ${name} has it`,
      })),
    ];
  };
  return [
    setting('approval_policy', (asked) => approval(asked, requirements.allowed_approval_policies, version)),
    setting('approvals_reviewer', (asked) => oneOf(asked, 'user', requirements.allowed_approvals_reviewers)),
    ...(profile === undefined
      ? [setting('sandbox_mode', (asked) => sandbox(asked, requirements))]
      : [setting('default_permissions', () => profile), ...sandboxOfProfile(profile.gets)]),
    setting('web_search', (asked) => webSearch(asked, requirements.allowed_web_search_modes)),
    ...(askedOf(sources, ['model'])
      ? [setting('model', (asked) => ({ gets: asked, why: 'no requirement limits models' }))]
      : []),
    ...Object.entries(isTable(features) ? features : {}).map(
      ([name, value]): EffectiveSetting => ({
        key: `features.${name}`,
        asked: askedOf(sources, ['features', name]),
        gets: value,
        why: 'pinned by the requirements',
      }),
    ),
  ];
}

function askedOf(sources: readonly SettingSource[], path: readonly string[]): EffectiveSetting['asked'] {
  for (const { by, values } of sources) {
    const value = path.reduce<unknown>((table, step) => (isTable(table) ? table[step] : undefined), values);
    if (value !== undefined) return { by, value };
  }
  return undefined;
}

function approval(asked: unknown, allowed: unknown, version: string): Ruled {
  // docs/codex-facts.md, "Approval policies by version": newer versions read the one word as the other.
  const read = (value: unknown) =>
    value === 'on-failure' && semver.satisfies(version, '>=0.160.0') ? 'on-request' : value;
  const ruled = oneOf(read(asked), 'on-request', Array.isArray(allowed) ? allowed.map(read) : allowed);
  return ruled;
}

/** The value if it is allowed, else the first one that is. */
function oneOf(asked: unknown, usual: string, allowed: unknown): Ruled {
  const wanted = asked ?? usual;
  if (!Array.isArray(allowed) || allowed.some((one) => isSame(one, wanted))) {
    return { gets: wanted, why: asked === undefined ? defaults : asAsked };
  }
  return { gets: allowed[0], why: `${show(wanted)} is not allowed; the first allowed value is used` };
}

function sandbox(asked: unknown, { allowed_sandbox_modes: allowed, permissions }: Values): Ruled {
  const wanted = asked ?? 'read-only';
  const filesystem = isTable(permissions) ? permissions.filesystem : undefined;
  const denied = isTable(filesystem) && Array.isArray(filesystem.deny_read) ? filesystem.deny_read : [];
  if (wanted === 'danger-full-access' && denied.length > 0) {
    return { gets: 'read-only', why: 'deny_read rules out full access; everything falls back to read-only' };
  }
  if (!Array.isArray(allowed) || allowed.includes(wanted)) {
    return {
      gets: wanted,
      why: asked === undefined ? `${defaults} in a folder that is not trusted` : asAsked,
    };
  }
  return { gets: 'read-only', why: `${show(wanted)} is not allowed; everything falls back to read-only` };
}

function webSearch(asked: unknown, allowed: unknown): Ruled {
  if (Array.isArray(allowed) && asked === 'disabled')
    return { gets: asked, why: 'disabled is always allowed' };
  if (Array.isArray(allowed) && allowed.length === 0) {
    return { gets: 'disabled', why: 'an empty list allows nothing else' };
  }
  return oneOf(asked, 'cached', allowed);
}

/**
 * The profile that a session runs under; undefined when none is asked for nor required. Where profiles are
 * required, `sandbox_mode` is not looked at: seen on 0.139.0 and 0.169.0.
 */
function profileOf(
  asked: unknown,
  { default_permissions: managed, allowed_permission_profiles: allowed }: Values,
): Ruled | undefined {
  if (!isTable(allowed)) return asked === undefined ? undefined : { gets: asked, why: asAsked };
  const usual = managed ?? ':workspace';
  if (asked === undefined) return { gets: usual, why: 'the default of the requirements' };
  if (typeof asked === 'string' && allowed[asked] === true) return { gets: asked, why: asAsked };
  return { gets: usual, why: `${show(asked)} is not allowed; the default of the requirements is used` };
}

const builtIn: Readonly<Record<string, string>> = {
  ':read-only': 'read-only',
  ':workspace': 'workspace-write',
  ':danger-full-access': 'danger-full-access',
};

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

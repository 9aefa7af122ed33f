import { describe, expect, it } from 'vitest';
import {
  type LayerName,
  legacyRequirements,
  mergeLayers,
  type RequirementLayer,
  requirementsOf,
} from '../../../../src/domain/policy/requirements/requirement-layers.ts';

const layer = (name: LayerName, values: Record<string, unknown>): RequirementLayer => ({
  name,
  file: `${name}.toml`,
  values,
  placeOf: () => ({ file: `${name}.toml`, line: 1, column: 1 }),
});

const cloud = (values: Record<string, unknown>) => layer('cloud-managed', values);
const mdm = (values: Record<string, unknown>) => layer('MDM', values);
const legacy = (values: Record<string, unknown>) =>
  layer('legacy managed config', legacyRequirements(values));
const system = (values: Record<string, unknown>) => layer('system file', values);

const merge = (layers: readonly RequirementLayer[], tables: 'whole' | 'by key' = 'whole') => {
  const merged = mergeLayers(layers, { tables });
  return {
    values: requirementsOf(merged),
    from: Object.fromEntries(
      merged.fields.map(({ path, origins }) => [path.join('.'), origins.map(({ layer: name }) => name)]),
    ),
    unused: merged.unused.map(({ path, origin }) => `${path.join('.')} of ${origin.layer}`),
  };
};

describe('layers of requirements', () => {
  it('are merged field by field: the higher one has it, the lower one fills what is open', () => {
    const { values, from, unused } = merge([
      system({ allowed_sandbox_modes: ['read-only', 'workspace-write'], enforce_residency: 'us' }),
      cloud({ allowed_sandbox_modes: ['read-only'] }),
    ]);
    expect(values).toEqual({ allowed_sandbox_modes: ['read-only'], enforce_residency: 'us' });
    expect(from).toEqual({ allowed_sandbox_modes: ['cloud-managed'], enforce_residency: ['system file'] });
    expect(unused).toEqual(['allowed_sandbox_modes of system file']);
  });

  it('let an empty list of a higher one win', () => {
    const { values } = merge([
      cloud({ allowed_web_search_modes: [] }),
      mdm({ allowed_web_search_modes: ['cached'] }),
      system({ allowed_web_search_modes: ['live'] }),
    ]);
    expect(values).toEqual({ allowed_web_search_modes: [] });
  });

  it('stand in one order, however they are given', () => {
    const all = [
      system({ guardian_policy_config: 'system', default_permissions: 'system' }),
      legacy({}),
      mdm({ guardian_policy_config: 'mdm', default_permissions: 'mdm' }),
      cloud({ guardian_policy_config: 'cloud' }),
    ];
    const expected = { guardian_policy_config: 'cloud', default_permissions: 'mdm' };
    expect(merge(all).values).toEqual(expected);
    expect(merge([...all].reverse()).values).toEqual(expected);
  });

  it('let the legacy managed config loosen a stricter system file, as the CLI does', () => {
    const { values, unused } = merge([
      system({ allowed_approval_policies: ['untrusted', 'never'], allowed_sandbox_modes: ['read-only'] }),
      legacy({ approval_policy: 'on-request', sandbox_mode: 'workspace-write', model: 'gpt-5.5' }),
    ]);
    expect(values).toEqual({
      allowed_approval_policies: ['on-request'],
      allowed_sandbox_modes: ['read-only', 'workspace-write'],
    });
    expect(unused).toHaveLength(2);
  });

  it('say nothing when there is none', () => {
    expect(merge([])).toEqual({ values: {}, from: {}, unused: [] });
  });
});

describe('tables in several layers', () => {
  const layers = [
    cloud({ features: { plugins: false }, rules: { prefix_rules: ['a'] } }),
    system({ features: { plugins: true, memories: false }, rules: { prefix_rules: ['b'] } }),
  ];

  it('are one field each, as 0.139.0 documents', () => {
    expect(merge(layers)).toEqual({
      values: { features: { plugins: false }, rules: { prefix_rules: ['a'] } },
      from: { features: ['cloud-managed'], rules: ['cloud-managed'] },
      unused: ['features of system file', 'rules of system file'],
    });
  });

  it('are merged by key in newer versions, and rules are added up, the higher first', () => {
    expect(merge(layers, 'by key')).toEqual({
      values: { features: { plugins: false, memories: false }, rules: { prefix_rules: ['a', 'b'] } },
      from: {
        'features.plugins': ['cloud-managed'],
        'features.memories': ['system file'],
        'rules.prefix_rules': ['cloud-managed', 'system file'],
      },
      unused: ['features.plugins of system file'],
    });
  });

  it('join what must not be read, each path once', () => {
    const deny = (...paths: string[]) => ({ permissions: { filesystem: { deny_read: paths } } });
    expect(merge([cloud(deny('/a', '/b')), system(deny('/b', '/c'))], 'by key').values).toEqual(
      deny('/a', '/b', '/c'),
    );
  });

  it('leave a field to the higher layer where one has a table and the other a value', () => {
    expect(
      merge([cloud({ features: {} }), system({ features: { plugins: true } })], 'by key').values,
    ).toEqual({
      features: {},
    });
    expect(merge([cloud({ a: { b: 1 } }), system({ a: 2 })], 'by key').values).toEqual({ a: { b: 1 } });
  });
});

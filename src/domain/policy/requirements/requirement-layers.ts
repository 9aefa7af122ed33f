import type { Place } from '../../base/documents/place.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import type { Path } from '../../base/shape/finding.ts';

/**
 * Where requirements come from, highest first. The legacy managed config is above the system file: seen
 * on 0.139.0 and 0.169.0, where it loosened a stricter list. Cloud and MDM could not be tried; their order is
 * the documented one (docs/codex-facts.md, "Requirement layers").
 */
export const LAYERS = ['cloud-managed', 'MDM', 'legacy managed config', 'system file'] as const;

export type LayerName = (typeof LAYERS)[number];

type Values = Readonly<Record<string, unknown>>;

/** The requirements of one source. */
export type RequirementLayer = {
  name: LayerName;
  file: string;
  values: Values;
  placeOf: (path: Path) => Place;
};

type Origin = { layer: LayerName; place: Place };

/** A field in effect, with every layer that contributed to it. */
type MergedField = { path: readonly string[]; value: unknown; origins: readonly Origin[] };

/** A field of a lower layer that has no effect. */
type UnusedField = { path: readonly string[]; value: unknown; origin: Origin };

export type MergedRequirements = {
  fields: readonly MergedField[];
  unused: readonly UnusedField[];
};

/** Lists that every layer adds to, the highest first. Everywhere else the highest layer wins. */
const appended = (path: readonly string[]) => {
  const name = path.join('.');
  return (
    name === 'rules.prefix_rules' || name === 'permissions.filesystem.deny_read' || name.startsWith('hooks.')
  );
};

/**
 * Merges layers field by field: the highest that sets a field has it, an empty list included, and lower
 * ones fill what is left open.
 *
 * @param tables whether a table is one field, as the documentation of 0.139.0 has it, or its keys are
 * merged on their own, as newer sources do
 */
export function mergeLayers(
  layers: readonly RequirementLayer[],
  { tables }: { tables: 'whole' | 'by key' },
): MergedRequirements {
  const held = new Map<string, MergedField>();
  const unused: UnusedField[] = [];
  const ordered = [...layers].sort((one, other) => LAYERS.indexOf(one.name) - LAYERS.indexOf(other.name));
  for (const layer of ordered) {
    for (const { path, value } of fieldsOf(layer.values, tables === 'by key')) {
      const origin = { layer: layer.name, place: layer.placeOf(path) };
      const there = holderOf(held, path);
      if (!there) {
        held.set(JSON.stringify(path), { path, value, origins: [origin] });
      } else if (appended(path) && Array.isArray(there.value) && Array.isArray(value)) {
        const joined =
          path[0] === 'permissions' ? [...new Set([...there.value, ...value])] : [...there.value, ...value];
        held.set(JSON.stringify(path), { path, value: joined, origins: [...there.origins, origin] });
      } else unused.push({ path, value, origin });
    }
  }
  return { fields: [...held.values()], unused };
}

/** The merged fields as one document again. */
export function requirementsOf({ fields }: MergedRequirements): Values {
  const root: Record<string, unknown> = {};
  for (const { path, value } of fields) {
    let table = root;
    for (const step of path.slice(0, -1)) {
      const inner = isTable(table[step]) ? { ...table[step] } : {};
      table[step] = inner;
      table = inner;
    }
    const last = path.at(-1);
    if (last !== undefined) table[last] = value;
  }
  return root;
}

/** What the legacy managed config counts for: single values are what alone is allowed. */
export function legacyRequirements({ approval_policy, sandbox_mode }: Values): Values {
  return {
    ...(approval_policy === undefined ? {} : { allowed_approval_policies: [approval_policy] }),
    // Read-only stays allowed, since everything falls back to it.
    ...(sandbox_mode === undefined
      ? {}
      : { allowed_sandbox_modes: [...new Set(['read-only', sandbox_mode])] }),
  };
}

/** The legacy settings a requirement was made from, so that its place can be shown. */
export function legacyPath([first]: Path): Path {
  return [first === 'allowed_approval_policies' ? 'approval_policy' : 'sandbox_mode'];
}

function fieldsOf(
  values: Values,
  deep: boolean,
  above: readonly string[] = [],
): readonly { path: readonly string[]; value: unknown }[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const path = [...above, name];
    return deep && isTable(value) && Object.keys(value).length > 0
      ? fieldsOf(value, deep, path)
      : [{ path, value }];
  });
}

/** The field that is set already in the place of this one: itself, one around it, or one inside of it. */
function holderOf(held: ReadonlyMap<string, MergedField>, path: readonly string[]): MergedField | undefined {
  const same = held.get(JSON.stringify(path));
  if (same) return same;
  return [...held.values()].find((one) => {
    const shared = Math.min(one.path.length, path.length);
    return (
      path.slice(0, shared).every((step, index) => step === one.path[index]) &&
      one.path.length !== path.length
    );
  });
}

/**
 * The requirements that device management delivers: TOML, or TOML in base64 as the key
 * `requirements_toml_base64` has it. Places count in the TOML. The bytes are not decoded: whether they are
 * UTF-8 is for the reader of the TOML to say.
 */
export function readManagedBytes(bytes: Uint8Array): Uint8Array {
  const packed = Buffer.from(bytes).toString('latin1').replace(/\s+/g, '');
  const isBase64 = packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
  return isBase64 ? Buffer.from(packed, 'base64') : bytes;
}

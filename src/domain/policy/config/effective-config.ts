import * as z from 'zod';
import { redactAt } from '../../base/redact/redact-value.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import { formatField } from '../../base/shape/finding.ts';

/** The reply to `config/read` with layers, as far as it is looked at (docs/codex-facts.md, "Effective configuration"). */
export const configReadReply = z.looseObject({
  layers: z.array(
    z.looseObject({
      name: z.looseObject({
        type: z.string(),
        file: z.string().optional(),
        dotCodexFolder: z.string().optional(),
      }),
      config: z.record(z.string(), z.unknown()),
      disabledReason: z.string().nullish(),
    }),
  ),
});

/** A layer of the configuration as the CLI names it, highest first. */
export type ConfigLayer = {
  type: string;
  file: string;
  values: Readonly<Record<string, unknown>>;
  /** Why the CLI ignores the layer, such as that of an untrusted project. */
  ignored?: string | undefined;
};

/** An effective setting, and the layer it comes from; `overridden` are lower layers that set it without effect. */
export type EffectiveSetting = {
  field: string;
  value: unknown;
  layer: string;
  file: string;
  overridden: readonly { layer: string; file: string }[];
};

/** The layers of a reply, highest first. */
export function layersOf({ layers }: z.output<typeof configReadReply>): readonly ConfigLayer[] {
  return layers.map(({ name, config, disabledReason }) => ({
    type: name.type,
    file: name.file ?? (name.dotCodexFolder === undefined ? '' : `${name.dotCodexFolder}/config.toml`),
    values: config,
    ignored: disabledReason ?? undefined,
  }));
}

/**
 * Every setting that some layer sets, with its effective value. A layer that the CLI ignores sets nothing. Tables are merged key by key, lists are one
 * value. Secrets, and whatever is passed to programs or servers as environment or header, are hidden.
 */
export function settingsThatHold(layers: readonly ConfigLayer[]): readonly EffectiveSetting[] {
  const held = new Map<string, EffectiveSetting & { path: readonly string[] }>();
  for (const { type, file, values, ignored } of layers) {
    if (ignored !== undefined) continue;
    for (const { path, value } of leavesOf(values)) {
      const field = formatField(path);
      const above = held.get(field) ?? blocking(held, path);
      if (above) {
        held.set(formatField(above.path), {
          ...above,
          overridden: [...above.overridden, { layer: type, file }],
        });
      } else
        held.set(field, { path, field, value: redactAt(path, value), layer: type, file, overridden: [] });
    }
  }
  return [...held.values()]
    .map(({ path: _, ...setting }) => setting)
    .sort((one, other) => (one.field < other.field ? -1 : 1));
}

/** A value of a higher layer where a lower one has a table. */
function blocking<T extends { path: readonly string[] }>(
  held: ReadonlyMap<string, T>,
  path: readonly string[],
): T | undefined {
  for (let length = path.length - 1; length > 0; length--) {
    const found = held.get(formatField(path.slice(0, length)));
    if (found) return found;
  }
  return undefined;
}

function leavesOf(
  values: Readonly<Record<string, unknown>>,
  above: readonly string[] = [],
): readonly { path: readonly string[]; value: unknown }[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const path = [...above, name];
    return isTable(value) && Object.keys(value).length > 0 ? leavesOf(value, path) : [{ path, value }];
  });
}

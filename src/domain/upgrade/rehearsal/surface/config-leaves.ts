import { readLocatedToml } from '../../../base/documents/located-toml.ts';
import { isTable } from '../../../base/shape/check-shape.ts';

export type Values = Readonly<Record<string, unknown>>;

/** A setting of a document: a list is one value, and so is an empty table. */
export type Leaf = { path: readonly string[]; value: unknown };

/** Every setting of a document. */
export function leavesOf(values: Values, above: readonly string[] = []): readonly Leaf[] {
  return Object.entries(values).flatMap(([name, value]): readonly Leaf[] => {
    const path = [...above, name];
    return isTable(value) && Object.keys(value).length > 0 ? leavesOf(value, path) : [{ path, value }];
  });
}

/** A document with these settings alone. */
export function documentOf(leaves: readonly Leaf[]): Values {
  const document: Record<string, unknown> = {};
  for (const { path, value } of leaves) {
    let table = document;
    for (const name of path.slice(0, -1)) {
      const inner = table[name];
      const next = isTable(inner) ? (inner as Record<string, unknown>) : {};
      table[name] = next;
      table = next;
    }
    const last = path.at(-1);
    if (last !== undefined) table[last] = value;
  }
  return document;
}

/** The value at a path; undefined when nothing is there. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, name) => (isTable(inner) ? inner[name] : undefined), values);
}

/** What the reply to `config/read` puts before the reason. */
const prefixes =
  /^(?:failed to (?:read configuration layers|resolve feature override precedence|load configuration)|invalid configuration|Error loading config\.toml): */;

/** Why a configuration is refused, in one line, without the place in the copy that was read. */
export function reasonOfRefusal(message: string): string {
  const [line = '', ...more] = message.replace(prefixes, '').trim().split('\n');
  const inside = more.find((one) => /^in `/.test(one));
  const reason = line.replace(/^(?:\S*\.toml:\d+:\d+: )/, '');
  return inside === undefined ? reason : `${reason} ${inside}`;
}

/**
 * Settings that the message of a refusal may be about, in the order in which to try to take them out: those at or below a
 * path that it names and those whose last part it has, one by one and then all at that path, and each other one.
 *
 * @param at the paths that stand in the line that the CLI names
 */
export function suspects(
  message: string,
  leaves: readonly Leaf[],
  at: readonly (readonly string[])[] = [],
): { named: readonly (readonly Leaf[])[]; others: readonly (readonly Leaf[])[] } {
  const paths = [...message.matchAll(/`([^`]+)`/g)].map(([, path = '']) => path.replaceAll('"', ''));
  const below = [...paths, ...at.map((path) => path.join('.'))].map((path) =>
    leaves.filter((leaf) => `${leaf.path.join('.')}.`.startsWith(`${path}.`)),
  );
  const words = new Set(message.match(/[\w-]+/g) ?? []);
  const single = leaves.filter((leaf) => below.flat().includes(leaf) || words.has(leaf.path.at(-1) ?? ''));
  return {
    named: [...single.map((leaf) => [leaf]), ...below.filter((group) => group.length > 1)],
    others: leaves.filter((leaf) => !single.includes(leaf)).map((leaf) => [leaf]),
  };
}

/** The paths of keys and tables that stand in a line of a document. */
export function pathsInLine(
  text: string,
  line: number,
  leaves: readonly Leaf[],
): readonly (readonly string[])[] {
  const toml = readLocatedToml({ text, file: '' });
  if (toml.type === 'broken') return [];
  const prefixes = leaves.flatMap(({ path }) => path.map((_, index) => path.slice(0, index + 1)));
  const found = prefixes.filter((path) => toml.keyPlace(path).line === line);
  return [...new Map(found.map((path) => [path.join('\n'), path])).values()];
}

/** True when a message is about what was taken out: then that was needed, and was not at fault. */
export function misses(message: string, out: readonly Leaf[]): boolean {
  const words = new Set(message.match(/[\w-]+/g) ?? []);
  return out.some(({ path }) => words.has(path.at(-1) ?? ''));
}

/** Settings that the CLI takes only together. */
const together = [
  ['permissions', 'default_permissions'],
  ['model_providers', 'model_provider'],
];

/** A setting with all of its table, and with what the table needs. */
export function withCompanions({ path }: Leaf, leaves: readonly Leaf[]): readonly Leaf[] {
  const [first = ''] = path;
  const names = together.find((group) => group.includes(first)) ?? [first];
  return leaves.filter((leaf) => names.includes(leaf.path[0] ?? ''));
}

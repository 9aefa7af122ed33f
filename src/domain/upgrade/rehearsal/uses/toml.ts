import { parse, TomlError, type TomlTable } from 'smol-toml';
import { spansOf } from '../../../base/documents/toml-spans.ts';
import { hidesValues } from '../../../base/redact/redact-structure.ts';
import { settingUses } from './call.ts';
import { addAll, type Found } from './found.ts';

type Path = readonly string[];

/** Tables whose keys are names of the team's own. */
const named = new Set([
  ...[
    'permissions',
    'mcp_servers',
    'model_providers',
    'profiles',
    'projects',
    'plugins',
    'marketplaces',
    'agents',
  ],
  ...['filesystem', 'domains', 'env', 'http_headers', 'env_http_headers', 'headers'],
]);

/**
 * What a file of settings uses: each key, each table around it, and each key with its value. Names of the team's own, as
 * of a profile, are a star too.
 *
 * @param kind `requirement` for requirements.toml
 * @returns undefined when it is not TOML
 */
export function findInToml(text: string, kind: 'setting' | 'requirement'): readonly Found[] | undefined {
  const data = parsed(text);
  if (!data) return undefined;
  const spans = spansOf(text);
  const found: Found[] = [];
  const visit = (value: unknown, path: Path, place: readonly (string | number)[]) => {
    if (path.length > 0) {
      const offset = spans.get(JSON.stringify(place))?.key;
      if (offset !== undefined) addAll(found, usesOfKey(kind, { path, value, offset }));
    }
    // What stands below is secret, and nothing of the CLI.
    if (hidesValues(path.at(-1) ?? '')) return;
    if (Array.isArray(value)) for (const [index, one] of value.entries()) visit(one, path, [...place, index]);
    else if (typeof value === 'object' && value !== null && !(value instanceof Date))
      for (const [key, one] of Object.entries(value)) visit(one, [...path, key], [...place, key]);
  };
  visit(data, [], []);
  return found;
}

function parsed(text: string): TomlTable | undefined {
  try {
    return parse(text);
  } catch (cause) {
    if (cause instanceof TomlError || cause instanceof RangeError) return undefined;
    throw cause;
  }
}

function usesOfKey(
  kind: 'setting' | 'requirement',
  { path, value, offset }: { path: Path; value: unknown; offset: number },
): readonly Found[] {
  const isSecret = hidesValues(path.at(-1) ?? '');
  const plain = typeof value === 'object' || isSecret ? undefined : String(value);
  const names = new Set([path.join('.'), generalTable(path), general(path)]);
  const last = path.at(-1) ?? '';
  const settings = [...names].flatMap((name) =>
    kind === 'setting'
      ? settingUses(name, plain, offset)
      : [
          { kind, name, offset },
          ...(plain === undefined ? [] : [{ kind, name: `${name}=${plain}`, offset }]),
        ],
  );
  const plugin =
    path[0] === 'plugins' && path.length === 2 ? [{ kind: 'plugin' as const, name: last, offset }] : [];
  const tools =
    last === 'matcher' && plain !== undefined
      ? plain
          .split('|')
          .map((name) => ({ kind: 'tool' as const, name: name.replace(/^\^|\$$/g, ''), offset }))
      : [];
  return [...settings, ...plugin, ...tools];
}

/** `permissions.*.filesystem.~/.aws`: a star for the first name alone. */
function generalTable(path: Path): string {
  return path.map((step, index) => (index === 1 && named.has(path[0] ?? '') ? '*' : step)).join('.');
}

/** `permissions.*.filesystem.*` */
function general(path: Path): string {
  const isNamed = (step: string, parent = '') =>
    (named.has(parent) || parent.startsWith(':')) && !step.startsWith(':');
  return path.map((step, index) => (isNamed(step, path[index - 1]) ? '*' : step)).join('.');
}

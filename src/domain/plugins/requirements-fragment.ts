import type { Inventory } from './inventory.ts';
import { commandsOf } from './plugin-command.ts';

/**
 * A fragment of requirements.toml that allows what was promoted and nothing else: servers on every version that
 * reads requirements, sources on the versions that know `[marketplaces]`
 * (facts/codex-governance-data.md §7: merged after 0.139).
 */
export function requirementsFragment(inventory: Inventory, promoted: readonly string[]): string {
  const sources = inventory.marketplaces.filter(({ name }) => promoted.includes(name));
  const servers = sources.flatMap(({ name }) =>
    commandsOf(inventory, name).filter(({ kind }) => kind === 'mcp'),
  );
  return [
    '# Made from the sources that are team standards. Merge it into requirements.toml and lint the result.',
    '',
    '# Enforced from 0.139.0 on: a server that is not listed is switched off. Each plugin lists its own.',
    ...(servers.length === 0 ? ['# (no promoted plugin starts a server)'] : []),
    ...servers.flatMap(({ plugin, name, command }) => [
      `[plugins.${toml(plugin)}.mcp_servers.${toml(name)}]`,
      /^https?:/.test(command)
        ? `identity = { url = ${toml(command)} }`
        : `identity = { command = ${toml(command.split(' ')[0] ?? '')} }`,
      '',
    ]),
    '',
    '# Not known to 0.139.0, which ignores it in silence. Newer versions refuse to add, install or refresh other sources.',
    '[marketplaces]',
    'restrict_to_allowed_sources = true',
    '',
    ...sources.flatMap((source) => sourceTable(source)),
  ].join('\n');
}

function sourceTable({ name, sourceType, source, ref }: Inventory['marketplaces'][number]): string[] {
  const place = sourceType === 'git' ? `url = ${toml(source ?? '')}` : `path = ${toml(source ?? '')}`;
  return [
    `[marketplaces.allowed_sources.${toml(name)}]`,
    `source = ${toml(sourceType === 'git' ? 'git' : 'local')}`,
    place,
    ...(ref === null ? [] : [`ref = ${toml(ref)}`]),
    '',
  ];
}

/** A basic string or quoted key of TOML; JSON's escapes are a subset of TOML's. */
function toml(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}

import { cleanLine } from '../../base/text/clean.ts';
import { requirementsKeys } from '../../policy/requirements/requirements-keys.ts';
import { exactValue } from '../inventory/definition.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { commandsOf, type PluginCommand } from '../inventory/plugin-command.ts';

/** What a fragment is made of. */
export type RequirementsRequest = {
  /** Names of the team standards. */
  promoted: readonly string[];
  /** Sources that were team standards and are no longer proved to be, with the reason. */
  leftOut: readonly { source: string; why: string }[];
  /** Version of the CLI that it is made for, such as 0.139.0. */
  version: string;
};

/**
 * A fragment of requirements.toml that allows the servers of what was promoted and no server of any other plugin, and
 * its sources on versions that know `[marketplaces]`.
 */
export function requirementsFragment(
  inventory: Inventory,
  { promoted, leftOut, version }: RequirementsRequest,
): string {
  const sources = inventory.marketplaces.filter(({ name }) => promoted.includes(name));
  const servers = sources.flatMap(({ name }) =>
    commandsOf(inventory, name).filter(({ kind }) => kind === 'mcp'),
  );
  return [
    `# Made for codex-cli ${version} from the sources that are team standards. Merge it into requirements.toml and lint the result.`,
    ...leftOut.map(({ source, why }) => `# Left out: ${cleanLine(source)}, ${cleanLine(why)}.`),
    '',
    '# A server of a plugin that is not listed is switched off, as soon as one of any plugin is listed. The command or the',
    '# address is compared, the arguments are not. Servers of config.toml are not touched, and hooks and skills neither.',
    ...(servers.some((server) => identityIn(server) !== undefined) ? [] : noServers),
    ...servers.flatMap((server) => {
      const identity = identityIn(server);
      return identity === undefined
        ? [
            `# Left out: ${cleanLine(server.name)} of ${server.plugin}, whose command cannot be shown exactly.`,
            '',
          ]
        : [`[plugins.${toml(server.plugin)}.mcp_servers.${toml(server.name)}]`, identity, ''];
    }),
    '',
    ...sourceLines(sources, version),
    '',
  ].join('\n');
}

/** What the CLI compares a server with; undefined when the exact text is not known. */
function identityIn(server: PluginCommand): string | undefined {
  for (const field of ['command', 'url']) {
    const value = exactValue(server, field);
    if (value !== undefined) return `identity = { ${field} = ${toml(value)} }`;
  }
  return undefined;
}

// An empty list switches nothing off on 0.139.0; one that names an unknown server switches off all others.
const noServers = [
  '# No server of a team standard is listed. An empty list would switch nothing off, so one is listed that no plugin has.',
  '[plugins."no-plugin@no-source".mcp_servers."no-server"]',
  'identity = { command = "/no-command" }',
  '',
];

/** The sources: as they are where the version knows them, else as comments, since it would ignore them silently. */
function sourceLines(sources: Inventory['marketplaces'], version: string): readonly string[] {
  const lines = [
    '[marketplaces]',
    'restrict_to_allowed_sources = true',
    '',
    ...sources.flatMap((source) => sourceTable(source)),
  ];
  if (requirementsKeys(version)?.includes('marketplaces'))
    return ['# Other sources cannot be added, installed from or refreshed.', ...lines];
  return [
    `# ${version} is not known to restrict sources: any source can be added. Versions from 0.169.0 on read this:`,
    ...lines.map((line) => `# ${line}`.trimEnd()),
  ];
}

function sourceTable({ name, sourceType, source, ref }: Inventory['marketplaces'][number]): string[] {
  if (source === null) return [`# ${name} has no address that could be listed.`, ''];
  const place = sourceType === 'git' ? `url = ${toml(source)}` : `path = ${toml(source)}`;
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

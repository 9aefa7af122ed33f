import { cleanLine } from '../../../domain/base/text/clean.ts';
import { describeSize } from '../../../domain/plugins/inventory/brings.ts';
import { showName } from '../../../domain/plugins/manifest/file-name.ts';
import type { InventoryDiff } from '../../../domain/plugins/sources/diff-inventories.ts';
import type { PluginRow } from './rows.ts';

/** Everything about a source or a plugin. */
export function pluginDetail(row: PluginRow): string {
  return row.type === 'source' ? describeSource(row) : describePlugin(row);
}

/** What changed since the newest snapshot: what can run first, then file by file. */
export function diffText({ changes, files }: InventoryDiff): string {
  if (changes.length + files.length === 0) return 'Nothing changed since the newest snapshot.';
  return [
    'Since the newest snapshot',
    ...changes.map(({ kind, subject, text }) => `  ${kind}  ${subject}: ${cleanLine(text)}`),
    ...(files.length > 0 ? ['', 'Files'] : []),
    ...files.map(({ plugin, path, change }) => `  ${change.padEnd(8)} ${plugin}  ${cleanLine(path)}`),
  ].join('\n');
}

function describeSource({ source }: Extract<PluginRow, { type: 'source' }>): string {
  const { decided, drifted, blockers, warnings, identity, why, unfinished, upgrading } = source;
  return [
    `${source.source}: ${source.state}`,
    ...(identity === null ? [] : [`from ${cleanLine(identity)}`]),
    ...(why === null ? [] : [cleanLine(why)]),
    ...[unfinished, upgrading].flatMap((text) => (text === null ? [] : [cleanLine(text)])),
    ...(decided
      ? [
          `decided ${decided.at.slice(0, 10)} by ${cleanLine(decided.actor)}, entry ${decided.seq}`,
          `  ${cleanLine(decided.reason)}`,
        ]
      : []),
    '',
    ...list('Drifted', drifted),
    ...list('Missing for a team standard', source.state === 'team standard' ? [] : blockers),
    ...list('Warnings', warnings),
  ].join('\n');
}

function describePlugin({ plugin, findings }: Extract<PluginRow, { type: 'plugin' }>): string {
  const { cached } = plugin;
  const { skills = [], hooks = [], mcpServers = [], apps = [] } = cached?.contents ?? {};
  return [
    plugin.id,
    `version  ${plugin.version ?? 'none'}`,
    `enabled  ${plugin.enabled === null ? 'config.toml does not say' : plugin.enabled ? 'yes' : 'no'}`,
    `listed   ${plugin.listed ? 'yes' : 'no: codex plugin list does not show it'}`,
    `policy   install ${plugin.installPolicy ?? 'not stated'}, sign in ${plugin.authPolicy ?? 'not stated'}`,
    `source   ${plugin.source ?? 'unknown'}`,
    `digest   ${cached?.treeSha256 ?? 'nothing is cached'}`,
    ...(cached ? [`size     ${describeSize(plugin)}`] : []),
    '',
    ...list(
      'Worth a look',
      findings.map(({ kind, text }) => `${kind}: ${text}`),
    ),
    ...list(
      'Hooks',
      hooks.map(({ event, command }) => `${event} runs ${command}`),
    ),
    ...list(
      'Servers',
      mcpServers.map(({ name, command }) => `${name}: ${command}`),
    ),
    ...list('Skills', skills),
    ...list('Apps', apps),
    ...list(
      'Files',
      (cached?.entries ?? []).map(
        (entry) =>
          `${entry.type === 'file' ? entry.sha256.slice(0, 12) : entry.type.padEnd(12)}  ${showName(entry.path)}`,
      ),
    ),
  ].join('\n');
}

function list(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : [title, ...texts.map((text) => `  ${cleanLine(text)}`), ''];
}

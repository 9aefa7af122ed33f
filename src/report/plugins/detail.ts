import { cleanLine } from '../../domain/base/text/clean.ts';
import { describeSize } from '../../domain/plugins/inventory/brings.ts';
import type { InventoryFinding, InventoryPlugin } from '../../domain/plugins/inventory/inventory.ts';
import { showName } from '../../domain/plugins/manifest/file-name.ts';

/** Everything about a plugin: what the CLI says of it, what it brings, and its files with their digests. */
export function renderPlugin(plugin: InventoryPlugin, findings: readonly InventoryFinding[]): string {
  const { cached } = plugin;
  const { skills = [], hooks = [], mcpServers = [], apps = [] } = cached?.contents ?? {};
  return [
    cleanLine(plugin.id),
    `version  ${cleanLine(plugin.version ?? 'none')}`,
    `enabled  ${plugin.enabled === null ? 'config.toml does not say' : plugin.enabled ? 'yes' : 'no'}`,
    `listed   ${plugin.listed ? 'yes' : 'no: codex plugin list does not show it'}`,
    `policy   install ${cleanLine(plugin.installPolicy ?? 'not stated')}, sign in ${cleanLine(plugin.authPolicy ?? 'not stated')}`,
    `source   ${cleanLine(plugin.source ?? 'unknown')}`,
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

import type { InventoryFinding, InventoryPlugin } from './inventory.ts';

/** What a plugin brings, in a few words. Never "nothing" where the CLI says otherwise or could not be asked. */
export function describeBrings(
  { id, cached }: InventoryPlugin,
  findings: readonly InventoryFinding[],
): string {
  const { skills = [], hooks = [], mcpServers = [], apps = [] } = cached?.contents ?? {};
  const parts = [
    count(skills.length, 'skill'),
    count(hooks.length, 'hook'),
    count(mcpServers.length, 'server'),
    count(apps.length, 'app'),
  ].filter((text) => text !== '');
  const has = (kind: InventoryFinding['kind']) =>
    findings.some((one) => one.kind === kind && one.subject === id);
  if (has('loads-differ')) return ['DIFFERS from what the CLI loads', ...parts].join(', ');
  if (has('unproven')) return ['unproven', ...parts].join(', ');
  return parts.join(', ') || 'nothing that runs';
}

function count(number: number, noun: string): string {
  return number === 0 ? '' : `${number} ${noun}${number === 1 ? '' : 's'}`;
}

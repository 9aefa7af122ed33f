import { cleanLine } from '../../domain/base/text/clean.ts';
import { fitLine } from '../../domain/base/text/fit.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { countBrings, describeBrings, describeSize } from '../../domain/plugins/inventory/brings.ts';
import type {
  Inventory,
  InventoryFinding,
  InventoryPlugin,
} from '../../domain/plugins/inventory/inventory.ts';
import type { LintFinding } from '../../domain/plugins/manifest/lint-finding.ts';
import type { InventoryDiff } from '../../domain/plugins/sources/diff-inventories.ts';
import { toSnapshot } from '../../domain/plugins/sources/snapshot.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

const widest = 48;

/** The inventory as JSON output names it: as it is recorded, and how much each installed plugin has. */
export function inventoryFields(inventory: Inventory) {
  const { plugins, ...rest } = toSnapshot(inventory);
  const counted = plugins.map((plugin, n) => {
    const given = inventory.plugins[n];
    return { ...plugin, counts: given ? countBrings(given) : null };
  });
  return { ...rest, plugins: counted };
}

/** The inventory for people: marketplaces, plugins with what they bring, and what is worth a look. */
export function renderInventory(inventory: Inventory, paint: Paint): string {
  const marketplaces = inventory.marketplaces.map(({ name, sourceType, source, ref, revision, broken }) => [
    `  ${short(name)}`,
    sourceType,
    short(source ?? ''),
    ref === null ? 'no ref' : short(ref),
    revision === null ? '' : revision.slice(0, 12),
    broken === null ? '' : paint('red', `cannot be read: ${cleanLine(broken)}`),
  ]);
  const cached = inventory.plugins.filter((plugin) => plugin.cached);
  const offered = inventory.plugins.length - cached.length;
  return [
    paint('dim', 'Marketplaces'),
    ...(marketplaces.length === 0 ? ['  none'] : alignColumns(marketplaces)),
    '',
    paint('dim', 'Plugins that are installed'),
    ...(cached.length === 0
      ? ['  none']
      : alignColumns(cached.map((plugin) => pluginCells(plugin, inventory.findings)))),
    ...(offered > 0 ? [paint('dim', `  and ${offered} on offer`)] : []),
    '',
    ...renderFindings(inventory, paint),
    '',
  ].join('\n');
}

function pluginCells(plugin: InventoryPlugin, findings: readonly InventoryFinding[]): string[] {
  const { id, version, enabled, listed, cached } = plugin;
  return [
    `  ${short(id)}`,
    short(version ?? 'no version'),
    enabled === false ? 'disabled' : 'enabled',
    listed ? '' : 'not listed',
    (cached?.treeSha256 ?? '').slice(0, 12),
    describeSize(plugin),
    describeBrings(plugin, findings),
  ];
}

function renderFindings({ findings }: Inventory, paint: Paint): string[] {
  if (findings.length === 0) return ['Nothing is hidden, orphaned or broken.'];
  return [
    paint('dim', 'Worth a look'),
    ...findings.map(
      ({ kind, subject, text }) => `  ${paint('yellow', kind)}  ${short(subject)}: ${cleanLine(text)}`,
    ),
  ];
}

/** What changed between two inventories: what can run first, then file by file. */
export function renderInventoryDiff({ changes, files }: InventoryDiff, paint: Paint): string {
  if (changes.length + files.length === 0) return 'Nothing changed.\n';
  const rows = changes.map(({ kind, subject, text }) => [
    `  ${paint(/^(hook|mcp)-added|bytes/.test(kind) ? 'red' : 'yellow', kind)}`,
    short(subject),
    cleanLine(text),
  ]);
  const signs = { added: '+', removed: '-', changed: '~' };
  return [
    ...alignColumns(rows),
    ...(files.length > 0 ? ['', paint('dim', 'Files')] : []),
    ...files.map(({ plugin, path, change }) => `  ${signs[change]} ${short(plugin)}  ${cleanLine(path)}`),
    '',
  ].join('\n');
}

/** What lint found in the manifests of each source. */
export function renderLint(
  linted: readonly { source: string; findings: readonly LintFinding[] }[],
  paint: Paint,
): string {
  if (linted.length === 0) return 'No marketplace is configured.\n';
  return linted
    .flatMap(({ source, findings }) => [
      `${short(source)}: ${findings.length === 0 ? 'clean' : countOf(findings.length, 'finding')}`,
      ...findings.map(
        ({ severity, place, text }) =>
          `  ${paint(severity !== 'warn' ? 'red' : 'yellow', severity)}  ${cleanLine(place)}: ${cleanLine(text)}`,
      ),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function short(text: string): string {
  return fitLine(cleanLine(text), widest);
}

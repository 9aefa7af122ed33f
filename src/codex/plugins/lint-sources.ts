import { join } from 'node:path';
import type { LintFinding } from '../../domain/plugins/manifest/lint-finding.ts';
import { lintMarketplace } from '../../domain/plugins/manifest/lint-marketplace.ts';
import { safeName } from '../../domain/plugins/manifest/name.ts';
import { readMarketplaces } from './read-marketplaces.ts';
import { readPluginConfig } from './read-plugin-config.ts';
import { marketplaceManifests, pluginManifests, readFirst } from './scan/read-manifest-file.ts';
import { listCache } from './scan/scan-cache.ts';

/** What was found in the manifests of a marketplace. */
export type LintedSource = { source: string; findings: readonly LintFinding[] };

/** Lints the manifests of the configured marketplaces, and of the one in the person's home. */
export async function lintConfigured(
  codexHome: string,
  home: string | undefined,
): Promise<readonly LintedSource[]> {
  const { marketplaces } = await readPluginConfig(codexHome);
  const read = await readMarketplaces(marketplaces, { codexHome, home });
  return Promise.all(
    // The one that the CLI brings has a name that nobody else may use, and nobody here can change it.
    read
      .filter(({ sourceType }) => sourceType !== 'curated')
      .map(async ({ name, root }) => ({
        source: name,
        findings: root === null ? [] : await lintFolder(root),
      })),
  );
}

/** The ids of the plugins that are in the cache or that config.toml enables. */
export async function pluginsInUse(codexHome: string): Promise<ReadonlySet<string>> {
  const { enabled } = await readPluginConfig(codexHome);
  return new Set([
    ...listCache(codexHome).map(({ name, marketplace }) => `${safeName(name)}@${safeName(marketplace)}`),
    ...[...enabled].filter(([, isOn]) => isOn).map(([id]) => id),
  ]);
}

/** Lints the manifests of the marketplace in a folder. */
export async function lintFolder(root: string): Promise<readonly LintFinding[]> {
  const file = readFirst(root, marketplaceManifests);
  const broken = (place: string, text: string): readonly LintFinding[] => [
    { severity: 'blocker', plugin: null, place, text },
  ];
  if (!file) return broken(root, `it has none of ${marketplaceManifests.join(', ')}`);
  if ('fault' in file) return broken(file.path, file.fault);
  return lintMarketplace({
    file: file.path,
    text: file.text,
    pluginAt: (path) => {
      const found = readFirst(join(root, path), pluginManifests);
      return found && { ...found, file: join(path, found.path) };
    },
  });
}

import { dirname, join } from 'node:path';
import { type LintFinding, lintMarketplace } from '../../domain/plugins/lint-marketplace.ts';
import { staysInside } from '../../domain/plugins/manifest.ts';
import { marketplaceManifests, pluginManifests, readFirst } from './read-manifest-file.ts';
import { readMarketplaces } from './read-marketplaces.ts';
import { readPluginConfig } from './read-plugin-config.ts';

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

/** Lints the manifests of the marketplace in a folder. */
export async function lintFolder(root: string): Promise<readonly LintFinding[]> {
  const file = readFirst(root, marketplaceManifests);
  if (!file)
    return [{ severity: 'fail', place: root, text: `it has none of ${marketplaceManifests.join(', ')}` }];
  if ('fault' in file) return [{ severity: 'fail', place: file.path, text: file.fault }];
  const plugins = new Map<string, { file: string; text: string }>();
  for (const path of localPaths(file.text)) {
    const manifest = readFirst(join(root, path), pluginManifests);
    if (manifest && 'text' in manifest)
      plugins.set(path, { file: join(path, manifest.path), text: manifest.text });
  }
  return lintMarketplace({ file: file.path, text: file.text, pluginAt: (path) => plugins.get(path) });
}

/** The local paths that a manifest names, as far as they stay inside. */
function localPaths(text: string): readonly string[] {
  const found = text.matchAll(/"(?:path|source)"\s*:\s*"((?:[^"\\]|\\.)*)"/g);
  return [...found].map(([, path = '']) => path).filter((path) => staysInside(path) && dirname(path) !== '');
}

import { resolve } from 'node:path';
import { teamHome } from '../../codex/cli/isolation.ts';
import { type LintedSource, lintConfigured, lintFolder } from '../../codex/plugins/lint-sources.ts';
import type { World } from '../world/world.ts';

/** Lints the manifests of the configured marketplaces, or of one folder. */
export async function lintSources(
  { environment, cwd }: Pick<World, 'environment' | 'cwd'>,
  folder?: string,
): Promise<readonly LintedSource[]> {
  if (folder === undefined) return lintConfigured(teamHome(environment), environment.HOME);
  return [{ source: folder, findings: await lintFolder(resolve(cwd, folder)) }];
}

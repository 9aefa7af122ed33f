import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Toolchain } from '../../domain/upgrade/toolchain/toolchain.ts';
import { jsonDocument } from '../base/json-document.ts';
import { alignColumns } from '../base/table.ts';

/** An installed version as the commands show it. */
type Shown = {
  version: string;
  codex: string;
  toolchain: Toolchain | undefined;
  faults: readonly string[];
};

/** The installed versions, one a line. */
export function renderToolchains(toolchains: readonly Shown[]): string {
  if (toolchains.length === 0) return 'No CLI version is installed side by side.\n';
  const rows = toolchains.map(({ version, codex, toolchain, faults }) => [
    version,
    faults.length === 0 ? 'as installed' : `ALTERED: ${faults.join(', ')}`,
    toolchain?.installedAt.slice(0, 10) ?? '',
    cleanLine(codex),
  ]);
  return alignColumns([['VERSION', 'STATE', 'INSTALLED', 'CLI'], ...rows])
    .map((row) => `${row.trimEnd()}\n`)
    .join('');
}

/** The same for programs, `codex-cockpit/toolchains` version 1 (docs/json.md). */
export function renderToolchainsJson(toolchains: readonly Shown[]): string {
  return jsonDocument('toolchains', {
    toolchains: toolchains.map(({ version, codex, toolchain, faults }) => ({
      version,
      codex,
      faults,
      platform: toolchain?.platform ?? null,
      installed_at: toolchain?.installedAt ?? null,
      integrity: toolchain?.integrity ?? null,
      programs: toolchain?.programs ?? null,
    })),
  });
}

import { installToolchain, listToolchains, removeToolchain } from '../../app/upgrade/toolchains.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderToolchains, renderToolchainsJson } from '../../report/upgrade/toolchains.ts';
import { arg } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';
import { approve, reject, sign, status, waive } from './decide.ts';
import { rehearsal, rehearsals, show } from './rehearse.ts';
import { report } from './report.ts';
import { rollback } from './rollback.ts';
import { upgradeRules } from './upgrade-rules.ts';

const install = subcommand({
  name: 'install',
  summary: 'install a CLI version beside the others with npm, checked against the registry',
  args: { version: arg('<version>', 'one exact version, such as 0.150.0') },
  run: async ({ version }, { world, signal, say }) => {
    const started = performance.now();
    // npm says nothing while it downloads.
    const sign = setInterval(() => say(`… ${formatDuration(performance.now() - started)}\n`), 10_000);
    try {
      return await installToolchain(world, version, {
        signal,
        onProgress: ({ step }) => say(`${step}…\n`),
      });
    } finally {
      clearInterval(sign);
    }
  },
  text: ({ version, codex, isNew, toolchain }) =>
    `${isNew ? 'Installed' : 'Already installed, unaltered:'} Codex CLI ${version}\n  ${codex}\n  native binary SHA-256 ${toolchain?.programs.native ?? ''}\n`,
  json: (toolchain) => renderToolchainsJson([toolchain]),
  advice: ({ version }) => `Judge it: codex-cockpit check --codex ${version} --as-candidate\n`,
});

const list = subcommand({
  name: 'list',
  summary: 'the installed CLI versions, and whether each is as it was installed',
  isDefault: true,
  run: (_, { world }) => listToolchains(world),
  text: renderToolchains,
  json: renderToolchainsJson,
  advice: (toolchains) =>
    toolchains.length === 0 ? 'Install one: codex-cockpit upgrade install 0.150.0\n' : undefined,
  exit: (toolchains) => (toolchains.some(({ faults }) => faults.length > 0) ? 1 : 0),
});

const remove = subcommand({
  name: 'remove',
  summary: 'remove an installed CLI version',
  args: { version: arg('<version>') },
  run: ({ version }, { world }) => removeToolchain(world, version),
  text: ({ version }) => `Removed Codex CLI ${version}\n`,
  json: ({ version }) => jsonDocument('toolchain-removed', { removed: version }),
});

export const define = group({
  subcommands: [
    ...[install, list, remove],
    ...[rehearsal, show, rehearsals, upgradeRules],
    ...[status, waive, sign, approve, reject, rollback, report],
  ],
  examples: [
    [
      'codex-cockpit upgrade install 0.150.0',
      'put a candidate beside the pin; --codex 0.150.0 then names it',
    ],
    ['codex-cockpit check --codex 0.150.0 --as-candidate', 'run every check on it'],
    ['codex-cockpit upgrade list', 'what is installed, each program compared with what was installed'],
  ],
});

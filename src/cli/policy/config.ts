import { checkConfig } from '../../app/policy/check-config.ts';
import { isSound } from '../../domain/policy/config/config-check.ts';
import { renderConfigCheck, renderConfigCheckJson } from '../../report/policy/config-check.ts';
import { arg, codexFlag, flag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const check = subcommand({
  name: 'check',
  isDefault: true,
  summary: 'the effective settings of a folder, the layer of each, and a strict verdict for each file',
  args: { folder: arg('[folder]', 'the folder (default: this one)') },
  flags: {
    profile: flag('--profile <name>', 'the profile file for codex exec; an app-server takes none'),
    codex: codexFlag,
  },
  run: ({ folder, profile, codex }, { world, signal }) =>
    checkConfig(world, { folder, codex, profile, signal }),
  text: (checked, { paint }) => renderConfigCheck(checked, paint),
  json: renderConfigCheckJson,
  exit: (checked) => (isSound(checked) ? 0 : 1),
});

export const define = group({
  subcommands: [check],
  examples: [
    [
      'codex-cockpit config check',
      'exit 1 when a file is refused, a key in it is ignored, or a rules file is broken',
    ],
    [
      'codex-cockpit config check services/api --json',
      'with the .codex folders on the way to it, for programs',
    ],
    ['codex-cockpit config check --profile ci', 'what codex exec --profile ci really gets'],
    ['codex-cockpit config check --codex ./candidate/codex', 'the same with a candidate'],
  ],
});

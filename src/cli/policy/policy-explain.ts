import { explainPolicy } from '../../app/policy/explain-policy.ts';
import { isConfirmed } from '../../domain/policy/policy-explanation.ts';
import { renderExplanation, renderExplanationJson } from '../../report/policy/policy-explanation.ts';
import { codexFlag, flag, repeatedFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** `policy explain` */
export const explain = subcommand({
  name: 'explain',
  summary: 'what a user really gets, layer by layer',
  flags: {
    set: repeatedFlag('--set <key=value>', 'ask for a setting, as codex -c does; may be repeated'),
    cloud: flag('--cloud <file>', 'the cloud-managed requirements, exported'),
    mdm: flag('--mdm <file>', 'the requirements of the device management, exported: TOML, or its base64'),
    managed: flag('--managed <file>', 'the legacy managed config (default: the one in /etc/codex)'),
    system: flag('--system <file>', 'the system requirements (default: the ones in /etc/codex)'),
    config: flag('--config <file>', "the user's config.toml (default: the one in CODEX_HOME)"),
    codex: codexFlag,
  },
  run: ({ set, cloud, mdm, managed, system, config, codex }, { world, signal }) =>
    explainPolicy(world, { set, cloud, mdm, managed, system, config, codex, signal }),
  text: (explanation, { paint }) => renderExplanation(explanation, paint),
  json: renderExplanationJson,
  exit: (explanation) => (isConfirmed(explanation) ? 0 : 1),
  examples: [
    ['codex-cockpit policy explain --set approval_policy=never', 'what would this user really get?'],
    [
      'codex-cockpit policy explain --cloud engineering.toml --system team.toml',
      'two layers, merged per field',
    ],
  ],
});

import { loadRules } from '../../app/upgrade/rehearsal/load-rules.ts';
import { renderUpgradeRules, renderUpgradeRulesJson } from '../../report/upgrade/upgrade-rules.ts';
import { flag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';

/** The file of a team with weights and rules of its own. */
export const rulesFlag = flag('--rules <file>', "a file with the team's own weights and rules");

export const upgradeRules = subcommand({
  name: 'rules',
  summary: 'the rules by which a rehearsal says what a difference weighs',
  flags: { rules: rulesFlag },
  run: ({ rules }, { world }) => loadRules(world, rules),
  text: renderUpgradeRules,
  json: renderUpgradeRulesJson,
  examples: [['codex-cockpit upgrade rules --rules upgrade-rules.yaml', "with the team's own"]],
});

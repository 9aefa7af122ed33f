import type { Rule } from '../rule.ts';
import { accessRules } from './access.ts';
import { afterwardsRules } from './afterwards.ts';
import { argumentRules } from './arguments.ts';
import { gitlabRules } from './gitlab.ts';
import { pinRules } from './pins.ts';
import { promptRules } from './prompts.ts';
import { sandboxRules } from './sandbox.ts';
import { secretRules } from './secrets.ts';

/** What is wrong with a file or a comment, found before any rule is asked. */
export const FILE_RULES = [
  {
    id: 'broken-yaml',
    severity: 'error',
    title: 'The file is not valid YAML',
    why: 'What cannot be read is not checked, and CI does not run it either.',
    fix: 'Correct the YAML at this place.',
    source: 'What is read',
  },
  {
    id: 'bad-suppression',
    severity: 'error',
    title: 'A comment suppresses nothing',
    why: 'A suppression without a reason, or of a rule that there is not, cannot be reviewed.',
    fix: 'Write: # codex-cockpit: ignore RULE reason',
    source: 'Suppressions',
  },
] as const satisfies readonly Omit<Rule, 'find'>[];

/** Every rule for pipelines, by family. */
export const RULES: readonly Rule[] = [
  ...pinRules,
  ...accessRules,
  ...promptRules,
  ...sandboxRules,
  ...argumentRules,
  ...secretRules,
  ...afterwardsRules,
  ...gitlabRules,
];

/** Every rule that a finding may name that is not of another tool. */
export const ALL_RULES: readonly Omit<Rule, 'find'>[] = [...FILE_RULES, ...RULES];

import { fail, pass, skip } from '../../../domain/checks/judgement.ts';
import { findRulesFault, findRulesFiles } from '../../config/try-rules.ts';
import type { Probe } from '../probe.ts';

/** A broken rules file is dropped without a word at run time (facts/codex-plugins-sandbox-policy.md §0.10). */
export const rulesParse: Probe<'rules.parse'> = async ({ codexRun, teamHome, project }) => {
  const files = await findRulesFiles(teamHome, project);
  if (files.length === 0) return skip('there are no rules files');
  for (const file of files) {
    const fault = await findRulesFault(codexRun, file);
    if (fault === undefined) continue;
    return fail({
      summary: `${file} is broken, so none of its rules applies`,
      expected: 'every rules file can be read',
      actual: fault,
    });
  }
  return pass(`${files.length} rules files can be read`);
};

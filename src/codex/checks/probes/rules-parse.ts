import { fail, pass, skip, warn } from '../../../domain/checks/judgement.ts';
import { findRulesHere } from '../../config/rules/rules-here.ts';
import { findRulesFault } from '../../config/rules/try-rules.ts';
import type { Probe } from '../probe.ts';

/** For one broken rules file a session has no rules at all, or does not start. */
export const rulesParse: Probe<'rules.parse'> = async (context) => {
  const { codexRun, teamHome, project } = context;
  const { inForce, ignored } = await findRulesHere(context, { teamHome, project });
  if (inForce.length === 0 && ignored.length === 0) return skip('there are no rules files');
  for (const file of inForce) {
    const fault = await findRulesFault(codexRun, file);
    if (fault === undefined) continue;
    return fail({
      summary: `${file} is broken, so no rule is in force`,
      expected: 'every rules file can be read',
      actual: fault,
    });
  }
  const [unused] = ignored;
  if (unused) return warn({ summary: `${unused.file} is not in force: ${unused.reason}` });
  return pass(`${inForce.length} rules files can be read`);
};

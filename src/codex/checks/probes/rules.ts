import { resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import { judgeDecisions } from '../../../domain/checks/judge/rules.ts';
import { error, fail, pass, skip, warn } from '../../../domain/checks/judgement.ts';
import { parseDecisionTable } from '../../../domain/policy/rules/decision-table.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { findRulesFault, findRulesHere, tryTable } from '../../config/rules.ts';
import type { Probes } from '../probe.ts';

/** Whether the rules files can be read and decide as the team expects. */
export const rulesProbes = {
  /** One broken rules file is enough: a session then has no rules, or does not start. */
  'rules.parse': async (context) => {
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
  },

  /** Tries the decision table of the project on the rules of the team. */
  'rules.decisions': async (context, params) => {
    const { codexRun, project, teamHome, work } = context;
    const text = readTextIfThere(resolve(project, params.table));
    if (text === undefined)
      return skip(`there is no decision table: ${params.table} is not a file of the project`);
    const { inForce: files, ignored } = await findRulesHere(context, { teamHome, project });
    if (files.length === 0 && ignored.length === 0) return skip('there are no rules files');
    try {
      const table = parseDecisionTable(text, params.table);
      return judgeDecisions(await tryTable(codexRun, { table, files, ignored, work }));
    } catch (cause) {
      if (cause instanceof UsageError)
        return error({ summary: cause.message, remedy: 'Correct the decision table.' });
      throw cause;
    }
  },
} satisfies Partial<Probes>;

import { resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import { judgeDecisions } from '../../../domain/checks/judge/rules.ts';
import { error, skip } from '../../../domain/checks/judgement.ts';
import { parseDecisionTable } from '../../../domain/policy/rules/decision-table.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import { findRulesHere } from '../../config/rules/rules-here.ts';
import { tryTable } from '../../config/rules/try-table.ts';
import type { Probe } from '../probe.ts';

/** Tries the decision table of the project on the rules of the team. */
export const rulesDecisions: Probe<'rules.decisions'> = async (context, params) => {
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
};

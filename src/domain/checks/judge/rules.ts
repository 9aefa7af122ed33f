import type { RulesReport } from '../../policy/rules/rules-report.ts';
import { error, fail, type Judgement, pass, warn } from '../judgement.ts';

/** Fails on the first command of a decision table that the rules decide otherwise, with the rule that matched. */
export function judgeDecisions({ broken, ignored, commands }: RulesReport): Judgement {
  const [dropped] = broken;
  if (dropped) {
    return fail({
      summary: `${dropped.file} is broken, so no rule is in force`,
      expected: 'every rules file can be read',
      actual: dropped.reason,
    });
  }
  const unasked = commands.find(({ verdict }) => verdict === 'error');
  if (unasked) return error({ summary: `${unasked.command.join(' ')}: ${unasked.because.join('; ')}` });
  const failing = commands.filter(({ verdict }) => verdict === 'fail');
  const [first] = failing;
  if (first) {
    return fail({
      summary: `${failing.length} of ${commands.length} commands are decided otherwise`,
      expected: `${first.command.join(' ')}: ${first.expect} (${first.declaredAt})`,
      actual: [
        `${first.decided ?? 'no decision'}: ${first.because.join('; ')}`,
        ...ignored.map(({ file, reason }) => `${file} is not in force: ${reason}`),
      ].join('; '),
    });
  }
  const wrapped = commands.find(({ warning }) => warning !== undefined);
  if (wrapped?.warning !== undefined) {
    return warn({ summary: `${wrapped.declaredAt}: ${wrapped.warning}` });
  }
  return pass(`${commands.length} commands are decided as expected`);
}

import type { InstructionFinding } from '../../../policy/instructions/lint-instructions.ts';
import { fail, type Judgement, pass, warn } from '../../judgement.ts';

/** Fails on instructions without a verification rule or with commands that are gone, warns of what they leave out. */
export function judgeInstructions(findings: readonly InstructionFinding[]): Judgement {
  const failing = findings.filter(({ severity }) => severity === 'fail');
  const shown = failing.length > 0 ? failing : findings;
  if (shown.length === 0) return pass('the instructions say how a change is verified and reviewed');
  const difference = {
    summary: `${findings.length} ${findings.length === 1 ? 'thing' : 'things'} the instructions lack`,
    expected: 'a verification rule, a review rule, the usual topics, and commands that exist',
    actual: shown.map(({ text }) => text).join('; '),
  };
  return failing.length > 0 ? fail(difference) : warn(difference);
}

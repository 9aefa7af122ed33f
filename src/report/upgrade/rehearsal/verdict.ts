import { countOf } from '../../../domain/base/text/progress.ts';
import { countWeights, judgeRehearsal, type Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { WEIGHTS } from '../../../domain/upgrade/rehearsal/rules.ts';

/** `blocked`, and what that means. */
export function describeVerdict(rehearsal: Pick<Rehearsal, 'areas'>): string {
  switch (judgeRehearsal(rehearsal)) {
    case 'blocked':
      return 'blocked: something of yours stops working';
    case 'incomplete':
      return 'incomplete: something could not be compared, so this is no answer';
    case 'warnings':
      return 'warnings: something of yours works differently';
    case 'clear':
      return 'clear: nothing of yours was seen to change';
  }
}

/** `2 blockers, 3 warnings, 141 notes`, and the parts that could not be compared where there are any. */
export function describeCounts(rehearsal: Pick<Rehearsal, 'areas'>): string {
  const counts = countWeights(rehearsal);
  const errors = rehearsal.areas.reduce((sum, one) => sum + one.errors.length, 0);
  return [
    ...WEIGHTS.map((weight) => countOf(counts[weight], weight)),
    ...(errors > 0 ? [`${countOf(errors, 'part')} could not be compared`] : []),
  ].join(', ');
}

/** What to do now, for the verdict. */
export function describeNextStep(rehearsal: Pick<Rehearsal, 'areas'>): string {
  switch (judgeRehearsal(rehearsal)) {
    case 'blocked':
      return 'Solve each blocker and rehearse again, or waive it: codex-cockpit upgrade waive ID --reason TEXT';
    case 'incomplete':
      return 'Solve what failed under "Not compared", and rehearse again.';
    case 'warnings':
      return 'Look at each warning and at what was not compared, then sign: codex-cockpit upgrade sign';
    case 'clear':
      return 'Look at what was not compared, then sign: codex-cockpit upgrade sign';
  }
}

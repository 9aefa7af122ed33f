import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import type { State } from '../../shell/state.ts';
import { describeChanges, evidenceLines, findingLines } from '../checks/detail.ts';
import type { ComparisonRow } from './rows.ts';

/** Both findings of a check and what differs between them, without what was printed. */
export function comparisonPreview({ comparison, state, pin, candidate, changes }: ComparisonRow): string {
  const differences =
    pin && candidate && changes.length > 0
      ? ['', 'What differs', ...describeChanges(changes, { before: pin, after: candidate })]
      : [];
  return [
    state === undefined ? `${comparison}${remark(pin, candidate)}` : `The candidate's check is ${state}.`,
    ...differences,
    ...section('On the pin', pin),
    ...section('On the candidate', candidate),
  ].join('\n');
}

/** The same with what was printed. */
export function comparisonDetail(row: ComparisonRow, documents: State['documents']): string {
  const printed = [row.pin, row.candidate].flatMap((one) => (one ? evidenceLines(one, documents) : []));
  const title = (row.candidate ?? row.pin)?.title ?? '';
  return [`${row.check}: ${title}`, '', comparisonPreview(row), ...printed].join('\n');
}

/** Why nothing can be said, where that is so. */
function remark(pin: RecordedCheck | undefined, candidate: RecordedCheck | undefined): string {
  const failed = [pin, candidate].some((one) => one?.verdict === 'error');
  if (failed) return ': a check that could not be carried out shows no difference, and no sameness';
  return '';
}

function section(title: string, result: RecordedCheck | undefined): readonly string[] {
  return ['', title, ...(result ? findingLines(result) : ['no result']).map((line) => `  ${line}`)];
}

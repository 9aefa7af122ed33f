import { cleanLine } from '../../domain/base/text/clean.ts';
import type { ProbeMatrix } from '../../domain/sandbox/matrix/matrix.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { renderProbeMatrix } from '../sandbox/probe-matrix.ts';

/** What came of trying a text with policy: its faults and remarks with their places, and what its profiles really do. */
export function renderTriedText(
  {
    artifact,
    faults,
    remarks,
    version,
    matrix,
    untried,
  }: {
    artifact: string;
    faults: readonly string[];
    remarks: readonly string[];
    version: string | undefined;
    matrix: ProbeMatrix | undefined;
    untried: string | undefined;
  },
  paint: Paint,
): string {
  const judge = version === undefined ? 'the lint' : `codex-cli ${cleanLine(version)}`;
  const head =
    faults.length > 0
      ? `${paintVerdict('fail', paint)}: ${artifact} does not do what it says; it cannot be submitted or approved so`
      : `${paintVerdict(untried === undefined ? 'pass' : 'warn', paint)}: ${judge} takes ${artifact} as it is written`;
  return [
    head,
    ...faults.map((fault) => `  ${cleanLine(fault)}`),
    ...(remarks.length > 0 ? ['', 'It does these in another way than it says, or may do:'] : []),
    ...remarks.map((remark) => `  ${cleanLine(remark)}`),
    ...(untried === undefined ? [] : ['', `Its profiles were not tried: ${cleanLine(untried)}`]),
    ...(matrix ? ['', renderProbeMatrix(matrix, paint).trimEnd()] : []),
    '',
  ].join('\n');
}

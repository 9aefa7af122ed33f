import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { GateResult } from '../../../domain/runs/gates/gate.ts';
import { AUTOMATION_LEVELS, type RiskMatrix } from '../../../domain/runs/gates/risk-matrix.ts';
import { jsonDocument } from '../../base/json-document.ts';
import type { Paint } from '../../base/paint.ts';
import { alignColumns } from '../../base/table.ts';
import { inertLine } from '../inert.ts';
import {
  renderFindings,
  renderFindingsGithub,
  renderFindingsMarkdown,
  renderFindingsSarif,
} from './findings.ts';

/** The forms in which a gate answers. */
export const gateFormats = {
  text: (result: GateResult, paint: Paint) =>
    `${renderFindings(result.findings, paint)}${headOf(result, paint)}\n${linesOf(result)
      .map((line) => `  ${line}\n`)
      .join('')}`,
  github: ({ findings }: GateResult) => renderFindingsGithub(findings),
  sarif: ({ findings }: GateResult) => renderFindingsSarif(findings),
  json: (result: GateResult) => jsonDocument('gate', result),
  markdown: (result: GateResult) =>
    `## Gate ${result.gate}: ${result.verdict}\n\n${linesOf(result)
      .map((line) => `- ${inertLine(line)}\n`)
      .join('')}${renderFindingsMarkdown(result.findings)}`,
} as const;

export type GateFormat = keyof typeof gateFormats;

function headOf({ gate, verdict, repository }: GateResult, paint: Paint): string {
  const mark = verdict === 'open' ? paint('green', '✔ open') : paint('red', '✘ closed');
  return `${mark}  gate ${gate} of ${cleanLine(repository)}`;
}

function linesOf({ risk, level, base, head, notes }: GateResult): readonly string[] {
  const range = head === null || base === null ? [] : [`Change: ${base.slice(0, 12)}..${head.slice(0, 12)}`];
  if (!risk) return [...range, ...notes];
  const asks = [
    ...(risk.pack ? ['a review pack'] : []),
    ...(risk.verification ? ['a verification'] : []),
    ...(risk.review ? ['a person who approves it'] : []),
  ];
  const judged = level === null ? '' : `; judged at level ${level}, ${AUTOMATION_LEVELS[level - 1]}`;
  return [
    ...range,
    `Risk: ${risk.class}, ${risk.score} of 10; highest automation level ${risk.level}${judged}`,
    `It asks for ${asks.length === 0 ? 'nothing' : asks.join(', ')}.`,
    ...notes,
  ];
}

/** What the gates ask for, by risk class. */
export function renderMatrix(matrix: RiskMatrix, source: string): string {
  const yes = (value: boolean) => (value ? 'yes' : '–');
  const rows = [...matrix.classes, ...matrix.runs].map((line) => [
    line.id,
    `${line.risk}`,
    `${line.level} ${AUTOMATION_LEVELS[line.level - 1]}`,
    yes(line.pack),
    yes(line.verification),
    yes(line.review),
    line.title,
  ]);
  const head = ['class', 'risk', 'highest automation level', 'pack', 'verified', 'person', 'what'];
  return `${cleanLine(source)}\n${alignColumns([head, ...rows])
    .map((row) => `${row.trimEnd()}\n`)
    .join('')}`;
}

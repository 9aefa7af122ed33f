import { cleanLine } from '../../domain/base/text/clean.ts';
import type { DerivedPhase } from '../../domain/rollout/derive-rollout.ts';
import { type Paint, paintState } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { gateDistance } from './phase-text.ts';

/** The phases with their states, required items done, and the way to the gate. */
export function renderPhaseTable(phases: readonly DerivedPhase[], paint: Paint): string {
  const rows = phases.map((phase) => [
    paintState(phase.state, paint, 10),
    phase.title,
    `${phase.progress.held}/${phase.progress.required}`,
    cleanLine(gateDistance(phase)),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

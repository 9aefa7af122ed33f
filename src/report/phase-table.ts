import type { DerivedPhase } from '../domain/rollout/derive-rollout.ts';
import { gateDistance } from '../domain/rollout/describe-phase.ts';
import { cleanLine } from '../domain/text/clean.ts';
import type { Paint } from './paint.ts';
import { paintState } from './paint-state.ts';
import { alignColumns } from './table.ts';

/** The phases with their states, required items that hold, and the way to the gate. */
export function renderPhaseTable(phases: readonly DerivedPhase[], paint: Paint): string {
  const rows = phases.map((phase) => [
    paintState(phase.state, paint, 10),
    phase.title,
    `${phase.progress.held}/${phase.progress.required}`,
    cleanLine(gateDistance(phase)),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { NextAction } from '../../../domain/rollout/next-action.ts';
import { reasonAgainst } from '../../shell/keys/keymap.ts';
import { openDetail } from '../../shell/move.ts';
import type { Registry } from '../../shell/screen.ts';
import { type State, type Step, tell } from '../../shell/state.ts';
import { showArtifact } from '../artifacts/rows.ts';
import { showCommand } from '../catalog/rows.ts';
import { runCommand } from '../catalog/run.ts';
import { selectedChecks } from '../checks/rows.ts';
import { askToRun } from '../checks/run.ts';
import { showChange } from '../metrics/changes/rows.ts';
import { showQuestion } from '../metrics/questions/rows.ts';
import { addPerson } from '../people/decisions.ts';
import { showReviews } from '../reviews/rows.ts';
import { askToSign, pass } from '../rollout/gate-decisions.ts';
import { attest } from '../rollout/item-decisions.ts';
import { recordMetric } from '../rollout/metric-decision.ts';
import { attestModels } from '../rollout/models-decision.ts';
import { showIncident } from '../runs/incidents/rows.ts';
import { MODELS_REVIEW, selectedTurnRow, whyNotNow } from './rows.ts';

/** Does what the selected row asks the acting person for; of what waits for others it opens the detail. */
export function act(state: State, cockpit: Registry): Step {
  const row = selectedTurnRow(state);
  if (!row) return [state];
  if (row.type === 'mine') {
    const { action } = row.awaited;
    const reason = whyNotNow(state, action);
    if (reason === undefined) return [actOn(state, action)];
    return [tell(openDetail(cockpit, state), cleanLine(`${action.action}: ${reason}`))];
  }
  const mayName = row.type === 'no one' && reasonAgainst(addPerson, state) === undefined;
  return [mayName ? addPerson.openForm(state, row.role) : openDetail(cockpit, state)];
}

function actOn(state: State, action: NextAction): State {
  const { kind, subject, key = '' } = action;
  const phase = state.status?.phases.find(({ id }) => id === subject);
  switch (kind) {
    case 'check':
      return askToRun(state, selectedChecks(state));
    case 'attest':
      return attest.openForm(state, subject);
    case 'metric':
      return recordMetric.openForm(state, key);
    case 'sign':
      return phase ? askToSign(state, phase.id) : state;
    case 'pass':
      return phase ? pass.ask(state, { phase: phase.id }) : state;
    case 'staff':
      return addPerson.openForm(state, action.wanted ?? '');
    case 'artifact':
      return showArtifact(state, key);
    case 'catalog':
      return runCommand.openForm(showCommand(state, key), key);
    case 'incident':
      return showIncident(state, key);
    case 'question':
      return showQuestion(state, key);
    case 'change':
      return showChange(state, key);
    case 'command':
      return state;
    case 'review':
      return key === MODELS_REVIEW ? attestModels.openForm(state, '') : showReviews(state, key);
  }
}

import type { DerivedPhase } from '../domain/rollout/derive-rollout.ts';
import { gateItems } from '../domain/rollout/gate/gate.ts';
import { currentOf, gateDigest } from '../domain/rollout/gate/sign-off.ts';
import { usualSignOffRole } from '../domain/rollout/gate/sign-off-role.ts';
import type { JudgedItem } from '../domain/rollout/items/item-status.ts';
import { confirm } from './confirm.ts';
import { confirmRun } from './confirm-run.ts';
import { openForm } from './forms.ts';
import { selectedChecks, selectedItem, selectedTurn } from './selection.ts';
import type { State } from './state.ts';

/** Does something with the selected item, or says that there is none. */
export function withItem(state: State, work: (judged: JudgedItem) => State): State {
  const judged = selectedItem(state);
  return judged ? work(judged) : { ...state, notice: 'no item is selected' };
}

/** Asks before a gate is signed, and says on which evidence and how. */
export function confirmSign(state: State, phase: DerivedPhase | undefined): State {
  const role = phase && usualSignOffRole(phase, state.me?.roles ?? []);
  if (!phase || !role) return { ...state, notice: 'you have no role to sign with' };
  const digest = gateDigest(gateItems(phase.items)).slice(0, 12);
  const how = state.me?.hasKey ? 'with your SSH key' : 'without a signature: no SSH key is recorded for you';
  return confirm(
    state,
    `Sign the gate of ${phase.title} as ${role}?`,
    [`phase.signed: ${phase.id} as ${role}, by ${state.me?.email ?? ''}`, `evidence ${digest}…, ${how}`],
    { type: 'sign', phase: phase.id, role },
  );
}

/** Asks before a gate is passed; a closed one is not asked for, but explained. */
export function confirmPass(state: State, phase: DerivedPhase | undefined): State {
  if (!phase) return state;
  if (phase.blockers.length > 0) return { ...state, detail: { of: 'gate', scroll: 0 } };
  const items = gateItems(phase.items);
  return confirm(
    state,
    `Pass the gate of ${phase.title}?`,
    [
      `phase.passed: ${phase.id} with ${items.length} required items and ${currentOf(phase.signOffs).length} sign-offs`,
      `evidence ${gateDigest(items).slice(0, 12)}…`,
    ],
    { type: 'pass', phase: phase.id },
  );
}

/** Does what the selected turn asks for, as far as the screens can. */
export function actOnTurn(state: State): State {
  const turn = selectedTurn(state);
  if (!turn) return state;
  const phase = state.status?.phases.find(({ id }) => id === turn.subject);
  switch (turn.kind) {
    case 'check':
      return confirmRun(state, selectedChecks(state));
    case 'attest':
      return { ...state, overlay: openForm('attest', turn.subject) };
    case 'sign':
      return confirmSign(state, phase);
    case 'pass':
      return confirmPass(state, phase);
    case 'staff':
      return { ...state, overlay: openForm('add-person') };
    case 'other':
      return { ...state, notice: `$ ${turn.command}` };
  }
}

import { cleanLine } from '../../domain/base/text/clean.ts';
import { progressBar } from '../../domain/base/text/progress.ts';
import type { DerivedPhase } from '../../domain/rollout/derive-rollout.ts';
import { currentOf, type JudgedSignOff } from '../../domain/rollout/gate/sign-off.ts';
import { holds, type JudgedItem } from '../../domain/rollout/items/item-status.ts';
import { type Paint, paintState } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { itemFields } from './item.ts';

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

/** How far a phase is from its gate, in one line. */
export function gateDistance({
  state,
  progress,
  blockers,
  signOffs,
  requiredSignOffs,
}: DerivedPhase): string {
  if (state === 'passed') return 'passed';
  const left = progress.required - progress.held;
  if (state === 'drifted')
    return `drifted: ${left} of ${progress.required} required items are no longer done`;
  if (blockers.length === 0) return 'open: it can be passed';
  const missing = requiredSignOffs.filter(
    (role) => !currentOf(signOffs).some((one) => one.role === role),
  ).length;
  const parts = [
    ...(left > 0 ? [count(left, 'required item')] : []),
    ...(missing > 0 ? [count(missing, 'sign-off')] : []),
  ];
  return parts.length > 0 ? `${parts.join(' and ')} to go` : (blockers[0] ?? '');
}

/**
 * How far a gate is, as a bar of so many cells with its numbers: `Gate ██████░░░░ 3/6 required · 1 of 2 signed`. Of a
 * passed one it says who passed it.
 */
export function gateBar(
  { state, progress, signOffs, requiredSignOffs, blockers, gate }: DerivedPhase,
  cells: number,
): string {
  if (state === 'passed' && gate) return `Gate passed ${gate.at.slice(0, 10)} by ${cleanLine(gate.actor)}`;
  const { held, required } = progress;
  const signed = requiredSignOffs.filter((role) =>
    currentOf(signOffs).some((one) => one.role === role),
  ).length;
  const parts = [
    `${held}/${required} required`,
    ...(requiredSignOffs.length > 0 ? [`${signed} of ${requiredSignOffs.length} signed`] : []),
    ...(state === 'drifted' ? ['drifted'] : []),
    ...(state !== 'drifted' && blockers.length === 0 ? ['can be passed'] : []),
  ];
  return `Gate ${progressBar(held, required, cells)} ${parts.join(' · ')}`;
}

/** What no longer is as it was when a phase was passed, in one line; undefined unless it drifted. */
export function driftLine({ title, state, items }: DerivedPhase): string | undefined {
  if (state !== 'drifted') return undefined;
  const lost = lostItems(items).length;
  return `${title} drifted: ${count(lost, 'required item')} no longer done`;
}

/** The drift of the passed phases with every item that is no longer done, and why. */
export function describeDrift(phases: readonly DerivedPhase[]): string {
  const drifted = phases.filter(({ state }) => state === 'drifted');
  if (drifted.length === 0) return 'No passed phase has drifted.';
  const blocks = drifted.map((phase) =>
    [
      driftLine(phase),
      ...(phase.gate
        ? [`passed ${phase.gate.at.slice(0, 10)} by ${cleanLine(phase.gate.actor)}, entry ${phase.gate.seq}`]
        : []),
      ...lostItems(phase.items).flatMap(({ item, state, reason }) => [
        `  ${state.padEnd(8)} ${item.id}  ${item.title}`,
        `           ${cleanLine(reason)}`,
        `           owner ${item.owner}`,
      ]),
    ].join('\n'),
  );
  return [
    ...blocks,
    'Renew the evidence, waive the items, or revisit the phase: its sign-offs then no longer count.',
  ].join('\n\n');
}

function lostItems(items: readonly JudgedItem[]): readonly JudgedItem[] {
  return items.filter((one) => one.item.required && !holds(one));
}

/** Everything about a phase, for people: its items, its gate, who signed. */
export function describePhase(phase: DerivedPhase): string {
  const { title, state, goal, output, items, progress, signOffs, requiredSignOffs, blockers, gate } = phase;
  const missing = requiredSignOffs
    .filter((role) => !signOffs.some((one) => one.role === role))
    .map((role) => `  missing ${role}`);
  const signed = signOffs.flatMap((one) => [
    `  signed  ${one.role}, ${describeSignature(one)}: ${one.state}`,
    ...(one.reason === '' ? [] : [`          ${cleanLine(one.reason)}`]),
    ...one.changes.map((change) => `          - ${cleanLine(change)}`),
  ]);
  return [
    `${title}: ${state}`,
    `goal     ${goal}`,
    `output   ${output}`,
    ...(gate
      ? [`gate     ${gate.decision} ${gate.at.slice(0, 10)} by ${cleanLine(gate.actor)}, entry ${gate.seq}`]
      : []),
    '',
    `Items (${progress.held} of ${progress.required} required are done)`,
    ...items.map(
      (one) =>
        `  ${one.state.padEnd(14)} ${one.item.id}${one.item.required ? '' : ' (optional)'}: ${one.item.title}${holds(one) ? '' : `\n${' '.repeat(17)}${cleanLine(one.reason)}`}`,
    ),
    '',
    'Sign-offs',
    ...(signed.length + missing.length > 0 ? [...signed, ...missing] : ['  none is needed']),
    '',
    ...(state === 'passed'
      ? []
      : blockers.length === 0
        ? ['The gate is open: it can be passed.']
        : ['The gate is closed:', ...blockers.map((one) => `  - ${cleanLine(one)}`)]),
  ].join('\n');
}

function describeSignature({ person, at, seq, signature }: JudgedSignOff): string {
  const how = signature === undefined ? 'unsigned' : 'with an SSH signature';
  return `${cleanLine(person)} ${at.slice(0, 10)}, ${how}, entry ${seq}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A phase as JSON output names it. */
export function phaseFields(phase: DerivedPhase) {
  return {
    id: phase.id,
    title: phase.title,
    goal: phase.goal,
    output: phase.output,
    state: phase.state,
    required: phase.progress.required,
    held: phase.progress.held,
    gate_distance: gateDistance(phase),
    blockers: phase.blockers,
    required_sign_offs: phase.requiredSignOffs,
    sign_offs: phase.signOffs.map((one) => ({
      role: one.role,
      person: one.person,
      at: one.at,
      entry: one.seq,
      evidence_sha256: one.evidenceDigest,
      signed: one.signature !== undefined,
      public_key: one.signature?.publicKey ?? null,
      state: one.state,
      reason: one.reason || null,
      changes: one.changes,
    })),
    gate: phase.gate
      ? { decision: phase.gate.decision, at: phase.gate.at, by: phase.gate.actor, entry: phase.gate.seq }
      : null,
    items: phase.items.map(itemFields),
  };
}

import { cleanLine } from '../text/clean.ts';
import type { DerivedPhase } from './derive-rollout.ts';
import { holds } from './item-status.ts';

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
  if (state === 'drifted') return `drifted: ${left} of ${progress.required} required items no longer hold`;
  if (blockers.length === 0) return 'open: it can be passed';
  const missing = requiredSignOffs.filter((role) => !signOffs.some((one) => one.role === role)).length;
  const parts = [
    ...(left > 0 ? [count(left, 'required item')] : []),
    ...(missing > 0 ? [count(missing, 'sign-off')] : []),
  ];
  return parts.length > 0 ? `${parts.join(' and ')} to go` : (blockers[0] ?? '');
}

/** Everything about a phase, for people: its items, its gate, who signed. */
export function describePhase(phase: DerivedPhase): string {
  const { title, state, goal, output, items, progress, signOffs, requiredSignOffs, blockers, gate } = phase;
  const signed = requiredSignOffs.map((role) => {
    const one = signOffs.find((signOff) => signOff.role === role);
    return `  ${one ? 'signed ' : 'missing'} ${role}${one ? `, ${describeSignature(one)}` : ''}`;
  });
  const more = signOffs
    .filter(({ role }) => !requiredSignOffs.includes(role))
    .map((one) => `  signed  ${one.role}, ${describeSignature(one)}`);
  return [
    `${title}: ${state}`,
    `goal     ${goal}`,
    `output   ${output}`,
    ...(gate
      ? [`gate     ${gate.decision} ${gate.at.slice(0, 10)} by ${cleanLine(gate.actor)}, entry ${gate.seq}`]
      : []),
    '',
    `Items (${progress.held} of ${progress.required} required hold)`,
    ...items.map(
      (one) =>
        `  ${one.state.padEnd(14)} ${one.item.id}${one.item.required ? '' : ' (optional)'}: ${one.item.title}${holds(one) ? '' : `\n${' '.repeat(17)}${cleanLine(one.reason)}`}`,
    ),
    '',
    'Sign-offs',
    ...(signed.length + more.length > 0 ? [...signed, ...more] : ['  none is needed']),
    '',
    ...(state === 'passed'
      ? []
      : blockers.length === 0
        ? ['The gate is open: it can be passed.']
        : ['The gate is closed:', ...blockers.map((one) => `  - ${cleanLine(one)}`)]),
  ].join('\n');
}

function describeSignature({ person, at, seq, publicKey }: DerivedPhase['signOffs'][number]): string {
  const how = publicKey === undefined ? 'unsigned' : 'with an SSH signature';
  return `${cleanLine(person)} ${at.slice(0, 10)}, ${how}, entry ${seq}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

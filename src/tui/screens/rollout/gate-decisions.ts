import { passPhase, revisitPhase, signPhase } from '../../../app/rollout/phase-decisions.ts';
import type { PhaseId } from '../../../domain/base/phase.ts';
import type { Role } from '../../../domain/people/role.ts';
import type { DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { gateItems } from '../../../domain/rollout/gate/gate.ts';
import { currentOf, gateDigest } from '../../../domain/rollout/gate/sign-off.ts';
import { usualSignOffRole } from '../../../domain/rollout/gate/sign-off-role.ts';
import { holds } from '../../../domain/rollout/items/item-status.ts';
import { decision, fill, reasonField, requireReason } from '../../shell/decision.ts';
import { withoutRole, withoutRollout } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type State, tell } from '../../shell/state.ts';
import { selectedPhase, shownPhase } from './rows.ts';

const phaseOf = ({ status }: State, id: string) => status?.phases.find((one) => one.id === id);

const isPassed = (state: State) => selectedPhase(state)?.gate?.decision === 'passed';

/** The role that the acting person signs the gate of a phase with. */
export function signingRole(state: State, phase: string): Role | undefined {
  const found = phaseOf(state, phase);
  return found && usualSignOffRole(found, state.me?.roles ?? []);
}

/** Signs the gate of a phase. */
export const sign = decision<{ phase: PhaseId; role: Role }>({
  command: 'sign',
  keys: ['S'],
  description: 'sign the gate of the phase',
  footer: 'sign',
  disabled: (state) => {
    if (isPassed(state)) return 'the phase is passed';
    const role = signingRole(state, selectedPhase(state)?.id ?? '');
    return withoutRollout(state) ?? (role ? undefined : 'you have no role to sign with');
  },
  begin: (state) => {
    const phase = selectedPhase(state);
    const role = phase && signingRole(state, phase.id);
    return phase && role
      ? { input: { phase: phase.id, role } }
      : { instead: tell(state, 'you have no role to sign with') };
  },
  confirmation: ({ phase: id, role }, state) => {
    const phase = phaseOf(state, id);
    const digest = gateDigest(gateItems(phase?.items ?? [])).slice(0, 12);
    const how = state.me?.hasKey
      ? 'with your SSH key'
      : 'without a signature: no SSH key is recorded for you';
    return {
      question: `Sign the gate of ${phase?.title ?? id} as ${role}?`,
      records: [
        `phase.signed: ${id} as ${role}, by ${state.me?.email ?? ''}`,
        `evidence ${digest}…, ${how}`,
        ...whatIsOpen(phase),
      ],
    };
  },
  run: async (doing, input) => {
    const { title } = await signPhase(doing.world(), await doing.writable(), input);
    return `signed the gate of ${title} as ${input.role}`;
  },
});

/** Passes the gate of a phase; a closed one is not asked for, but explained. */
export const pass = decision<{ phase: PhaseId }>({
  command: 'pass',
  keys: ['P'],
  description: 'pass the gate of the phase',
  footer: 'pass',
  disabled: (state) =>
    withoutRole('pass a phase')(state) ?? (isPassed(state) ? 'the phase is passed' : undefined),
  begin: (state) => {
    const phase = selectedPhase(state);
    if (!phase) return { instead: state };
    return phase.blockers.length > 0
      ? { instead: { ...state, detail: { of: 'gate', scroll: 0 } } }
      : { input: { phase: phase.id } };
  },
  confirmation: ({ phase: id }, state) => {
    const phase = phaseOf(state, id);
    const items = gateItems(phase?.items ?? []);
    const signOffs = currentOf(phase?.signOffs ?? []).length;
    return {
      question: `Pass the gate of ${phase?.title ?? id}?`,
      records: [
        `phase.passed: ${id} with ${items.length} required items and ${signOffs} sign-offs`,
        `evidence ${gateDigest(items).slice(0, 12)}…`,
      ],
    };
  },
  run: async (doing, { phase }) => {
    const { title } = await passPhase(doing.world(), await doing.writable(), phase);
    return `passed the gate of ${title}`;
  },
});

/** What a signature given now would not be worth: it counts for the evidence as it is. */
function whatIsOpen(phase: DerivedPhase | undefined): readonly string[] {
  const open =
    phase?.items.filter((one) => one.item.required && !holds(one)).map(({ item }) => item.id) ?? [];
  if (open.length === 0) return [];
  return [`The gate is closed: ${open.join(', ')}. Your signature lapses when their evidence changes.`];
}

const revisit = decision<{ phase: PhaseId; reason: string }>({
  command: 'revisit',
  keys: ['V'],
  description: 'open the gate of a passed phase again',
  disabled: (state) =>
    withoutRole('revisit a phase')(state) ?? (isPassed(state) ? undefined : 'the phase is not passed'),
  about: (state) => selectedPhase(state)?.id,
  form: {
    title: (phase) => `Revisit ${phase}`,
    fields: () => [reasonField],
    read: ([reason = ''], about, state) => {
      const phase = phaseOf(state, about);
      if (!phase) return { refusal: `there is no phase ${about}`, field: 0 };
      return fill((at) => ({ phase: phase.id, reason: at(0, () => requireReason(reason)) }));
    },
  },
  confirmation: ({ phase, reason }, state) => ({
    question: `Open the gate of ${phaseOf(state, phase)?.title ?? phase} again? Its sign-offs no longer count.`,
    records: [`phase.revisited: ${phase}, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const { title } = await revisitPhase(doing.world(), await doing.writable(), input);
    return `the gate of ${title} is open again`;
  },
});

const showPhase = (by: 1 | -1) => (state: State) => {
  const last = Math.max(0, (state.status?.phases.length ?? 1) - 1);
  const place = Math.min(last, Math.max(0, (shownPhase.of(state) ?? 0) + by));
  return [
    { ...shownPhase.set(state, place), detail: undefined, cursor: { ...state.cursor, rollout: 0 } },
  ] as const;
};

/** What can be done about a phase and its gate. */
export const phaseKeys: readonly Binding[] = [
  {
    command: 'next-phase',
    keys: ['right', 'l'],
    description: 'next phase',
    footer: 'phase',
    press: showPhase(1),
  },
  { command: 'previous-phase', keys: ['left', 'h'], description: 'previous phase', press: showPhase(-1) },
  {
    command: 'gate',
    keys: ['o'],
    description: 'the gate of the phase: what it waits for, who signed',
    footer: 'gate',
    press: (state) => [{ ...state, detail: { of: 'gate', scroll: 0 } }],
  },
  sign,
  pass,
  revisit,
];

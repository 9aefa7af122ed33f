import { passPhase, revisitPhase, signPhase, withdrawSignOff } from '../../../app/rollout/phase-decisions.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import type { PhaseId } from '../../../domain/base/phase.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { ACTS } from '../../../domain/people/act.ts';
import { isSamePerson } from '../../../domain/people/person.ts';
import type { Role } from '../../../domain/people/role.ts';
import type { DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { gateItems } from '../../../domain/rollout/gate/gate.ts';
import { currentOf, gateDigest, type SignOff } from '../../../domain/rollout/gate/sign-off.ts';
import { usualSignOffRole, wantedSignOffRoles } from '../../../domain/rollout/gate/sign-off-role.ts';
import { holds } from '../../../domain/rollout/items/item-status.ts';
import { chooseOne, decision, fill, oneOf, reasonField } from '../../shell/decision.ts';
import { unread, withoutRole, withoutRollout } from '../../shell/guards.ts';
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

/** The roles of the acting person that the gate of a phase wants, with who signed as one of them. */
function rolesToSignWith(state: State, id: string): { role: Role; signed: string | undefined }[] {
  const phase = phaseOf(state, id);
  if (!phase) return [];
  return wantedSignOffRoles(phase, state.me?.roles ?? []).map((role) => {
    const last = currentOf(phase.signOffs).findLast((one) => one.role === role);
    return { role, signed: last && `signed by ${cleanLine(last.person)}` };
  });
}

/** Asks to sign the gate of a phase; who can do so in several roles chooses one first. */
export function askToSign(state: State, phase: PhaseId): State {
  const role = signingRole(state, phase);
  if (!role) return tell(state, 'you have no role to sign with');
  return rolesToSignWith(state, phase).length > 1
    ? sign.openForm(state, phase)
    : sign.ask(state, { phase, role });
}

/** Signs the gate of a phase. */
const sign = decision<{ phase: PhaseId; role: Role }>({
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
    return { instead: phase ? askToSign(state, phase.id) : state };
  },
  form: {
    title: (phase) => `Sign the gate of ${phase}`,
    fields: (phase, state) => {
      const roles = rolesToSignWith(state, phase);
      return [
        {
          label: 'Sign as',
          value: signingRole(state, phase) ?? '',
          choices: roles.map(({ role }) => role),
          notes: Object.fromEntries(roles.map(({ role, signed }) => [role, signed ?? 'has not signed'])),
          pick: true,
          required: chooseOne,
        },
      ];
    },
    read: ([typed = ''], about, state) =>
      fill((at) => {
        const phase = phaseOf(state, about);
        if (!phase) throw new UsageError(`there is no phase ${about}`);
        const roles = rolesToSignWith(state, about).map(({ role }) => role);
        return { phase: phase.id, role: at(0, () => oneOf(roles, typed)) };
      }),
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
        `phase.passed: ${id} with ${countOf(items.length, 'required item')} and ${countOf(signOffs, 'sign-off')}`,
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
      return { input: { phase: phase.id, reason } };
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

/** The sign-offs of a phase that can be withdrawn by the acting person: their own, and all for a rollout owner. */
function withdrawable(state: State, phase: string): readonly SignOff[] {
  const { email = '', roles = [] } = state.me ?? {};
  const mayAll = ACTS['withdraw what another person stated'].some((role) => roles.includes(role));
  return (phaseOf(state, phase)?.signOffs ?? []).filter(
    ({ person }) => mayAll || isSamePerson(person, email),
  );
}

const signOffName = ({ person, role }: SignOff) => `${cleanLine(person)} as ${role}`;

const withdrawSignature = decision<{ phase: PhaseId; person: string; role: Role; reason: string }>({
  command: 'withdraw-sign-off',
  keys: ['U'],
  description: 'withdraw a sign-off under the gate of the phase',
  disabled: (state) => {
    if (isPassed(state)) return 'the phase is passed';
    const phase = selectedPhase(state);
    if (withdrawable(state, phase?.id ?? '').length > 0) return withoutRollout(state);
    return (
      withoutRollout(state) ??
      (phase?.signOffs.length
        ? `needs the role ${ACTS['withdraw what another person stated'].join(' or ')}: you have not signed`
        : 'no one has signed the gate')
    );
  },
  about: (state) => selectedPhase(state)?.id,
  form: {
    title: (phase) => `Withdraw a sign-off under the gate of ${phase}`,
    fields: (phase, state) => {
      const names = withdrawable(state, phase).map(signOffName);
      // The own newest one by default, as with the command.
      const own = withdrawable(state, phase).filter(({ person }) =>
        isSamePerson(person, state.me?.email ?? ''),
      );
      const first = own.at(-1);
      return [
        {
          label: 'Sign-off',
          value: first ? signOffName(first) : (names[0] ?? ''),
          choices: [...new Set(names)],
          pick: true,
          required: chooseOne,
        },
        reasonField,
      ];
    },
    read: ([name = '', reason = ''], about, state) =>
      fill((at) => {
        const phase = phaseOf(state, about);
        const chosen = at(0, () => {
          const found = withdrawable(state, about).find((one) => signOffName(one) === name);
          if (phase && found) return { phase: phase.id, person: found.person, role: found.role };
          throw new UsageError('choose one of the sign-offs with the arrow keys');
        });
        return { ...chosen, reason };
      }),
  },
  confirmation: ({ phase, person, role, reason }, state) => ({
    question: `Withdraw the sign-off of ${person} as ${role} under ${phaseOf(state, phase)?.title ?? phase}? It no longer counts.`,
    records: [`phase.sign-off-withdrawn: ${phase}, ${person} as ${role}, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const { title } = await withdrawSignOff(doing.world(), await doing.writable(), input);
    return `withdrew the sign-off of ${input.person} as ${input.role} under ${title}`;
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
    disabled: unread,
    press: (state) => [{ ...state, detail: { of: 'gate', scroll: 0 } }],
  },
  {
    command: 'drift',
    keys: ['d'],
    description: 'what of the passed phases is no longer done',
    disabled: ({ status }) =>
      status?.phases.some((phase) => phase.state === 'drifted') ? undefined : 'no passed phase has drifted',
    press: (state) => [{ ...state, detail: { of: 'drift', scroll: 0 } }],
  },
  sign,
  pass,
  withdrawSignature,
  revisit,
];

import { foreseePinMove } from '../../../../app/rollout/alter-rollout.ts';
import {
  approveUpgrade,
  rejectUpgrade,
  signUpgrade,
  waiveBlocker,
} from '../../../../app/upgrade/decide/decide.ts';
import { findLeftMentions } from '../../../../app/upgrade/scan-pins.ts';
import { cleanLine } from '../../../../domain/base/text/clean.ts';
import { countOf } from '../../../../domain/base/text/progress.ts';
import type { Role } from '../../../../domain/people/role.ts';
import { DEFAULT_WAIVER_DAYS, parseWaiverDays } from '../../../../domain/rollout/items/waiver.ts';
import { describePinMove, type PinMove } from '../../../../domain/rollout/pin-move.ts';
import { SIGNING_ROLES } from '../../../../domain/upgrade/decide/obstacles.ts';
import { describeLeft } from '../../../../report/upgrade/pins/text.ts';
import { chooseOne, type Decision, decision, fill, oneOf, reasonField } from '../../../shell/decision.ts';
import { withoutRole, withoutRollout } from '../../../shell/guards.ts';
import type { State } from '../../../shell/state.ts';
import { STANDING } from '../keys.ts';
import { upgrade, withoutRehearsal } from '../read.ts';
import { selectedDifference } from '../rows.ts';
import { otherViews } from '../views.ts';

/** The entry of the shown rehearsal, as the app takes it. */
const shownEntry = (state: State) => {
  const seq = upgrade.of(state).shown?.head.seq;
  return seq === undefined ? undefined : String(seq);
};

/** `0.139.0 to 0.169.0` */
function versionsIn(state: State): string {
  const { shown } = upgrade.of(state);
  return shown ? cleanLine(`${shown.rehearsal.pin.version} to ${shown.rehearsal.candidate.version}`) : '';
}

/** Goes on in spite of the selected blocker for a while. */
export const waive = decision<{ rehearsal: string; difference: string; reason: string; days: string }>({
  command: 'waive-blocker',
  keys: ['w'],
  description: 'go on in spite of the selected blocker for a while',
  footer: 'waive',
  disabled: (state) => {
    const row = selectedDifference(state);
    if (!row) return withoutRehearsal(state) ?? 'no difference is selected';
    if (row.difference.weight !== 'blocker') return `a ${row.difference.weight} does not block`;
    return withoutRole('waive a blocker of an upgrade')(state);
  },
  about: (state) => selectedDifference(state)?.difference.id,
  form: {
    title: (difference) => `Go on in spite of ${cleanLine(difference)}`,
    fields: () => [
      reasonField,
      {
        label: 'For how long',
        value: `${DEFAULT_WAIVER_DAYS}d`,
        choices: ['7d', '14d', '30d', '90d'],
        required: 'say for how long, such as 30d',
      },
    ],
    read: ([reason = '', days = ''], difference, state) =>
      fill((at) => ({
        ...{ rehearsal: shownEntry(state) ?? '', difference, reason },
        days: `${at(1, () => parseWaiverDays(days))}d`,
      })),
  },
  confirmation: ({ difference, reason, days, rehearsal }, state) => ({
    question: `Go on in spite of ${cleanLine(difference)} for ${days}?`,
    records: [
      `upgrade.waived: ${cleanLine(difference)} of entry ${rehearsal}, by ${state.me?.email ?? ''}, for ${days}, because "${reason}"`,
    ],
  }),
  run: async (doing, input) => {
    const { difference, expiresAt } = await waiveBlocker(doing.world(), await doing.writable(), input);
    return cleanLine(`waived until ${expiresAt.slice(0, 10)}: ${difference}`);
  },
});

/** The roles of the acting person that sign, with who signed as one of them. */
function rolesToSign(state: State): readonly { role: Role; signed: string | undefined }[] {
  const held = state.me?.roles ?? [];
  const signatures = upgrade.of(state).decision?.signatures ?? [];
  return SIGNING_ROLES.filter((role) => held.includes(role)).map((role) => {
    const last = signatures.findLast((one) => one.role === role);
    return { role, signed: last && `signed by ${cleanLine(last.by)}` };
  });
}

/** States that the acting person looked at the rehearsal and agrees. */
export const sign = decision<{ rehearsal: string; role: Role; note: string }>({
  command: 'sign-upgrade',
  keys: ['S'],
  description: 'state that you looked at the rehearsal and agree to the upgrade',
  footer: 'sign',
  alsoOn: otherViews,
  disabled: (state) =>
    withoutRollout(state) ??
    withoutRehearsal(state) ??
    (rolesToSign(state).length > 0 ? undefined : `needs the role ${SIGNING_ROLES.join(' or ')}`),
  form: {
    title: () => 'Sign the upgrade',
    fields: (_, state) => {
      const roles = rolesToSign(state);
      return [
        {
          label: 'Sign as',
          value: (roles.find(({ signed }) => signed === undefined) ?? roles[0])?.role ?? '',
          choices: roles.map(({ role }) => role),
          notes: Object.fromEntries(roles.map(({ role, signed }) => [role, signed ?? 'nobody has signed'])),
          pick: true,
          required: chooseOne,
        },
        { label: 'What you looked at', value: '' },
      ];
    },
    read: ([role = '', note = ''], _, state) =>
      fill((at) => ({
        rehearsal: shownEntry(state) ?? '',
        role: at(0, () =>
          oneOf(
            rolesToSign(state).map((one) => one.role),
            role,
          ),
        ),
        note: cleanLine(note),
      })),
  },
  confirmation: ({ rehearsal, role, note }, state) => ({
    question: `Sign the upgrade from ${versionsIn(state)} as ${role}?`,
    records: [
      `upgrade.signed: the rehearsal of entry ${rehearsal} as ${role}, by ${state.me?.email ?? ''}${note === '' ? '' : `, note "${note}"`}`,
    ],
  }),
  run: async (doing, { note, ...input }) => {
    const asked = { ...input, note: note || undefined };
    const { role, version, seq } = await signUpgrade(doing.world(), await doing.writable(), asked);
    return cleanLine(`signed the upgrade to ${version} (entry ${seq}) as ${role}`);
  },
});

type Approval = { rehearsal: string; reason: string; to: string; move?: PinMove };

/** Approves the upgrade and moves the pin; what is in the way of that is explained instead. */
export const approve: Decision<Approval> = decision<Approval>({
  command: 'approve-upgrade',
  keys: ['a'],
  description: 'approve the upgrade, and move the pin',
  footer: 'approve',
  alsoOn: otherViews,
  disabled: (state) =>
    withoutRehearsal(state) ??
    withoutRole('approve an upgrade')(state) ??
    (upgrade.of(state).decision ? undefined : 'what is in the way is being read'),
  begin: (state) => {
    const { decision: decided } = upgrade.of(state);
    if (decided && decided.obstacles.length > 0) {
      const notice = `${countOf(decided.obstacles.length, 'thing is', 'things are')} in the way of an approval`;
      return { instead: { ...state, detail: { of: STANDING, scroll: 0 }, search: '', notice } };
    }
    return { instead: approve.openForm(state, '') };
  },
  form: {
    title: () => 'Approve the upgrade',
    fields: () => [reasonField],
    read: ([reason = ''], _, state) => ({
      input: {
        ...{ rehearsal: shownEntry(state) ?? '', reason },
        to: upgrade.of(state).shown?.rehearsal.candidate.version ?? '',
      },
    }),
  },
  prepare: async (doing, input) => ({
    ...input,
    move: await doing.reading((store) => foreseePinMove(doing.world(), store, input.to)),
  }),
  confirmation: ({ rehearsal, reason, to, move }, state) => ({
    question: `Approve the upgrade from ${versionsIn(state)}, and move the pin?`,
    records: [
      `upgrade.approved: the rehearsal of entry ${rehearsal}, because "${reason}"`,
      `rollout.pin-moved: to ${cleanLine(to)}, both or neither`,
    ],
    follows: move ? describePinMove(move) : [],
  }),
  run: async (doing, { rehearsal, reason }) => {
    const asked = { rehearsal, reason };
    const { move, decision: decided } = await approveUpgrade(doing.world(), await doing.writable(), asked);
    const { from, to, searched: folders } = decided.head.body;
    const { signal } = doing;
    const left = await findLeftMentions(doing.world(), {
      version: from.version,
      pin: to.version,
      folders,
      signal,
    });
    const stale = move?.items.filter(({ after }) => after === 'stale').length ?? 0;
    return `the pin is ${cleanLine(move?.to ?? '')}; ${countOf(stale, 'item')} went stale. ${describeLeft(left)}`;
  },
});

/** Decides not to move to the candidate. */
export const reject = decision<{ rehearsal: string; reason: string }>({
  command: 'reject-upgrade',
  keys: ['X'],
  description: 'decide not to move to the candidate',
  alsoOn: otherViews,
  disabled: (state) => withoutRehearsal(state) ?? withoutRole('reject an upgrade')(state),
  form: {
    title: () => 'Reject the upgrade',
    fields: () => [reasonField],
    read: ([reason = ''], _, state) => ({ input: { rehearsal: shownEntry(state) ?? '', reason } }),
  },
  confirmation: ({ rehearsal, reason }, state) => ({
    question: `Reject the upgrade from ${versionsIn(state)}? The pin stays.`,
    records: [`upgrade.rejected: the rehearsal of entry ${rehearsal}, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const { decision: decided } = await rejectUpgrade(doing.world(), await doing.writable(), input);
    return cleanLine(`rejected ${decided.head.body.to.version}; the pin stays`);
  },
});

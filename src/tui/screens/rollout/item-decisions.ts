import { attestItem, waiveItem, withdrawFromItem } from '../../../app/rollout/item-decisions.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { ACTS } from '../../../domain/people/act.ts';
import { isSamePerson } from '../../../domain/people/person.ts';
import type { Role } from '../../../domain/people/role.ts';
import type { JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { statementsOf } from '../../../domain/rollout/items/statements.ts';
import { DEFAULT_WAIVER_DAYS, parseWaiverDays } from '../../../domain/rollout/items/waiver.ts';
import { decision, fill, reasonField } from '../../shell/decision.ts';
import { withoutRole, withoutRollout } from '../../shell/guards.ts';
import { show } from '../../shell/move.ts';
import type { Binding } from '../../shell/screen.ts';
import { type State, tell } from '../../shell/state.ts';
import { recordMetric } from './metric-decision.ts';
import { attestModels } from './models-decision.ts';
import { itemOf, selectedItem } from './rows.ts';

const withoutItem = (state: State) =>
  withoutRollout(state) ?? (selectedItem(state) ? undefined : 'no item is selected');

const selectedId = (state: State) => selectedItem(state)?.item.id;

/** Vouches for an item. */
export const attest = decision<{ item: string; note: string }>({
  command: 'attest',
  keys: ['a'],
  description: 'attest the selected item',
  alsoOn: ['turn'],
  footer: 'attest',
  disabled: (state) => {
    const judged = selectedItem(state);
    if (!judged) return withoutItem(state);
    const { id, owner, requirements } = judged.item;
    if (statementsOf(judged).length === 0) {
      const kinds = [
        ...new Set(requirements.map(({ kind }) => `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`)),
      ].join(' and ');
      return `${id} asks for no attestation: ${kinds} must show it`;
    }
    return withoutRollout(state) ?? (state.me?.roles.includes(owner) ? undefined : `needs the role ${owner}`);
  },
  about: selectedId,
  form: {
    title: (item) => `Attest ${item}`,
    fields: () => [{ label: 'Note (optional)', value: '' }],
    read: ([note = ''], item) => ({ input: { item, note } }),
  },
  confirmation: ({ item, note }, state) => {
    const judged = itemOf(state, item);
    const told = note === '' ? '' : `, note "${note}"`;
    return {
      question: `Attest ${item}?`,
      records: [
        ...(judged ? statementsOf(judged) : []).map((statement) => `statement: ${statement}`),
        `item.attested: ${item}, as ${state.me?.email ?? ''}, pin ${state.status?.pin ?? ''}${told}`,
      ],
    };
  },
  run: async (doing, input) => {
    const { item, state } = await attestItem(doing.world(), await doing.writable(), input);
    return `attested ${item.id}; it is ${state}`;
  },
});

const waive = decision<{ item: string; reason: string; days: string }>({
  command: 'waive',
  keys: ['w'],
  description: 'waive the selected item for a while',
  alsoOn: ['turn'],
  footer: 'waive',
  disabled: (state) => withoutItem(state) ?? withoutRole('waive an item')(state),
  about: selectedId,
  form: {
    title: (item) => `Waive ${item}`,
    fields: () => [
      reasonField,
      {
        label: 'For how long',
        value: `${DEFAULT_WAIVER_DAYS}d`,
        choices: ['7d', '14d', '30d', '90d'],
        required: 'say for how long, such as 30d',
      },
    ],
    read: ([reason = '', days = ''], item) =>
      fill((at) => ({
        item,
        reason,
        days: `${at(1, () => parseWaiverDays(days))}d`,
      })),
  },
  confirmation: ({ item, reason, days }, state) => ({
    question: `Waive ${item} for ${days}?`,
    records: [`item.waived: ${item}, by ${state.me?.email ?? ''}, for ${days}, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const { item, state } = await waiveItem(doing.world(), await doing.writable(), input);
    return `waived ${item.id}; it is ${state}`;
  },
});

/** What would be withdrawn: the newest attestation or waiver of an item. */
function newestStatement({ requirements, waiver }: JudgedItem): { by: string } | undefined {
  const attestations = requirements.flatMap(({ evidence }) =>
    evidence?.kind === 'attestation' ? [{ seq: evidence.seq, by: evidence.actor }] : [],
  );
  const waivers = waiver ? [{ seq: waiver.seq, by: waiver.approver }] : [];
  return [...attestations, ...waivers].toSorted((one, other) => other.seq - one.seq)[0];
}

const withdraw = decision<{ item: string; reason: string }>({
  command: 'withdraw',
  keys: ['u'],
  description: 'withdraw what was stated of the selected item',
  disabled: (state) => {
    const judged = selectedItem(state);
    if (!judged) return withoutItem(state);
    const stated = newestStatement(judged);
    if (!stated) return `${judged.item.id} is neither attested nor waived`;
    const roles: readonly Role[] = ACTS['withdraw what another person stated'];
    const { email = '', roles: held = [] } = state.me ?? {};
    if (isSamePerson(stated.by, email) || roles.some((role) => held.includes(role))) return undefined;
    return `needs the role ${roles.join(' or ')}: ${cleanLine(stated.by)} stated it`;
  },
  about: selectedId,
  form: {
    title: (item) => `Withdraw what was stated of ${item}`,
    fields: () => [reasonField],
    read: ([reason = ''], item) => ({ input: { item, reason } }),
  },
  confirmation: ({ item, reason }) => ({
    question: `Withdraw the newest attestation or waiver of ${item}?`,
    records: [`item.withdrawn: ${item}, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const { item, state } = await withdrawFromItem(doing.world(), await doing.writable(), input);
    return `withdrawn; ${item.id} is ${state}`;
  },
});

const itemHistory: Binding = {
  command: 'item-history',
  keys: ['H'],
  description: 'who decided what about the selected item',
  alsoOn: ['turn'],
  footer: 'history',
  disabled: withoutItem,
  press: (state) => {
    const id = selectedId(state);
    if (id === undefined) return [tell(state, 'no item is selected')];
    const filter = { ...state.filter, history: `subject:item/${id}` };
    return [{ ...show(state, 'history'), filter, cursor: { ...state.cursor, history: 0 } }];
  },
};

/** What can be done about an item. */
export const itemKeys: readonly Binding[] = [
  itemHistory,
  attest,
  waive,
  withdraw,
  recordMetric,
  attestModels,
];

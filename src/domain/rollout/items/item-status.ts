import type { Item, Surface } from '../../runbooks/item.ts';
import {
  type Circumstances,
  type EvidenceIndex,
  type JudgedRequirement,
  judgeRequirement,
} from './judge-evidence.ts';
import { isValid, type Waiver } from './waiver.ts';

/** The states of an item. None of them is ever set manually. */
export const ITEM_STATES = ['failing', 'stale', 'open', 'waived', 'satisfied', 'not applicable'] as const;

export type ItemState = (typeof ITEM_STATES)[number];

/** An item with what the log says of it. */
export type JudgedItem = {
  item: Item;
  state: ItemState;
  /** In one line: what is missing, why it is stale, who waived it until when. */
  reason: string;
  /** Since when it is stale, RFC 3339. */
  staleSince: string | undefined;
  requirements: readonly JudgedRequirement[];
  /** The newest waiver, whether it still counts or not. */
  waiver: Waiver | undefined;
};

/** What the items of a rollout are judged by. */
export type ItemSources = Circumstances & {
  index: EvidenceIndex;
  waivers: ReadonlyMap<string, Waiver>;
  surfaces: readonly Surface[];
};

/**
 * Derives the status of an item from the log. Evidence beats a waiver; a valid waiver beats what is
 * missing; of several faults the worst counts: failing, then stale, then open.
 */
export function judgeItem(
  item: Item,
  { index, waivers, surfaces, ...circumstances }: ItemSources,
): JudgedItem {
  const requirements = item.requirements.map((one) => judgeRequirement(item, one, { index, circumstances }));
  const waiver = waivers.get(item.id);
  const base = { item, requirements, waiver, staleSince: undefined };
  if (!item.surfaces.some((surface) => surfaces.includes(surface))) {
    return { ...base, state: 'not applicable', reason: `concerns ${item.surfaces.join(' and ')} use only` };
  }
  const fault = worst(requirements);
  if (!fault) {
    const reason = requirements.map((one) => one.reason).join('; ');
    return { ...base, state: 'satisfied', reason };
  }
  if (waiver && isValid(waiver, circumstances.now)) {
    const reason = `${waiver.reason}; waived by ${waiver.approver} until ${waiver.expiresAt.slice(0, 10)}`;
    return { ...base, state: 'waived', reason };
  }
  const expired = waiver ? `; its waiver expired on ${waiver.expiresAt.slice(0, 10)}` : '';
  return { ...base, state: fault.state, reason: `${fault.reason}${expired}`, staleSince: fault.staleSince };
}

/** Whether the gate of the phase need not wait for the item. */
export function holds({ state }: Pick<JudgedItem, 'state'>): boolean {
  return state === 'satisfied' || state === 'waived' || state === 'not applicable';
}

type Fault = JudgedRequirement & { state: 'failing' | 'stale' | 'open' };

function worst(requirements: readonly JudgedRequirement[]): Fault | undefined {
  for (const state of ['failing', 'stale', 'open'] as const) {
    const found = requirements.find((one): one is Fault => one.state === state);
    if (found) return found;
  }
  return undefined;
}

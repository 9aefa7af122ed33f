import { personKey } from '../../domain/people/person.ts';
import { goToRow } from '../shell/palette/targets.ts';
import type { Link } from '../shell/screen.ts';
import type { State } from '../shell/state.ts';
import { showEntryDetail } from './history/opened.ts';
import { showReviews } from './reviews/rows.ts';
import { shownPhase } from './rollout/rows.ts';

/** Leads to an entry of the history; `what` says what it recorded. */
export function linkToEntry(seq: number, what: string): Link {
  return { label: `entry ${seq}: ${what}`, open: (state) => showEntryDetail(state, seq) };
}

/** Leads to a check of the suite. */
export function linkToCheck(id: string): Link {
  return linkToRow('checks', `check ${id}`, id);
}

/** Leads to a command of the catalog. */
export function linkToCommand(id: string): Link {
  return linkToRow('catalog', `command ${id} of the catalog`, id);
}

/** Leads to the reviews by the name that items ask for. */
export function linkToReviews(name: string): Link {
  return { label: `reviews ${name}`, open: (state) => showReviews(state, name) };
}

/** Leads to an artifact. */
export function linkToArtifact(id: string): Link {
  return linkToRow('artifacts', `artifact ${id}`, id);
}

/** Leads to a runbook. */
export function linkToRunbook(id: string): Link {
  return linkToRow('runbooks', `runbook ${id}`, id);
}

/** Leads to a person. */
export function linkToPerson(email: string): Link {
  const open: Link['open'] = (state, registry) => {
    const known = state.people.find((one) => personKey(one.email) === personKey(email));
    return goToRow(registry, state, 'people', known?.email ?? email);
  };
  return { label: `person ${email}`, open };
}

/** Leads to an item of the rollout, in its phase. */
export function linkToItem(id: string): Link {
  const link = linkToRow('rollout', `item ${id}`, id);
  const open: Link['open'] = (state, registry) => {
    const phases = state.status?.phases ?? [];
    const phase = phases.findIndex(({ items }) => items.some(({ item }) => item.id === id));
    return link.open(phase < 0 ? state : shownPhase.set(state, phase), registry);
  };
  return { ...link, open };
}

/** Leads to the gate of a phase. */
export function linkToGate(id: string): Link {
  const open: Link['open'] = (state) => {
    const phase = (state.status?.phases ?? []).findIndex((one) => one.id === id);
    const shown = { ...state, screen: 'rollout', search: '' };
    if (phase < 0) return { ...shown, detail: undefined };
    return shownPhase.set({ ...shown, detail: { of: 'gate', scroll: 0 } }, phase);
  };
  return { label: `gate of the phase ${id}`, open };
}

/** The items of all phases that ask for a check or an artifact. */
export function linksToItemsThatNeed(state: State, kind: 'check' | 'artifact', key: string): readonly Link[] {
  return (state.status?.phases ?? [])
    .flatMap(({ items }) => items)
    .filter(({ item }) => item.requirements.some((one) => one.kind === kind && one.key === key))
    .map(({ item }) => linkToItem(item.id));
}

function linkToRow(screen: string, label: string, row: string): Link {
  return { label, open: (state, registry) => goToRow(registry, state, screen, row) };
}

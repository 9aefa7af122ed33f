import { catalogCommandOf } from '../../../domain/artifacts/catalog/judge-command.ts';
import type { DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { holds, type JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { elsewhere } from '../../../domain/runbooks/elsewhere.ts';
import type { Link } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import {
  linkToArtifact,
  linkToCheck,
  linkToCommand,
  linkToEntry,
  linkToItem,
  linkToPerson,
  linkToReviews,
  linkToRunbook,
} from '../links.ts';
import { MODELS_REVIEW } from '../turn/rows.ts';
import { selectedItem, selectedPhase } from './rows.ts';

/** What the open item or gate leads to. */
export function rolloutLinks(state: State): readonly Link[] {
  const phase = selectedPhase(state);
  if (state.detail?.of === 'gate') return phase ? gateLinks(phase) : [];
  if (state.detail?.of === 'drift') return driftLinks(state.status?.phases ?? []);
  const judged = state.detail?.of === 'row' ? selectedItem(state) : undefined;
  return judged ? itemLinks(judged) : [];
}

function itemLinks({ item, requirements, waiver }: JudgedItem): readonly Link[] {
  return [
    ...item.requirements.flatMap(({ kind, key }) => {
      const command = kind === 'check' ? catalogCommandOf(key) : undefined;
      if (command !== undefined) return [linkToCommand(command)];
      if (kind === 'check') return elsewhere(key) ? [] : [linkToCheck(key)];
      if (kind === 'review' && key !== MODELS_REVIEW) return [linkToReviews(key)];
      return kind === 'artifact' ? [linkToArtifact(key)] : [];
    }),
    ...requirements.flatMap(({ evidence }) =>
      evidence ? [linkToEntry(evidence.seq, `${evidence.kind} ${evidence.key}: ${evidence.summary}`)] : [],
    ),
    ...(waiver ? [linkToEntry(waiver.seq, `waived by ${waiver.approver}`)] : []),
    linkToRunbook(item.runbook),
  ];
}

/** What of the passed phases is no longer done. */
function driftLinks(phases: readonly DerivedPhase[]): readonly Link[] {
  return phases
    .filter(({ state }) => state === 'drifted')
    .flatMap(({ items }) => items.filter((one) => one.item.required && !holds(one)))
    .map(({ item }) => linkToItem(item.id));
}

/** What keeps a gate closed first. */
function gateLinks({ items, signOffs, gate }: DerivedPhase): readonly Link[] {
  const required = items.filter(({ item }) => item.required);
  const artifacts = new Set(
    required.flatMap(({ item }) =>
      item.requirements.filter(({ kind }) => kind === 'artifact').map(({ key }) => key),
    ),
  );
  const toItem = ({ item, state }: JudgedItem): Link => {
    const link = linkToItem(item.id);
    return { ...link, label: `${link.label}: ${state}` };
  };
  return [
    ...required.filter((one) => !holds(one)).map(toItem),
    ...required.filter(holds).map(toItem),
    ...[...artifacts].map(linkToArtifact),
    ...signOffs.map(({ seq, role, person }) => linkToEntry(seq, `signed by ${person} as ${role}`)),
    ...[...new Set(signOffs.map(({ person }) => person))].map(linkToPerson),
    ...(gate ? [linkToEntry(gate.seq, `${gate.decision} by ${gate.actor}`)] : []),
  ];
}

import type { Artifact } from '../domain/artifacts/artifact.ts';
import type { HistoryEntry } from '../domain/history/find/history-entry.ts';
import type { DerivedPhase } from '../domain/rollout/derive-rollout.ts';
import type { JudgedItem } from '../domain/rollout/items/item-status.ts';
import type { NextAction } from '../domain/rollout/next-action.ts';
import { artifactRows, checkRows, historyRows, itemRows, pluginRows, turnRows } from './rows.ts';
import type { State } from './state.ts';

/** The phase whose items are shown. */
export function selectedPhase(state: State): DerivedPhase | undefined {
  return state.status?.phases[state.phase];
}

/** The item under the cursor of the rollout, or the one that the selected turn is about. */
export function selectedItem(state: State): JudgedItem | undefined {
  if (state.screen === 'rollout') return itemRows(state)[state.cursor.rollout];
  const subject = selectedTurn(state)?.subject;
  return state.status?.phases.flatMap(({ items }) => items).find(({ item }) => item.id === subject);
}

/** The action under the cursor of My turn. */
export function selectedTurn(state: State): NextAction | undefined {
  return state.screen === 'turn' ? turnRows(state)[state.cursor.turn] : undefined;
}

/** The check under the cursor, or those that the selected item asks for. */
export function selectedChecks(state: State): readonly string[] {
  if (state.screen === 'checks') {
    const row = checkRows(state)[state.cursor.checks];
    return row ? [row.check.id] : [];
  }
  const requirements = selectedItem(state)?.item.requirements ?? [];
  return requirements.filter(({ kind }) => kind === 'check').map(({ key }) => key);
}

/** The source under the cursor of the plugins, or the one that the selected plugin comes from. */
export function selectedSource(state: State): string | undefined {
  const row = state.screen === 'plugins' ? pluginRows(state)[state.cursor.plugins] : undefined;
  return row?.type === 'source' ? row.source.source : row?.plugin.marketplace;
}

/** The artifact under the cursor. */
export function selectedArtifact(state: State): Artifact | undefined {
  return state.screen === 'artifacts' ? artifactRows(state)[state.cursor.artifacts] : undefined;
}

/** The entry under the cursor of the history. */
export function selectedEntry(state: State): HistoryEntry | undefined {
  return state.screen === 'history' ? historyRows(state)[state.cursor.history] : undefined;
}

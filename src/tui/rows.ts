import type { SourceStatus } from '../app/plugins/decide-source.ts';
import type { ReadableRunbook } from '../app/runbooks/read-runbooks.ts';
import type { Artifact } from '../domain/artifacts/artifact.ts';
import { cleanLine } from '../domain/base/text/clean.ts';
import type { Check } from '../domain/checks/check.ts';
import type { RecordedCheck } from '../domain/checks/recorded.ts';
import { summarizeEvent } from '../domain/history/entry/summarize.ts';
import { readFilterLine } from '../domain/history/find/filter-line.ts';
import type { HistoryEntry } from '../domain/history/find/history-entry.ts';
import type { InventoryFinding, InventoryPlugin } from '../domain/plugins/inventory/inventory.ts';
import type { JudgedItem } from '../domain/rollout/items/item-status.ts';
import type { NextAction } from '../domain/rollout/next-action.ts';
import { matches } from './matches.ts';
import { policyRows } from './policy-rows.ts';
import type { ScreenId, State } from './state.ts';

/** A check with what is known of it now. */
export type CheckRow = {
  check: Check;
  /** From this run, else from the last recorded one. */
  result: RecordedCheck | undefined;
  /** Since when it runs, on the monotonic clock. */
  runningSince: number | undefined;
  waiting: boolean;
};

/** The checks that pass the filter, in the order of the suite. */
export function checkRows(state: State): readonly CheckRow[] {
  const recorded = state.run.planned.length > 0 ? [] : (state.status?.lastRun?.checks ?? []);
  const rows = (state.suite?.checks ?? []).map((check): CheckRow => {
    const runningSince = state.run.runningSince[check.id];
    const result = state.run.results[check.id] ?? recorded.find((one) => one.check === check.id);
    const waiting =
      state.run.going && state.run.planned.includes(check.id) && !result && runningSince === undefined;
    return { check, result, runningSince, waiting };
  });
  return rows.filter(({ check, result }) =>
    matches(
      `${check.id} ${check.title} ${result?.verdict ?? ''} ${result?.summary ?? ''}`,
      state.filter.checks,
    ),
  );
}

/** The entries that were found by the filter; while one is typed, those of them that have its words. */
export function historyRows({ history, filter }: State): readonly HistoryEntry[] {
  if (history.filter === filter.history) return history.entries;
  const { text = '' } = readFilterLine(filter.history);
  return history.entries.filter((entry) =>
    matches(`${entry.seq} ${entry.at} ${entry.actor} ${entry.event.kind} ${summary(entry)}`, text),
  );
}

/** The artifacts that pass the filter. */
export function artifactRows({ artifacts, filter }: State): readonly Artifact[] {
  return artifacts.filter(({ id, state, declaration }) =>
    matches(`${id} ${state} ${declaration.title} ${declaration.owner}`, filter.artifacts),
  );
}

/** The probes of the matrix, in its order. */
export function probeRows({ sandbox }: State): readonly { probe: string; title: string }[] {
  const rows = new Map<string, { probe: string; title: string }>();
  for (const trial of sandbox.matrix?.trials ?? []) {
    if (trial.type !== 'tried') continue;
    for (const { probe, title } of trial.cells) rows.set(probe, { probe, title });
  }
  return [...rows.values()];
}

/** The items of the selected phase that pass the filter, what needs attention first. */
export function itemRows(state: State): readonly JudgedItem[] {
  const items = state.status?.phases[state.phase]?.items ?? [];
  return items.filter(({ item, state: itemState, reason }) =>
    matches(`${item.id} ${item.title} ${item.owner} ${itemState} ${reason}`, state.filter.rollout),
  );
}

/** What the acting person could do, as far as it passes the filter. */
export function turnRows(state: State): readonly NextAction[] {
  return state.next.filter(({ action, why, role }) => matches(`${action} ${why} ${role}`, state.filter.turn));
}

/** The runbooks that pass the filter. */
export function runbookRows(state: State): readonly ReadableRunbook[] {
  return state.runbooks.filter(({ id, kind, title }) =>
    matches(`${id} ${kind} ${title}`, state.filter.runbooks),
  );
}

/** The runbook under the cursor of the runbooks. */
export function selectedRunbook(state: State): ReadableRunbook | undefined {
  return state.screen === 'runbooks' ? runbookRows(state)[state.cursor.runbooks] : undefined;
}

/** A row of the plugins: a source, or one of its plugins. */
export type PluginRow =
  | { type: 'source'; source: SourceStatus }
  | { type: 'plugin'; plugin: InventoryPlugin; findings: readonly InventoryFinding[] };

/** The sources and the installed plugins that pass the filter, sources first. */
export function pluginRows({ plugins, filter }: State): readonly PluginRow[] {
  const { inventory, sources } = plugins;
  const findings = Map.groupBy(inventory?.findings ?? [], ({ subject }) => subject);
  const rows: readonly PluginRow[] = [
    ...sources.map((source) => ({ type: 'source' as const, source })),
    ...(inventory?.plugins ?? [])
      .filter(({ cached, enabled }) => cached || enabled)
      .map((plugin) => ({ type: 'plugin' as const, plugin, findings: findings.get(plugin.id) ?? [] })),
  ];
  return rows.filter((row) => matches(pluginText(row), filter.plugins));
}

function pluginText(row: PluginRow): string {
  if (row.type === 'source') return `${row.source.source} ${row.source.state}`;
  const { id, version, cached } = row.plugin;
  return `${id} ${version ?? ''} ${cached?.treeSha256 ?? ''} ${row.findings.map(({ kind }) => kind).join(' ')}`;
}

/** One line that tells what an entry recorded. */
export function summary(entry: HistoryEntry): string {
  return cleanLine(summarizeEvent(entry.event));
}

/** How many rows the list of a screen has. */
export function rowCount(state: State, screen: ScreenId): number {
  switch (screen) {
    case 'rollout':
      return itemRows(state).length;
    case 'checks':
      return checkRows(state).length;
    case 'history':
      return historyRows(state).length;
    case 'turn':
      return turnRows(state).length;
    case 'runbooks':
      return runbookRows(state).length;
    case 'plugins':
      return pluginRows(state).length;
    case 'sandbox':
      return probeRows(state).length;
    case 'policy':
      return policyRows(state).length;
    case 'artifacts':
      return artifactRows(state).length;
  }
}

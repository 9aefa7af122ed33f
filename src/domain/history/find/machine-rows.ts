import { EVENT_KINDS, type EventKind } from '../entry/event.ts';
import type { HistoryFilter } from './history-filter.ts';

/** Kinds of entries that the program records by itself while it works. All others record what a person decided. */
export const MACHINE_KINDS = [
  'run.started',
  'check.finished',
  'run.finished',
  'catalog.ran',
  'plugins.snapshot-taken',
  'plugins.upgrade-started',
  'checkpoint.made',
  'compliance.listed',
  'compliance.imported',
  'exec.captured',
  'provenance.verified',
  'gate.judged',
  'workflows.linted',
] as const satisfies readonly EventKind[];

const machine: readonly EventKind[] = MACHINE_KINDS;

/** Whether the program recorded entries of a kind by itself. */
export function isMachineKind(kind: EventKind): boolean {
  return machine.includes(kind);
}

/** Leaves out what the program recorded by itself. A filter that names kinds finds them all the same. */
export function decisionsOnly(filter: HistoryFilter): HistoryFilter {
  if (filter.kinds !== undefined && filter.kinds.length > 0) return filter;
  return { ...filter, kinds: EVENT_KINDS.filter((kind) => !isMachineKind(kind)) };
}

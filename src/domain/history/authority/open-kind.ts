import type { EventKind } from '../entry/event.ts';

const open: ReadonlySet<string> = new Set<EventKind>([
  'run.started',
  'check.finished',
  'run.finished',
  'plugins.snapshot-taken',
  'upgrade.rehearsed',
  'checkpoint.made',
]);

/**
 * Whether anybody may record an entry of this kind who is not only an auditor. Who has a role counts for evidence, and
 * not here. Apart from the replay, which needs the form of every entry: threads that verify load this alone.
 */
export function isOpenKind(kind: string): boolean {
  return open.has(kind);
}

import { cleanLine } from '../../domain/base/text/clean.ts';
import { alignColumns } from '../base/table.ts';

type Listed = {
  id: string;
  kind: string;
  title: string;
  items: number;
  revision: number;
  file: string;
  differs: boolean;
};

type Revision = {
  revision: number;
  entry: number;
  at: string;
  by: string;
  reason: string;
  run: string | null;
  waived: string | null;
};

/** The runbooks with the revision in force and whether the project's text differs. */
export function renderRunbookList(runbooks: readonly Listed[]): string {
  const rows = runbooks.map(({ id, kind, items, revision, file, differs }) => [
    id,
    kind,
    `${items} items`,
    revision === 0 ? 'as shipped' : `revision ${revision}`,
    cleanLine(file),
    differs ? `differs: codex-cockpit runbook diff ${id}` : 'in force',
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

/** The published revisions of a runbook, and what guarded each. */
export function renderRunbookHistory(revisions: readonly Revision[]): string {
  if (revisions.length === 0) return 'No revision was published; the shipped text is in force.\n';
  const rows = revisions.map(({ revision, at, by, entry, run, waived, reason }) => [
    `revision ${revision}`,
    at.slice(0, 10),
    cleanLine(by),
    `entry ${entry}`,
    waived === null ? `run ${run}` : `suite waived: ${cleanLine(waived)}`,
    cleanLine(reason),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

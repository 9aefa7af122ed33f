import type { SessionFile, SessionRow, Tokens } from '../events/sessions.ts';
import { RepositoryNames } from '../repository-names.ts';
import type { Paired } from '../view.ts';

/** By what tokens of session files can be divided. */
export const TOKEN_GROUPINGS = ['day', 'model', 'repository', 'session', 'version', 'policy'] as const;

export type TokenGrouping = (typeof TOKEN_GROUPINGS)[number];

/** Tokens of one day, model, repository, session, version or pair of policies. */
export type TokenRow = Tokens & {
  /** Empty where the files do not say it. */
  name: string;
  requests: number;
  /** Requests whose usage is a difference of sums. */
  subtracted: number;
  /** Requests that shortened a history and whose usage no file states: it is missing here. */
  unmetered: number;
};

/**
 * The tokens that session files state, of the window and the repository of a group. They may be shown beside the quality
 * of that group alone, which is why it is asked for.
 */
export function tokensBeside(
  { window, scope }: Paired,
  files: readonly SessionFile[],
  by: TokenGrouping,
): readonly TokenRow[] {
  const names = new RepositoryNames([...files.map(({ repository }) => repository), scope.repository ?? '']);
  const rows = new Map<string, TokenRow>();
  for (const file of files) {
    const repository = names.nameOf(file.repository);
    if (scope.repository !== undefined && names.nameOf(scope.repository) !== repository) continue;
    for (const row of file.rows) {
      if (row.day < window.from || row.day > window.to || row.requests + row.unmetered === 0) continue;
      const name = nameFor(by, { ...file, repository }, row);
      const sums = rows.get(name) ?? { name, ...nothing };
      rows.set(name, sums);
      for (const part of parts) sums[part] += row[part];
    }
  }
  return [...rows.values()].sort(by === 'day' ? byName : byTotal);
}

const nothing = {
  ...{ requests: 0, subtracted: 0, unmetered: 0 },
  ...{ input: 0, cached: 0, output: 0, reasoning: 0, total: 0 },
};
const parts = Object.keys(nothing) as (keyof typeof nothing)[];

function nameFor(by: TokenGrouping, file: SessionFile, row: SessionRow): string {
  switch (by) {
    case 'day':
      return row.day;
    case 'model':
      return row.model;
    case 'repository':
      return file.repository;
    case 'session':
      return file.session;
    case 'version':
      return file.cli_version;
    case 'policy':
      return [row.approval, row.sandbox].filter((one) => one !== '').join(', ');
  }
}

const byName = (one: TokenRow, other: TokenRow) => (one.name < other.name ? -1 : 1);
const byTotal = (one: TokenRow, other: TokenRow) => other.total - one.total || byName(one, other);

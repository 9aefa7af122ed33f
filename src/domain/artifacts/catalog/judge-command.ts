import { describeEnd, type Outcome } from '../../base/outcome.ts';

/** The result of a command of the catalog. `error`: it could not be carried out, which is neither good nor bad. */
export const CATALOG_VERDICTS = ['pass', 'fail', 'error'] as const;

export type CatalogVerdict = (typeof CATALOG_VERDICTS)[number];

/** Judges how a command ended. One that took too long has proved nothing. */
export function judgeCommand({ end }: Pick<Outcome, 'end'>): { verdict: CatalogVerdict; summary: string } {
  const summary = describeEnd(end);
  switch (end.type) {
    case 'exit':
      return { verdict: end.code === 0 ? 'pass' : 'fail', summary };
    case 'signal':
      return { verdict: 'fail', summary };
    case 'timeout':
    case 'unstartable':
      return { verdict: 'error', summary };
  }
}

/** The check id by which an item of a runbook asks for a command: `catalog.<command>`. */
export function catalogCheckId(command: string): string {
  return `${catalogPrefix}${command}`;
}

/** The command that a check id names; undefined for a check of a suite. */
export function catalogCommandOf(check: string): string | undefined {
  return check.startsWith(catalogPrefix) ? check.slice(catalogPrefix.length) : undefined;
}

const catalogPrefix = 'catalog.';

/** The artifact whose commands are evidence. */
export const CATALOG_ARTIFACT = 'verification-catalog';

/** What came of one command of the catalog, as it was recorded. Durations are milliseconds. */
export type CatalogResult = {
  command: string;
  artifact: string;
  revision: number;
  repository: string;
  commit: string | undefined;
  /** Whether the work tree had changes that are in no commit. */
  changed: boolean;
  verdict: CatalogVerdict;
  summary: string;
  durationMs: number;
  cliVersion: string | undefined;
  /** What it printed, redacted, as it is stored. */
  output: string;
  entry: number;
};

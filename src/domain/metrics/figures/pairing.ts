import { quoteForShell } from '../../base/shell/quote-for-shell.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { AdoptionMetric, QualityMetric } from '../metric-set.ts';
import { describeScope } from '../scope.ts';
import type { Figure, Paired, Scope, Window, Withheld } from '../view.ts';

/** The figures of one scope and window, before it is decided whether its adoption may be shown. */
type Unpaired = {
  scope: Scope;
  window: Window;
  quality: readonly Figure<QualityMetric>[];
  adoption: readonly Figure<AdoptionMetric>[];
};

/**
 * The pairing rule: adoption is given away only beside at least one figure of quality with a value, of the same scope,
 * from a row that shares a day with the window (docs/metrics.md). The adoption of the window before needs quality of
 * that window.
 */
export function pair({ scope, window, quality, adoption }: Unpaired): Paired | Withheld {
  if (quality.every(({ value }) => value === null)) {
    const known = adoption.filter(({ value }) => value !== null);
    return {
      ...{ type: 'withheld', scope, window, metrics: known.map(({ metric }) => metric) },
      missing: whatIsMissing(scope, window),
      remedies: remediesFor(scope, window),
    };
  }
  const isPairedBefore = quality.some(({ before }) => before !== null);
  return {
    ...{ type: 'paired', scope, window, quality, qualityScope: qualityScope(scope) },
    adoption: isPairedBefore ? adoption : adoption.map((figure) => ({ ...figure, before: null })),
  } as Paired;
}

/** What quality a scope stands beside: nobody counts quality by surface. */
export function qualityScope({ surface: _, ...scope }: Scope): Scope {
  return scope;
}

function whatIsMissing(scope: Scope, { from, to }: Window): string {
  if (scope.team === '') return 'these people have no team, so that no quality is known of their work';
  if (scope.costCentre === '')
    return 'these people have no cost centre, so that no quality is known of their work';
  if (scope.repository === '') return 'nobody knows in which repository this work was done';
  return `no figure of quality of ${describeScope(qualityScope(scope))} from ${from} to ${to}`;
}

function remediesFor({ team, costCentre, repository }: Scope, { from, to }: Window): readonly string[] {
  const teams = 'codex-cockpit people teams import FILE.csv';
  if (team === '' || costCentre === '') return [teams];
  if (repository === '') return [];
  const about = [
    team === undefined ? [] : ['--team', word(team)],
    repository === undefined ? [] : ['--repository', word(repository)],
  ].flat();
  const window = from === to ? from : `${from}..${to}`;
  const add = [
    'codex-cockpit metric add defect-rate VALUE --unit % --n CHANGES',
    `--window ${window}`,
    '--source TEXT',
  ];
  return [
    [...add, ...about].join(' '),
    'codex-cockpit metric import quality FILE.csv',
    ...(costCentre === undefined ? [] : [teams]),
  ];
}

function word(text: string): string {
  const cleaned = cleanLine(text);
  return /^[\w@.,/:+][\w@.,/:+-]*$/.test(cleaned) ? cleaned : quoteForShell(cleaned);
}

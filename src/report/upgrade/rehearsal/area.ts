import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { AREAS, type Area } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedArea } from '../../../domain/upgrade/rehearsal/rate.ts';
import type { Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { WEIGHTS } from '../../../domain/upgrade/rehearsal/rules.ts';
import { describeCoverage } from './coverage.ts';

/** How many differences an area has of each weight: `2 blockers, 1 note`. */
export function describeWeights({ differences }: Pick<RatedArea, 'differences'>): string {
  return WEIGHTS.flatMap((weight) => {
    const { length } = differences.filter((one) => one.weight === weight);
    return length === 0 ? [] : [countOf(length, weight)];
  }).join(', ');
}

/** What was and was not compared in an area. */
export function renderArea(area: Area, rehearsal: Rehearsal): string {
  const { areas, areasWithoutRules, folders, searched } = rehearsal;
  const seen = areas.find((one) => one.area === area);
  const { errors, gaps, unsearched, skipped } = describeCoverage({ ...rehearsal, areas: seen ? [seen] : [] });
  const listed = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
  return [
    AREAS[area],
    '',
    seen
      ? `${countOf(seen.compared, 'fact')} compared; ${describeWeights(seen) || 'no difference'}`
      : 'Not looked at: nothing can be said about it.',
    areasWithoutRules.includes(area)
      ? 'No rules were written for this version: differences that concern you are warnings, whatever they mean.'
      : 'Rules were written for this version.',
    ...listed('Failed: this is no answer', errors),
    ...listed('Not compared', gaps),
    ...listed('Skipped on both', skipped),
    ...listed('Not searched: what these use is unknown', unsearched),
    ...listed('Sessions started in', folders.map(cleanLine)),
    ...listed('Searched for lines that use the CLI', searched.map(cleanLine)),
  ].join('\n');
}

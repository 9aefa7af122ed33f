import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { AREA_NAMES, AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedArea } from '../../../domain/upgrade/rehearsal/rate.ts';
import type { Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';

/** What a rehearsal compared, and what it did not; every text on one line. */
export type Coverage = {
  /** Facts that were looked at on both CLIs, in all areas. */
  facts: number;
  /** The same by area: `commands and options`. */
  compared: readonly (readonly [area: string, facts: number])[];
  errors: readonly string[];
  /** What this machine or a version cannot show. The same for the same reason in several areas is one. */
  gaps: readonly string[];
  /** Checks that were skipped on both CLIs, with the reason. */
  skipped: readonly string[];
  /** Areas that nothing looked at. */
  unseen: readonly string[];
  /** Areas whose rules were not written for this candidate. */
  withoutRules: readonly string[];
};

export function describeCoverage({
  areas,
  areasWithoutRules,
}: Pick<Rehearsal, 'areas' | 'areasWithoutRules'>): Coverage {
  const all = areas.flatMap(({ area, gaps }) => gaps.map((gap) => ({ area, gap })));
  const isSkipped = ({ area, gap }: (typeof all)[number]) => area === 'suite' && gap.on === 'both';
  return {
    facts: areas.reduce((sum, { compared }) => sum + compared, 0),
    compared: areas.map(({ area, compared }) => [AREAS[area], compared]),
    errors: areas.flatMap(({ area, errors }) =>
      errors.map(({ on, message }) => `${AREAS[area]}, on the ${on}: ${cleanLine(message)}`),
    ),
    gaps: [
      ...Map.groupBy(
        all.filter((one) => !isSkipped(one)),
        ({ gap }) => `${gap.on === 'both' ? '' : `, on the ${gap.on}`}: ${gapText(gap)}`,
      ),
    ].map(([text, where]) => `${[...new Set(where.map(({ area }) => AREAS[area]))].join(', ')}${text}`),
    skipped: all.filter(isSkipped).map(({ gap }) => gapText(gap)),
    unseen: AREA_NAMES.filter((name) => areas.every(({ area }) => area !== name)).map((name) => AREAS[name]),
    withoutRules: areasWithoutRules.map((area) => AREAS[area]),
  };
}

const gapText = ({ what, reason }: RatedArea['gaps'][number]) => `${cleanLine(what)}: ${cleanLine(reason)}`;

/** `3,378 facts in 15 areas` */
export function describeCompared({ facts, compared }: Coverage): string {
  return `${countOf(facts, 'fact')} in ${countOf(compared.length, 'area')}`;
}

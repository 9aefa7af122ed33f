import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { AREA_NAMES, AREAS, type Area } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedArea } from '../../../domain/upgrade/rehearsal/rate.ts';
import type { Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';

/**
 * What no rehearsal compares, with the reason: the texts of the screens are chosen anew at each start, and some come with a
 * login only (docs/codex-facts.md, "Screens in a terminal").
 */
export const NEVER_COMPARED: readonly string[] = [
  'the screens of the CLI, but for a question at their start: their texts differ from start to start and with a login; open them once yourself',
];

/** What a rehearsal compared, and what it did not; every text on one line. */
export type Coverage = {
  /** Facts that were looked at on both CLIs, in all areas. */
  facts: number;
  /** The same by area: `commands and options`. */
  compared: readonly (readonly [area: string, facts: number])[];
  /** What should have been compared and failed, what failed alike in several areas as one. */
  errors: readonly string[];
  /** What this machine or a version cannot show. The same for the same reason in several areas is one. */
  gaps: readonly string[];
  /** What could not be searched for lines that use the CLI, each file with the reason, and how many more there are. */
  unsearched: readonly string[];
  /** Checks that were skipped on both CLIs, with the reason. */
  skipped: readonly string[];
  /** Areas that nothing looked at. */
  unseen: readonly string[];
  /** Areas whose rules were not written for this candidate. */
  withoutRules: readonly string[];
};

type AreaGap = { area: Area; gap: RatedArea['gaps'][number] };

/** What was compared and what was not, each reason told once. */
export function describeCoverage({
  areas,
  areasWithoutRules,
  unsearched,
}: Pick<Rehearsal, 'areas' | 'areasWithoutRules' | 'unsearched'>): Coverage {
  const all = areas.flatMap(({ area, gaps }) => gaps.map((gap) => ({ area, gap })));
  const failures = areas.flatMap(({ area, errors }) =>
    errors.map(({ on, message }) => ({ area, on, message: cleanLine(message) })),
  );
  const isSkipped = ({ area, gap }: AreaGap) => area === 'suite' && gap.on === 'both';
  return {
    facts: areas.reduce((sum, { compared }) => sum + compared, 0),
    compared: areas.map(({ area, compared }) => [AREAS[area], compared]),
    errors: [...Map.groupBy(failures, ({ message }) => message)].map(
      ([message, where]) => `${namesOf(where)}, on ${sidesOf(where)}: ${message}`,
    ),
    gaps: [...Map.groupBy(mergeReasons(all.filter((one) => !isSkipped(one))), ({ text }) => text)].map(
      ([text, where]) => `${namesOf(where)}${text}`,
    ),
    unsearched: describeUnsearched(unsearched),
    skipped: all.filter(isSkipped).map(({ gap }) => gapText(gap)),
    unseen: AREA_NAMES.filter((name) => areas.every(({ area }) => area !== name)).map((name) => AREAS[name]),
    withoutRules: areasWithoutRules.map((area) => AREAS[area]),
  };
}

function describeUnsearched(unsearched: Rehearsal['unsearched']): readonly string[] {
  if (!unsearched) return ['which files could not be searched was not recorded then'];
  const { files, total } = unsearched;
  const left = total - files.length;
  return [
    ...files.map(({ file, reason }) => `${cleanLine(file)}: ${cleanLine(reason)}`),
    ...(left > 0 ? [countOf(left, 'more file')] : []),
  ];
}

const namesOf = (where: readonly { area: Area }[]) =>
  [...new Set(where.map(({ area }) => AREAS[area]))].join(', ');

function sidesOf(where: readonly { on: 'pin' | 'candidate' }[]): string {
  const [side, ...others] = new Set(where.map(({ on }) => on));
  return others.length > 0 ? 'both' : `the ${side}`;
}

/** Each reason of an area once, with all that it keeps from being compared. */
function mergeReasons(gaps: readonly AreaGap[]): readonly { area: Area; text: string }[] {
  const byReason = Map.groupBy(gaps, ({ area, gap }) => JSON.stringify([area, gap.on, gap.reason]));
  return [...byReason.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const { area, gap } = first;
    const what = [first, ...others].map((one) => one.gap.what).join(', ');
    const side = gap.on === 'both' ? '' : `, on the ${gap.on}`;
    return [{ area, text: `${side}: ${gapText({ ...gap, what })}` }];
  });
}

const gapText = ({ what, reason }: RatedArea['gaps'][number]) => `${cleanLine(what)}: ${cleanLine(reason)}`;

/** `3,378 facts in 15 areas` */
export function describeCompared({ facts, compared }: Coverage): string {
  return `${countOf(facts, 'fact')} in ${countOf(compared.length, 'area')}`;
}

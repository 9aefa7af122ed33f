import { cleanLine } from '../../../domain/base/text/clean.ts';
import { baseName } from '../../../domain/policy/policy-report.ts';
import type { UpgradeWaiver } from '../../../domain/upgrade/decide/obstacles.ts';
import { AREA_NAMES, AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import { differencesOf } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { WEIGHTS, type Weight } from '../../../domain/upgrade/rehearsal/rules.ts';
import { describeChange } from '../../../report/upgrade/rehearsal/difference.ts';
import { matches } from '../../components/matches.ts';
import { sorting } from '../../components/sorting.ts';
import type { Theme } from '../../shell/look/theme.ts';
import { rowTargets } from '../../shell/palette/targets.ts';
import { cursorOf, filterOf, perState, type State } from '../../shell/state.ts';
import { upgrade } from './read.ts';

/** A difference of the shown rehearsal, with the waiver of it that counts now. */
export type DifferenceRow = { difference: RatedDifference; waiver: UpgradeWaiver | undefined };

/** What a row weighs in the list: a blocker that is waived is no longer in the way. */
type Standing = Weight | 'waived';

const standings: readonly Standing[] = ['blocker', 'waived', ...WEIGHTS.slice(1)];

export const standingOf = ({ difference, waiver }: DifferenceRow): Standing =>
  waiver ? 'waived' : difference.weight;

/** A weight with its sign, and the colour that repeats it. */
export function weightLook(standing: Standing, theme: Theme): { text: string; colour: { color?: string } } {
  return standing === 'waived' ? theme.state('waived') : theme.weight(standing);
}

/** The glyph before a word. */
export const signOf = (text: string) => text.split(' ')[0] ?? '';

/** How many lines use it, and the first of them by the name of its file. */
export function usedBy({ uses }: Pick<RatedDifference, 'uses'>): string {
  const [first] = uses;
  return first ? `${uses.length} · ${cleanLine(baseName(first.place.file))}:${first.place.line}` : '';
}

/** All differences, the heaviest first, in the order of the areas. */
export const allDifferences = perState((state): readonly DifferenceRow[] => {
  const { shown, decision } = upgrade.of(state);
  if (!shown) return [];
  const waivers = (decision?.head.seq === shown.head.seq ? decision.waivers : []).filter(
    ({ expiresAt }) => state.now.getTime() < Date.parse(expiresAt),
  );
  return differencesOf(shown.rehearsal).map((difference) => ({
    difference,
    waiver:
      difference.weight === 'blocker'
        ? waivers.findLast((one) => one.difference === difference.id)
        : undefined,
  }));
});

export const differenceSorting = sorting<DifferenceRow>(
  'upgrade',
  {
    WEIGHT: (row) => standings.indexOf(standingOf(row)),
    AREA: ({ difference }) => AREA_NAMES.indexOf(difference.area),
    WHAT: ({ difference }) => difference.key,
    'PIN → CANDIDATE': ({ difference }) => describeChange(difference),
    'USED BY': ({ difference }) => difference.uses.length,
  },
  () => ({ by: 'WEIGHT', descending: false }),
);

/** What a row is found by: what the list shows of it, its rule, and the lines that use it. */
function wordsOf(row: DifferenceRow): string {
  const { id, area, weight, rule, uses, where } = row.difference;
  const lines = uses.map(({ place, text }) => `${place.file} ${text}`).join(' ');
  return `${id} ${AREAS[area]} ${weight} ${standingOf(row)} ${describeChange(row.difference)} ${rule?.id ?? ''} ${where.join(' ')} ${lines}`;
}

/** The differences that pass the filter. */
export const differenceRows = perState((state): readonly DifferenceRow[] => {
  const filter = filterOf(state, 'upgrade');
  const all = allDifferences(state);
  const found = filter === '' ? all : all.filter((row) => matches(wordsOf(row), filter));
  return differenceSorting.apply(state, found);
});

/** The difference under the cursor. */
export function selectedDifference(state: State): DifferenceRow | undefined {
  return differenceRows(state)[cursorOf(state, 'upgrade')];
}

/** The differences that the palette finds. */
export const differenceTargets = rowTargets<DifferenceRow>('upgrade', 'difference', {
  id: ({ difference }) => difference.id,
  label: ({ difference }) => cleanLine(difference.id),
  about: (row) => `${standingOf(row)}  ${describeChange(row.difference)}`,
});

import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import {
  countWeights,
  differencesOf,
  judgeRehearsal,
  type Rehearsal,
} from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { WEIGHTS, type Weight } from '../../../domain/upgrade/rehearsal/rules.ts';
import { describeChange, describeTried, describeUses, explainDifference } from './difference.ts';

/** Notes that are listed before the rest is only counted. */
const mostNotes = 20;

const headings: Readonly<Record<Weight, string>> = {
  blocker: 'Blockers',
  warning: 'Warnings',
  note: 'Notes: nothing of yours was seen to use these',
};

/** A rehearsal for a person: the answer, what concerns the team with its witnesses, and what was not compared. */
export function renderRehearsalText(rehearsal: Rehearsal, { all = false }: { all?: boolean } = {}): string {
  const { pin, candidate, durationMs } = rehearsal;
  const differences = differencesOf(rehearsal);
  return [
    `${pin.version} → ${candidate.version}: ${describeVerdict(rehearsal)}`,
    `${describeCounts(rehearsal)}; ${formatDuration(durationMs)}`,
    ...WEIGHTS.flatMap((weight) => section(weight, differences, all)),
    ...coverage(rehearsal),
    '',
  ].join('\n');
}

/** `blocked`, and what that means. */
export function describeVerdict(rehearsal: Pick<Rehearsal, 'areas'>): string {
  switch (judgeRehearsal(rehearsal)) {
    case 'blocked':
      return 'blocked: something of yours stops to work';
    case 'incomplete':
      return 'incomplete: something could not be compared, so this is no answer';
    case 'warnings':
      return 'warnings: something of yours works otherwise';
    case 'clear':
      return 'clear: nothing of yours was seen to change';
  }
}

/** `2 blockers, 3 warnings, 141 notes` */
export function describeCounts(rehearsal: Pick<Rehearsal, 'areas'>): string {
  const counts = countWeights(rehearsal);
  return WEIGHTS.map((weight) => countOf(counts[weight], weight)).join(', ');
}

function section(weight: Weight, differences: readonly RatedDifference[], all: boolean): readonly string[] {
  const ours = differences.filter((one) => one.weight === weight);
  if (ours.length === 0) return [];
  const shown = weight === 'note' && !all ? ours.slice(0, mostNotes) : ours;
  const left = ours.length - shown.length;
  return [
    '',
    headings[weight],
    ...shown.flatMap((one) => (weight === 'note' ? [`  ${headOf(one)}`] : describeDifference(one))),
    ...(left > 0 ? [`  and ${left} more: --all lists them`] : []),
  ];
}

const headOf = (difference: RatedDifference) => `${cleanLine(difference.id)}: ${describeChange(difference)}`;

/** A difference with the lines that use it, what to do, and how to see it. */
function describeDifference(difference: RatedDifference): readonly string[] {
  const { tried, where } = difference;
  return [
    `  ${headOf(difference)}`,
    ...(where.length > 0 ? [`    in sessions of: ${where.map(cleanLine).join(', ')}`] : []),
    ...describeUses(difference).map((line) => `    used at ${line}`),
    ...explainDifference(difference).map((line) => `    ${line}`),
    ...(tried
      ? [
          `    Witness: ${describeTried(tried)}`,
          ...tried.script.candidate.split('\n').flatMap((line) => (line === '' ? [] : [`      ${line}`])),
        ]
      : []),
  ];
}

function coverage({ areas, areasWithoutRules, folders, searched }: Rehearsal): readonly string[] {
  const errors = areas.flatMap(({ area, errors }) =>
    errors.map(({ on, message }) => `  ${AREAS[area]}, on the ${on}: ERROR: ${cleanLine(message)}`),
  );
  const gaps = areas.flatMap(({ area, gaps }) =>
    gaps.map(({ on, what, reason }) => {
      const where = on === 'both' ? '' : `, on the ${on}`;
      return `  ${AREAS[area]}${where}: ${cleanLine(what)}: ${cleanLine(reason)}`;
    }),
  );
  return [
    '',
    'Compared',
    ...areas.map(({ area, compared }) => `  ${AREAS[area]}: ${countOf(compared, 'fact')}`),
    `  sessions started in: ${folders.map(cleanLine).join(', ')}`,
    `  searched for uses: ${searched.map(cleanLine).join(', ') || 'nothing'}`,
    ...(errors.length + gaps.length > 0 ? ['', 'Not compared', ...errors, ...gaps] : []),
    ...(areasWithoutRules.length > 0
      ? [
          '',
          `No rules were written for this version in: ${areasWithoutRules.map((area) => AREAS[area]).join(', ')}.`,
          'Differences there that concern you are warnings, whatever they mean.',
        ]
      : []),
  ];
}

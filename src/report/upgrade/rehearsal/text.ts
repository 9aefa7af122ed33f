import stringWidth from 'string-width';
import { formatPlace } from '../../../domain/base/documents/place.ts';
import { quoteForShell } from '../../../domain/base/shell/quote-for-shell.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine, pad } from '../../../domain/base/text/fit.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedArea, RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import { judgeRehearsal, type Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import type { Weight } from '../../../domain/upgrade/rehearsal/rules.ts';
import { rehearsalLooks, weightLooks } from '../../base/looks.ts';
import { type Paint, plain } from '../../base/paint.ts';
import { alignColumns } from '../../base/table.ts';
import { wrapIndented } from '../../base/wrap.ts';
import { describeCompared, describeCoverage, NEVER_COMPARED } from './coverage.ts';
import { describeChange, describeTried } from './difference.ts';
import { describeCounts, describeNextStep, describeVerdict } from './verdict.ts';

/** Lines that use one thing and are shown before the rest is only counted. */
const mostUses = 5;

/** Cells of the widest place, so that the lines stay beside them. */
const widestPlace = 44;

const headings: Readonly<Record<Weight, string>> = {
  blocker: 'BLOCKERS: something of yours stops working',
  warning: 'WARNINGS: something of yours works differently',
  note: 'NOTES: nothing of yours was seen to use these',
};

/** How a rehearsal is shown. */
export type RehearsalTextOptions = {
  /** List every note, every line that uses something, and every skipped check. */
  all?: boolean;
  /** Its entry in the history; undefined for a part that was looked at by itself. */
  entry?: number | undefined;
  paint?: Paint;
  /** Cells of the terminal; undefined where the text goes to a program. */
  columns?: number | undefined;
};

type Options = Required<RehearsalTextOptions>;

/**
 * A rehearsal for a person in a hurry: the verdict and the next step, then what concerns the team by weight and area,
 * each with what to do and the lines that use it, and what was not compared.
 *
 * ```
 * ✘ 0.139.0 → 0.169.0: blocked: something of yours stops working
 *
 * BLOCKERS: something of yours stops working
 *
 * commands and options
 *   Change the lines that use it before the pin moves.
 *   ✘ codex mcp-server: a command → not there
 *       ci/review.sh:4:1  codex mcp-server
 * ```
 */
export function renderRehearsalText(
  rehearsal: Rehearsal,
  { all = false, entry, paint = plain, columns }: RehearsalTextOptions = {},
): string {
  const options: Options = { all, entry, paint, columns };
  return [
    ...head(rehearsal, options),
    ...concerns('blocker', rehearsal, options),
    ...concerns('warning', rehearsal, options),
    ...notes(rehearsal, options),
    ...coverage(rehearsal, options),
    '',
  ].join('\n');
}

function head(rehearsal: Rehearsal, { entry, paint, columns }: Options): readonly string[] {
  const { pin, candidate, durationMs } = rehearsal;
  const { glyph, colour } = rehearsalLooks[judgeRehearsal(rehearsal)];
  const title = paint(
    colour,
    `${glyph} ${pin.version} → ${candidate.version}: ${describeVerdict(rehearsal)}`,
  );
  const recorded = entry === undefined ? [] : [`entry ${entry}`];
  const facts = [describeCounts(rehearsal), formatDuration(durationMs), ...recorded].join('; ');
  const next =
    entry === undefined
      ? ['Only a part was looked at and nothing was recorded: this is not an answer about the upgrade.']
      : [
          `What to do: ${describeNextStep(rehearsal)}`,
          `In the way of an approval: codex-cockpit upgrade status ${entry}`,
        ];
  return [...[title, facts, ...next].flatMap((line) => wrapIndented(line, 0, columns))];
}

/** What concerns the team, by area. */
function concerns(weight: Weight, { areas }: Rehearsal, options: Options): readonly string[] {
  const byArea = areas.flatMap((area) => {
    const ours = area.differences.filter((one) => one.weight === weight);
    return ours.length === 0 ? [] : ['', ...concernsOfArea(area, ours, options)];
  });
  return byArea.length === 0 ? [] : ['', options.paint('bold', headings[weight]), ...byArea];
}

/** What has the same rule needs the same to be done, which is said once. */
function concernsOfArea(
  { area }: RatedArea,
  differences: readonly RatedDifference[],
  options: Options,
): readonly string[] {
  const { paint, columns } = options;
  const byRule = [...Map.groupBy(differences, ({ rule }) => rule?.id)];
  return [
    paint('bold', AREAS[area]),
    ...byRule.flatMap(([, [first, ...others]]) =>
      first === undefined
        ? []
        : [
            ...advice(first).flatMap((line) => wrapIndented(line, 2, columns)),
            ...[first, ...others].flatMap((one) => describeDifference(one, options)),
          ],
    ),
  ];
}

function advice({ rule, overridden }: RatedDifference): readonly string[] {
  return [
    ...(rule
      ? [`What to do: ${cleanLine(rule.remedy)}`, `${cleanLine(rule.why)} (rule ${cleanLine(rule.id)})`]
      : ['No rule speaks of this: look at it yourself.']),
    ...(overridden ? [`Your rules make this no ${overridden.from}: ${cleanLine(overridden.reason)}`] : []),
  ];
}

function describeDifference(difference: RatedDifference, options: Options): readonly string[] {
  const { where, weight } = difference;
  const { paint, columns } = options;
  const { glyph, colour } = weightLooks[weight];
  const name = `${paint(colour, glyph)} ${nameOf(difference)}: ${describeChange(difference)}`;
  const sessions = where.length > 0 ? [`in sessions of: ${where.map(cleanLine).join(', ')}`] : [];
  return [
    ...wrapIndented(name, 4, columns),
    ...sessions.flatMap((line) => wrapIndented(line, 8, columns)),
    ...uses(difference, options),
    // A command that is broken into lines cannot be copied.
    ...witness(difference, options).map((line) => `        ${line}`),
  ];
}

/** How to see its witness. What it came to is said where that is not what a witness is for. */
function witness({ id, tried }: RatedDifference, { entry }: Options): readonly string[] {
  if (!tried) return [];
  if (entry === undefined) return [`witness: ${describeTried(tried)}`];
  const command = `codex-cockpit upgrade show ${entry} --witness ${quoteForShell(cleanLine(id))}`;
  return [tried.confirmed ? `witness: ${command}` : `witness: ${describeTried(tried)}: ${command}`];
}

/** Its id without the area, which stands above it. */
const nameOf = ({ id, area }: RatedDifference) =>
  cleanLine(id.startsWith(`${area}: `) ? id.slice(area.length + 2) : id);

/** The lines that use it beside their places. */
function uses({ uses: lines }: RatedDifference, { all, columns, paint }: Options): readonly string[] {
  const shown = all ? lines : lines.slice(0, mostUses);
  const left = lines.length - shown.length;
  const places = shown.map(({ place }) => cleanLine(formatPlace(place)));
  const width = Math.min(widestPlace, Math.max(0, ...places.map((place) => stringWidth(place))));
  const rows = shown.map(({ text }, index) => {
    const place = places[index] ?? '';
    // A place is never cut: it is what an editor opens.
    const start = stringWidth(place) > width ? place : pad(place, width);
    const room = columns === undefined ? undefined : columns - 10 - stringWidth(start);
    const line = cleanLine(text);
    return `        ${start}  ${paint('dim', room === undefined ? line : fitLine(line, Math.max(0, room)))}`.trimEnd();
  });
  return [...rows, ...(left > 0 ? [`        and ${countOf(left, 'more line')}: --all lists them`] : [])];
}

function notes({ areas }: Rehearsal, { all, paint, columns }: Options): readonly string[] {
  const byArea = areas.flatMap(({ area, differences }) => {
    const ours = differences.filter(({ weight }) => weight === 'note');
    return ours.length === 0 ? [] : [{ area, ours }];
  });
  if (byArea.length === 0) return [];
  const counts = alignColumns(byArea.map(({ area, ours }) => [AREAS[area], String(ours.length)]));
  return [
    '',
    paint('bold', headings.note),
    ...(all
      ? byArea.flatMap(({ area, ours }) => [
          '',
          paint('bold', AREAS[area]),
          ...ours.flatMap((one) => wrapIndented(`${nameOf(one)}: ${describeChange(one)}`, 4, columns)),
        ])
      : [...counts.map((line) => `  ${line}`), '  --all lists them']),
  ];
}

function coverage(rehearsal: Rehearsal, { all, paint, columns }: Options): readonly string[] {
  const { folders, searched, rules } = rehearsal;
  const seen = describeCoverage(rehearsal);
  const lines = (texts: readonly string[]) => texts.flatMap((text) => wrapIndented(text, 2, columns));
  const { errors, gaps, unsearched, skipped, unseen, withoutRules } = seen;
  const missing = [
    ...errors.map((text) => paint('magenta', `ERROR: ${text}`)),
    ...gaps,
    ...unsearched.map((text) => `not searched for lines that use the CLI: ${text}`),
    ...(all ? skipped.map((text) => `skipped check: ${text}`) : []),
    ...(!all && skipped.length > 0
      ? [`${countOf(skipped.length, 'check')} skipped on both: --all lists them`]
      : []),
    ...(unseen.length > 0 ? [`nothing looked at: ${unseen.join(', ')}`] : []),
    ...NEVER_COMPARED,
  ];
  return [
    '',
    paint('bold', 'COMPARED'),
    ...lines([
      `${describeCompared(seen)}: ${seen.compared.map(([area, facts]) => `${area} ${facts.toLocaleString('en-US')}`).join(', ')}`,
      `sessions started in: ${folders.map(cleanLine).join(', ')}`,
      `searched for lines that use the CLI: ${searched.map(cleanLine).join(', ') || 'nothing'}`,
      `rules: version ${rules.version}, SHA-256 ${rules.digest.slice(0, 12)}, ${countOf(rules.overrides.length, 'override')}`,
    ]),
    '',
    paint('bold', 'NOT COMPARED'),
    ...lines(missing),
    ...(withoutRules.length > 0
      ? [
          '',
          ...wrapIndented(
            `No rules were written for this version in: ${withoutRules.join(', ')}. Differences there that concern you are warnings, whatever they mean.`,
            0,
            columns,
          ),
        ]
      : []),
  ];
}

import { formatPlace } from '../../../domain/base/documents/place.ts';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import { differencesOf, judgeRehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { codeSpan, escapeMarkdown, escapeXml } from '../../base/escape.ts';
import { rehearsalLooks } from '../../base/looks.ts';
import { describeCompared, describeCoverage, NEVER_COMPARED } from './coverage.ts';
import { describeChange, describeTried, witnessesOf } from './difference.ts';
import { describeDecision, type RehearsalReport, waiverOf } from './report.ts';
import { describeCounts, describeVerdict } from './verdict.ts';

/** A comment on GitHub has at most 65,536 characters. */
const roomOfComment = 60_000;

/** Lines that use one thing and are named. */
const mostUses = 5;

/**
 * A rehearsal as Markdown, for a comment on a pull request: the verdict, what concerns the team in tables, witnesses as
 * long as there is room, and what was not compared.
 */
export function renderRehearsalMarkdown(report: RehearsalReport): string {
  const head = [...heading(report), ...decision(report)];
  const tail = coverage(report);
  const rest = [...table('blocker', report), ...table('warning', report)];
  const parts: string[] = [];
  let room = roomOfComment - [...head, ...tail].reduce((sum, line) => sum + line.length + 1, 0);
  let left = 0;
  for (const part of [...rest, ...witnesses(report)]) {
    if (part.length + 1 > room) left += 1;
    else {
      parts.push(part);
      room -= part.length + 1;
    }
  }
  const more = left > 0 ? ['', `${countOf(left, 'part')} left out for want of room.`] : [];
  return [...head, ...parts, ...more, ...tail, ''].join('\n');
}

function heading({ rehearsal, entry }: RehearsalReport): readonly string[] {
  const { pin, candidate, rules, inputs } = rehearsal;
  const recorded = entry
    ? `Entry ${entry.seq} of the history, hash \`${entry.hash}\`.`
    : '**Only a part was looked at and nothing was recorded: this is not an answer about the upgrade.**';
  return [
    `## ${rehearsalLooks[judgeRehearsal(rehearsal)].glyph} Codex CLI ${escapeMarkdown(pin.version)} → ${escapeMarkdown(candidate.version)}: ${describeVerdict(rehearsal)}`,
    '',
    `${describeCounts(rehearsal)}. ${recorded}`,
    '',
    `Pin SHA-256 \`${pin.sha256}\`, candidate SHA-256 \`${candidate.sha256}\`, configuration of the team SHA-256 \`${inputs}\`, rules version ${rules.version} SHA-256 \`${rules.digest}\`.`,
  ];
}

function decision({ decision: decided }: RehearsalReport): readonly string[] {
  if (!decided) return [];
  const { obstacles, outcome } = decided;
  const made = describeDecision(decided);
  const open = outcome ? [] : obstacles.map(({ what }) => `in the way of an approval: ${what}`);
  return ['', ...[...made, ...open].map((line) => `- ${escapeMarkdown(line)}`)];
}

const titles = { blocker: 'Blockers', warning: 'Warnings' } as const;

/** Each row by itself, the heading with the first, so that what has no room leaves the rest whole. */
function table(
  weight: 'blocker' | 'warning',
  { rehearsal, decision: decided }: RehearsalReport,
): readonly string[] {
  const ours = differencesOf(rehearsal).filter((one) => one.weight === weight);
  if (ours.length === 0) return [];
  return [
    `\n### ${titles[weight]}\n\n| what | change | used at | what to do |\n|---|---|---|---|`,
    ...ours.map((one) => {
      const waiver = waiverOf(decided, one.id);
      const todo = [
        one.rule?.remedy ?? 'No rule speaks of this: look at it yourself.',
        ...(waiver ? [`Waived until ${waiver.expiresAt} by ${waiver.by}: ${waiver.reason}`] : []),
      ].join(' ');
      return `| ${[cleanLine(one.id), describeChange(one)].map(escapeMarkdown).join(' | ')} | ${places(one)} | ${escapeMarkdown(todo)} |`;
    }),
  ];
}

function places({ uses }: RatedDifference): string {
  const named = uses.slice(0, mostUses).map(({ place }) => codeSpan(formatPlace(place)));
  const left = uses.length - named.length;
  return uses.length === 0
    ? 'the configuration of the team'
    : [...named, ...(left > 0 ? [`${left} more`] : [])].join(', ');
}

/** What shows each blocker, folded. */
function witnesses({ rehearsal }: RehearsalReport): readonly string[] {
  return differencesOf(rehearsal)
    .filter(({ weight }) => weight === 'blocker')
    .flatMap((one) => {
      const scripts = witnessesOf(one, rehearsal);
      if (!scripts) return [];
      const tried = one.tried ? `, ${describeTried(one.tried)}` : '';
      return [
        `\n<details><summary>Witness of ${summaryText(one.id)}${tried}</summary>\n\n${fenced(scripts.candidate)}\n\n</details>`,
      ];
    });
}

/** Text where Markdown is not read, so that its escapes would be seen; it mentions nobody. */
const summaryText = (text: string) => escapeXml(cleanLine(text)).replaceAll('@', '@\u200b');

/** A block of code that its text cannot end. */
function fenced(text: string): string {
  const cleaned = clean(text).trimEnd();
  const longest = Math.max(2, ...[...cleaned.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}sh\n${cleaned}\n${fence}`;
}

function coverage({ rehearsal }: RehearsalReport): readonly string[] {
  const seen = describeCoverage(rehearsal);
  const { errors, gaps, unsearched, skipped, unseen, withoutRules } = seen;
  const notes = rehearsal.areas.flatMap(({ area, differences }) => {
    const count = differences.filter(({ weight }) => weight === 'note').length;
    return count === 0 ? [] : [`${AREAS[area]} ${count}`];
  });
  const lines = [
    `Compared: ${describeCompared(seen)}.`,
    ...(notes.length > 0 ? [`Notes, which nothing of yours was seen to use: ${notes.join(', ')}.`] : []),
    ...errors.map((text) => `ERROR: ${text}`),
    ...gaps.map((text) => `Not compared: ${text}`),
    ...NEVER_COMPARED.map((text) => `Not compared: ${text}`),
    ...unsearched.map((text) => `Not searched for lines that use the CLI: ${text}`),
    ...(skipped.length > 0 ? [`${countOf(skipped.length, 'check')} skipped on both.`] : []),
    ...(unseen.length > 0 ? [`Nothing looked at: ${unseen.join(', ')}.`] : []),
    ...(withoutRules.length > 0
      ? [`No rules were written for this version in: ${withoutRules.join(', ')}.`]
      : []),
  ];
  const shown = lines.slice(0, mostLines).map((line) => `- ${escapeMarkdown(fitted(line))}`);
  return ['', '### Compared', '', ...shown, ...(lines.length > mostLines ? ['- and more'] : [])];
}

/** Lines about what was compared, and characters of each. */
const mostLines = 40;
const longestLine = 400;

const fitted = (line: string) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);

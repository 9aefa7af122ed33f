import { formatPlace } from '../../../domain/base/documents/place.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { AREAS } from '../../../domain/upgrade/rehearsal/area.ts';
import type { RatedArea, RatedDifference } from '../../../domain/upgrade/rehearsal/rate.ts';
import { judgeRehearsal, type Rehearsal } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import type { Weight } from '../../../domain/upgrade/rehearsal/rules.ts';
import { escapeXml } from '../../base/escape.ts';
import { htmlEnd, htmlFacts, htmlList, htmlStart, htmlTable } from '../../base/html-page.ts';
import { rehearsalLooks, weightLooks } from '../../base/looks.ts';
import { describeCompared, describeCoverage, NEVER_COMPARED } from './coverage.ts';
import { describeChange, describeTried, witnessesOf } from './difference.ts';
import { describeDecision, type RehearsalReport, waiverOf } from './report.ts';
import { describeCounts, describeNextStep, describeVerdict } from './verdict.ts';

/** Notes of an area that are listed; the rest is counted. */
const mostNotes = 300;

/** Characters of a value in a table, and of raw evidence. */
const longestValue = 300;
const longestEvidence = 4000;

const style =
  '.blocker{border-left:.3rem solid #c0392b}.warning{border-left:.3rem solid #b7791f}.clear{border-left:.3rem solid #2e7d32}.incomplete{border-left:.3rem solid #8e44ad}' +
  '.verdict{font-size:1.3rem;font-weight:600;padding:.4rem .8rem}article{padding:0 .8rem;margin:1rem 0}' +
  'h4{margin:.2rem 0;overflow-wrap:anywhere}pre{background:#8882;padding:.5rem}summary{cursor:pointer}.todo{font-weight:600}' +
  '@media print{article details::details-content{content-visibility:visible;height:auto}}';

/**
 * A rehearsal as one HTML page to attach to a change request: no script, nothing fetched, and nothing of what a CLI or a
 * file said acts in it. The verdict comes first, then what concerns the team, then what was compared and decided.
 */
export function renderRehearsalHtml(report: RehearsalReport): string {
  const { rehearsal } = report;
  const { pin, candidate } = rehearsal;
  return [
    htmlStart(`Codex CLI ${pin.version} → ${candidate.version}: upgrade rehearsal`, style),
    verdict(report),
    facts(report),
    decision(report),
    concerns('blocker', report),
    concerns('warning', report),
    notes(rehearsal),
    coverage(rehearsal),
    htmlEnd,
  ].join('');
}

function verdict({ rehearsal, entry }: RehearsalReport): string {
  const judged = judgeRehearsal(rehearsal);
  const { glyph } = rehearsalLooks[judged];
  const kind = judged === 'blocked' ? 'blocker' : judged === 'warnings' ? 'warning' : judged;
  return [
    `<p class="verdict ${kind}">${glyph} ${escapeXml(describeVerdict(rehearsal))}</p>\n`,
    `<p>${escapeXml(describeCounts(rehearsal))}.</p>\n`,
    entry
      ? `<p>What to do: ${escapeXml(describeNextStep(rehearsal))}</p>\n`
      : '<p><strong>Only a part was looked at and nothing was recorded: this is not an answer about the upgrade.</strong></p>\n',
  ].join('');
}

function facts({ rehearsal, entry }: RehearsalReport): string {
  const { pin, candidate, at, durationMs, inputs, folders, searched, rules, runs, id } = rehearsal;
  return htmlFacts([
    ['Pin', `${pin.version}, ${pin.path}, SHA-256 ${pin.sha256}`],
    ['Candidate', `${candidate.version}, ${candidate.path}, SHA-256 ${candidate.sha256}`],
    ['Rehearsed', `${at}${entry ? ` by ${entry.by}` : ''}, in ${formatDuration(durationMs)}`],
    [
      'In the history',
      entry ? `entry ${entry.seq}, hash ${entry.hash}, rehearsal ${id}` : 'not recorded: it is a part only',
    ],
    ['Configuration of the team', `SHA-256 ${inputs}`],
    ['Sessions started in', folders.join(', ')],
    ['Searched for lines that use the CLI', searched.join(', ') || 'nothing'],
    [
      'Rules',
      `version ${rules.version}, SHA-256 ${rules.digest}${rules.overrides.map(({ rule, weight, reason }) => `; ${rule} is a ${weight} here: ${reason}`).join('')}`,
    ],
    ['Runs of the suite', runs ? `${runs.pin} on the pin, ${runs.candidate} on the candidate` : 'none'],
  ]);
}

function decision({ decision: decided }: RehearsalReport): string {
  if (!decided) return '';
  const { obstacles, outcome, at } = decided;
  const made = describeDecision(decided);
  const open =
    obstacles.length === 0
      ? `<p>Nothing was in the way of an approval on ${escapeXml(at)}.</p>\n`
      : `<p>In the way of an approval on ${escapeXml(at)}:</p>\n${htmlTable(
          ['What', 'What to do'],
          obstacles.map(({ what, remedy }) => [what, remedy]),
        )}`;
  return [
    '<h2>Decision</h2>\n',
    made.length > 0 ? `${htmlList(made)}\n` : '<p>Nothing was decided yet.</p>\n',
    outcome ? '' : open,
  ].join('');
}

const titles: Readonly<Record<Exclude<Weight, 'note'>, string>> = {
  blocker: 'Blockers: something of yours stops working',
  warning: 'Warnings: something of yours works differently',
};

function concerns(weight: Exclude<Weight, 'note'>, report: RehearsalReport): string {
  const areas = report.rehearsal.areas.map((area) => ({ area, ours: ofWeight(area, weight) }));
  const found = areas.filter(({ ours }) => ours.length > 0);
  if (found.length === 0) return '';
  return [
    `<h2>${titles[weight]}</h2>\n`,
    ...found.flatMap(({ area, ours }) => [
      `<h3>${escapeXml(AREAS[area.area])}</h3>\n`,
      ...ours.map((one) => article(one, report)),
    ]),
  ].join('');
}

const ofWeight = ({ differences }: RatedArea, weight: Weight) =>
  differences.filter((one) => one.weight === weight);

function article(difference: RatedDifference, { rehearsal, decision: decided }: RehearsalReport): string {
  const { id, weight, rule, overridden, where, uses } = difference;
  const { glyph } = weightLooks[weight];
  const waiver = waiverOf(decided, id);
  const paragraphs = [
    ...(waiver ? [`Waived until ${waiver.expiresAt} by ${waiver.by}: ${waiver.reason}`] : []),
    ...(rule ? [`${rule.why} (rule ${rule.id})`] : ['No rule speaks of this: look at it yourself.']),
    ...(overridden ? [`Rules of the team make this no ${overridden.from}: ${overridden.reason}`] : []),
    ...(where.length > 0 ? [`In sessions of: ${where.join(', ')}`] : []),
  ];
  return [
    `<article class="${weight}">\n<h4>${glyph} ${escapeXml(cleanLine(id))}</h4>\n`,
    `<p>${escapeXml(describeChange(difference))}</p>\n`,
    rule ? `<p class="todo">What to do: ${escapeXml(rule.remedy)}</p>\n` : '',
    ...paragraphs.map((text) => `<p>${escapeXml(cleanLine(text))}</p>\n`),
    uses.length > 0
      ? htmlTable(
          ['Used at', 'Line'],
          uses.map(({ place, text }) => [formatPlace(place), text.trim()]),
        )
      : '<p>It was seen on the configuration of the team.</p>\n',
    weight === 'blocker' ? witness(difference, rehearsal) + evidence(difference) : '',
    '</article>\n',
  ].join('');
}

/** What shows a blocker, ready to paste, and what it came to. */
function witness(difference: RatedDifference, rehearsal: Rehearsal): string {
  const scripts = witnessesOf(difference, rehearsal);
  if (!scripts) return '<p>It has no witness.</p>\n';
  const { tried } = difference;
  const said = [
    ['on the pin', tried?.pin.said],
    ['on the candidate', tried?.candidate.said],
  ].flatMap(([where, text]) =>
    text ? [`<p>It said ${where}:</p>\n${pre(cut(text, longestEvidence))}`] : [],
  );
  return [
    `<details><summary>Witness: ${tried ? escapeXml(describeTried(tried)) : 'not tried'}</summary>\n`,
    `<p>On the pin, exit 0:</p>\n${pre(scripts.pin)}`,
    `<p>On the candidate, another exit:</p>\n${pre(scripts.candidate)}`,
    ...said,
    '</details>\n',
  ].join('');
}

function evidence({ raw }: RatedDifference): string {
  const seen = [
    ['On the pin', raw.pin],
    ['On the candidate', raw.candidate],
  ].flatMap(([where, text]) => (text ? [`<p>${where}:</p>\n${pre(cut(text, longestEvidence))}`] : []));
  return seen.length === 0 ? '' : `<details><summary>What was seen</summary>\n${seen.join('')}</details>\n`;
}

const pre = (text: string) => `<pre>${escapeXml(text)}</pre>\n`;

const cut = (text: string, most: number) => (text.length > most ? `${text.slice(0, most)}…` : text);

function notes({ areas }: Rehearsal): string {
  const found = areas
    .map((area) => ({ area, ours: ofWeight(area, 'note') }))
    .filter(({ ours }) => ours.length > 0);
  if (found.length === 0) return '';
  return [
    '<h2>Notes: nothing of yours was seen to use these</h2>\n',
    ...found.map(({ area, ours }) => {
      const left = ours.length - mostNotes;
      const rows = ours
        .slice(0, mostNotes)
        .map(({ key, pin, candidate }) =>
          [key, pin ?? 'not there', candidate ?? 'not there'].map((text) =>
            cut(cleanLine(text), longestValue),
          ),
        );
      return `<details><summary>${escapeXml(AREAS[area.area])}: ${countOf(ours.length, 'note')}</summary>\n${htmlTable(['What', 'On the pin', 'On the candidate'], rows)}${left > 0 ? `<p>and ${left} more: codex-cockpit upgrade show --all</p>\n` : ''}</details>\n`;
    }),
  ].join('');
}

function coverage(rehearsal: Rehearsal): string {
  const seen = describeCoverage(rehearsal);
  const { errors, gaps, unsearched, skipped, unseen, withoutRules } = seen;
  const missing = [
    ...gaps,
    ...unsearched.map((text) => `not searched for lines that use the CLI: ${text}`),
    ...(unseen.length > 0 ? [`nothing looked at: ${unseen.join(', ')}`] : []),
    ...NEVER_COMPARED,
  ];
  return [
    `<h2>Compared</h2>\n<p>${escapeXml(describeCompared(seen))} were looked at on both.</p>\n`,
    htmlTable(
      ['Area', 'Facts'],
      seen.compared.map(([area, count]) => [area, String(count)]),
    ),
    '<h2>Not compared</h2>\n',
    errors.length > 0
      ? `<p class="todo">These should have been compared and failed, which is never no difference:</p>\n${htmlList(errors)}\n`
      : '',
    `${htmlList(missing)}\n`,
    skipped.length > 0
      ? `<details><summary>${countOf(skipped.length, 'check')} skipped on both</summary>\n${htmlList(skipped)}</details>\n`
      : '',
    withoutRules.length > 0
      ? `<p>No rules were written for this version in: ${escapeXml(withoutRules.join(', '))}. Differences there that concern the team are warnings, whatever they mean.</p>\n`
      : '<p>Rules were written for this version in every area.</p>\n',
  ].join('');
}

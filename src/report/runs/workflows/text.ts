import { formatPlace } from '../../../domain/base/documents/place.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import {
  countBySeverity,
  type Finding,
  type Lint,
  openFindings,
} from '../../../domain/runs/workflows/finding.ts';
import type { Rule } from '../../../domain/runs/workflows/rule.ts';
import type { Paint } from '../../base/paint.ts';

const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const;

/** A lint for a person: each finding with its place, the reason and what to do. */
export function renderLint(lint: Lint, paint: Paint): string {
  const open = openFindings(lint);
  const suppressed = lint.findings.filter((one) => !open.includes(one));
  return [
    ...open.map((finding) => `${describeFinding(finding, paint)}\n`),
    ...suppressed.map(
      ({ place, rule, suppressed: by }) =>
        `suppressed: ${cleanLine(formatPlace(place))}: ${cleanLine(rule)}: ${cleanLine(by?.reason ?? '')} (by ${by?.by === 'option' ? 'an option' : 'a comment'})\n`,
    ),
    ...lint.unread.map(({ file, reason }) => `not read: ${cleanLine(file)}: ${cleanLine(reason)}\n`),
    ...lint.notes.map(
      ({ place, message }) => `not looked into: ${cleanLine(formatPlace(place))}: ${cleanLine(message)}\n`,
    ),
    ...lint.tools.map((one) => `${describeTool(one)}\n`),
    `${countLint(lint)}\n`,
  ].join('');
}

/** `.github/workflows/review.yml:12:9: error: action-not-pinned: …`, then the reason and what to do. */
function describeFinding({ place, severity, rule, message, why, fix }: Finding, paint: Paint): string {
  const head = `${cleanLine(formatPlace(place))}: ${paint(colours[severity], severity)}: ${cleanLine(rule)}: ${cleanLine(message)}`;
  return [head, ...(why === '' ? [] : [`  ${why}`]), ...(fix === '' ? [] : [`  → ${fix}`])].join('\n');
}

/** Whether another linter ran. */
export function describeTool(one: Lint['tools'][number]): string {
  switch (one.state) {
    case 'ran':
      return `${one.tool} ${cleanLine(one.version)} ran too`;
    case 'not installed':
      return `${one.tool} is not installed: its rules were not asked`;
    case 'failed':
      return `${one.tool} could not be asked: ${cleanLine(one.reason)}`;
  }
}

/** `2 errors, 1 warning, 0 notes in 1 pipeline that starts Codex; 4 files read, 1 finding suppressed` */
export function countLint(lint: Lint): string {
  const { error, warning, info } = countBySeverity(lint);
  const files = `${countOf(lint.read, 'file')} read`;
  const unread = lint.unread.length === 0 ? '' : `, ${lint.unread.length} not read`;
  const suppressed = lint.findings.length - openFindings(lint).length;
  const hidden = suppressed === 0 ? '' : `, ${countOf(suppressed, 'finding')} suppressed`;
  const found = `${countOf(error, 'error')}, ${countOf(warning, 'warning')}, ${countOf(info, 'note')}`;
  const where =
    lint.pipelines.length === 0
      ? `No pipeline that starts Codex was found${error + warning + info === 0 ? '' : `; ${found}`}`
      : `${found} in ${countOf(lint.pipelines.length, 'file')} that ${lint.pipelines.length === 1 ? 'starts' : 'start'} Codex`;
  return `${where}; ${files}${unread}${hidden}`;
}

/** Every rule, with the reason and what to do. */
export function renderRules(rules: readonly Omit<Rule, 'find'>[], paint: Paint): string {
  return rules
    .map(
      ({ id, severity, title, why, fix, source }) =>
        `${paint(colours[severity], severity)} ${id}: ${title}\n  ${why}\n  → ${fix}\n  docs/workflows.md, ${source}\n`,
    )
    .join('');
}

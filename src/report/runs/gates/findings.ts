import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { Finding } from '../../../domain/runs/gates/finding.ts';
import { GATE_RULES } from '../../../domain/runs/gates/gate.ts';
import { escapeWorkflowData, escapeWorkflowProperty } from '../../base/escape.ts';
import type { Paint } from '../../base/paint.ts';
import { sarifDocument, sarifLocations } from '../../base/sarif.ts';
import { inertLine } from '../inert.ts';

/** Findings for a terminal: the place, what is wrong, and what to do; a remedy of several in a row once. */
export function renderFindings(findings: readonly Finding[], paint: Paint): string {
  return findings
    .map(({ path, line, message, remedy, rule }, index) => {
      const place = path === null ? '' : `${cleanLine(path)}${line === null ? '' : `:${line}`}: `;
      const next = findings[index + 1]?.remedy === remedy ? '' : `  → ${cleanLine(remedy)}\n`;
      return `${paint('red', '✘')} ${place}${cleanLine(message)} [${rule}]\n${next}`;
    })
    .join('');
}

/** Findings as GitHub workflow commands: an annotation each. */
export function renderFindingsGithub(findings: readonly Finding[]): string {
  return findings
    .map(({ path, line, message, remedy, rule }) => {
      const place = path === null ? '' : `file=${escapeWorkflowProperty(path)},line=${line ?? 1},`;
      const title = escapeWorkflowProperty(GATE_RULES[rule] ?? rule);
      return `::error ${place}title=${title}::${escapeWorkflowData(`${cleanLine(message)}\n${cleanLine(remedy)}`)}\n`;
    })
    .join('');
}

/** Findings as SARIF 2.1.0, for code scanning. */
export function renderFindingsSarif(findings: readonly Finding[]): string {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return sarifDocument({
    rules: rules.map((id) => ({ id, shortDescription: { text: GATE_RULES[id] ?? id } })),
    executionSuccessful: true,
    results: findings.map(({ rule, message, remedy, path, line }) => ({
      ruleId: rule,
      ruleIndex: rules.indexOf(rule),
      kind: 'fail',
      level: 'error',
      message: { text: `${cleanLine(message)}. ${cleanLine(remedy)}` },
      locations: sarifLocations(
        path === null ? undefined : { file: cleanLine(path), line: line ?? 1, column: 1 },
      ),
    })),
  });
}

/** Findings as a table in Markdown. */
export function renderFindingsMarkdown(findings: readonly Finding[]): string {
  if (findings.length === 0) return '';
  const rows = findings.slice(0, mostRows).map(({ path, line, message, remedy }) => {
    const place = path === null ? '–' : `${path}${line === null ? '' : `:${line}`}`;
    return `| ${inertLine(place, 300)} | ${inertLine(message, 500)} | ${inertLine(remedy, 300)} |`;
  });
  const left = findings.length - rows.length;
  const more = left > 0 ? ['', `${left} more findings are not shown.`] : [];
  return ['', '| where | what | what to do |', '|---|---|---|', ...rows, ...more, ''].join('\n');
}

/** Rows that a step summary of GitHub has room for, with its limit of 1 MiB. */
const mostRows = 200;

import type { Place } from '../../base/documents/place.ts';
import { SEVERITIES, type Severity } from './rule.ts';

/** Who found something. */
const TOOLS = ['codex-cockpit', 'zizmor', 'actionlint'] as const;
type Tool = (typeof TOOLS)[number];

/** Something that is wrong with a pipeline. */
export type Finding = {
  tool: Tool;
  /** The id of our rule, or that of the other tool after its name: `zizmor/artipacked`. */
  rule: string;
  severity: Severity;
  place: Place;
  message: string;
  /** Empty where the other tool does not say. */
  why: string;
  fix: string;
  /** Where it is explained. */
  source: string;
  /** Why it does not count; undefined when it does. */
  suppressed: { reason: string; by: 'comment' | 'option' } | undefined;
};

/** What another linter did. */
export type OtherTool = { tool: Exclude<Tool, 'codex-cockpit'> } & (
  | { state: 'ran'; version: string }
  | { state: 'not installed' }
  | { state: 'failed'; reason: string }
);

/** The result of linting a repository. */
export type Lint = {
  findings: readonly Finding[];
  /** What was not looked into. */
  notes: readonly { place: Place; message: string }[];
  /** Files that were read, and those of them that start Codex. */
  read: number;
  pipelines: readonly string[];
  unread: readonly { file: string; reason: string }[];
  tools: readonly OtherTool[];
};

/** The findings that count, the heaviest first. */
export const openFindings = ({ findings }: Pick<Lint, 'findings'>): readonly Finding[] =>
  findings.filter(({ suppressed }) => suppressed === undefined);

/** Whether a lint has a finding of this weight or a heavier one. */
export function hasFindingOf(lint: Pick<Lint, 'findings'>, least: Severity): boolean {
  const most = SEVERITIES.indexOf(least);
  return openFindings(lint).some(({ severity }) => SEVERITIES.indexOf(severity) <= most);
}

/** In the order of files and lines; in a line the heaviest first. */
export function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const order = (one: Finding, other: Finding) =>
    one.place.file.localeCompare(other.place.file, 'en') ||
    one.place.line - other.place.line ||
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    one.place.column - other.place.column ||
    one.rule.localeCompare(other.rule, 'en');
  return findings.toSorted(order);
}

/** `error`, `warning` and `info`, with how many findings count. */
export function countBySeverity(lint: Pick<Lint, 'findings'>): Readonly<Record<Severity, number>> {
  const open = openFindings(lint);
  const count = (severity: Severity) => open.filter((one) => one.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

/** `fail` with an error, `warn` with a warning or a file that was not read, else `pass`. */
export function verdictOf(lint: Pick<Lint, 'findings' | 'unread'>): 'pass' | 'warn' | 'fail' {
  if (hasFindingOf(lint, 'error')) return 'fail';
  return hasFindingOf(lint, 'warning') || lint.unread.length > 0 ? 'warn' : 'pass';
}

/** The rules of findings that count, with how many there are. */
export function countByRule(lint: Pick<Lint, 'findings'>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { rule } of openFindings(lint)) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

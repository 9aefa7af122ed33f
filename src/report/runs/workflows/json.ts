import type { Lint } from '../../../domain/runs/workflows/finding.ts';
import type { Rule } from '../../../domain/runs/workflows/rule.ts';
import { jsonDocument } from '../../base/json-document.ts';

/** A lint for programs, `codex-cockpit/workflow-lint` version 1 (docs/json.md). */
export function renderLintJson({ findings, notes, read, pipelines, unread, tools }: Lint): string {
  return jsonDocument('workflow-lint', {
    read,
    pipelines,
    findings: findings.map(({ place, suppressed, ...finding }) => ({
      ...place,
      ...finding,
      suppressed: suppressed ?? null,
    })),
    not_looked_into: notes.map(({ place, message }) => ({ ...place, message })),
    unread,
    tools,
  });
}

/** The rules for programs, `codex-cockpit/workflow-rules` version 1 (docs/json.md). */
export function renderRulesJson(rules: readonly Omit<Rule, 'find'>[]): string {
  return jsonDocument('workflow-rules', {
    rules: rules.map(({ id, severity, title, why, fix, source }) => ({
      id,
      severity,
      title,
      why,
      fix,
      source,
    })),
  });
}

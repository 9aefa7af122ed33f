import type { Finding, Lint } from '../../../domain/runs/workflows/finding.ts';
import { ALL_RULES } from '../../../domain/runs/workflows/rules/catalog.ts';
import { sarifDocument, sarifLocations } from '../../base/sarif.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

/** A lint as SARIF 2.1.0, for code scanning. What is suppressed is marked as such. */
export function renderLintSarif({ findings, unread }: Lint): string {
  const rules = [
    ...ALL_RULES.map(({ id, title, why, fix, severity }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: fix },
      defaultConfiguration: { level: levels[severity] },
    })),
    ...othersIn(findings).map((id) => ({ id, shortDescription: { text: id } })),
  ];
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return sarifDocument({
    rules,
    executionSuccessful: unread.length === 0,
    results: findings.map(({ rule, severity, message, fix, place, suppressed }) => ({
      ruleId: rule,
      ruleIndex: indexes.get(rule),
      kind: 'fail',
      level: levels[severity],
      message: { text: fix === '' ? message : `${message}. ${fix}` },
      locations: sarifLocations(place),
      ...(suppressed && {
        suppressions: [
          { kind: suppressed.by === 'comment' ? 'inSource' : 'external', justification: suppressed.reason },
        ],
      }),
    })),
  });
}

const othersIn = (findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.filter(({ tool }) => tool !== 'codex-cockpit').map(({ rule }) => rule)),
];
